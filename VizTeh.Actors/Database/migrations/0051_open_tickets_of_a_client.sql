-- A card tells the numbers of its client's other open tickets, however many closed ones the client has.

-- Whoever still uses the table would hold the migration up for ever.
set local lock_timeout = '30s';

create index tickets_user_id_open_idx on tickets (user_id, id desc) where status <> 'closed';
