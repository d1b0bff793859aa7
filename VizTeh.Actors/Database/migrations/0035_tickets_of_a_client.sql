-- A client who writes outside of a form is asked which of the own tickets it belongs to.
create index if not exists tickets_user_id_id_idx on tickets (user_id, id desc);
