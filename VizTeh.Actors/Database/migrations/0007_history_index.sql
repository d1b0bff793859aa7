-- A ticket's last change is read by ticket and then by number: before the table's first statistics the planner, with an index of the
-- ticket alone, read all of the history backwards for it.
create index ticket_history_ticket_id_id_idx on ticket_history (ticket_id, id);
drop index ticket_history_ticket_id_idx;
