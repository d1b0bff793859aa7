-- Queues stay quick after a burst, however empty PostgreSQL found them before.

-- What looks for old ids, and for what was set aside, read the whole table: dead rows among the others, as a burst leaves them.
create index recent_updates_stored_at_idx on recent_updates (stored_at);
create index inbox_set_aside_idx on inbox (set_aside_at) where set_aside_at is not null;
create index outbox_set_aside_idx on outbox (chat_id, id) where set_aside_at is not null;

-- A ticket's cards in the order in which they are edited: with an index for each of the two alone, either can be taken for the better.
create index ticket_cards_ticket_id_chat_id_message_id_idx on ticket_cards (ticket_id, chat_id, message_id);
drop index ticket_cards_ticket_id_idx;

-- Every row of a queue is dead soon: vacuumed each time that autovacuum comes round (once a minute, by its default), at full speed, for the
-- tables are small. A file that is cut to nothing makes reading it from end to end look cheaper than any index, to whoever plans at
-- that moment; and cutting it locks everybody out.
alter table inbox set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
alter table outbox set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);

-- Of a conversation eight rows die with each form, and a few stay for good: a fifth of all that stays is a long wait.
alter table akka.journal set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
alter table akka.snapshot set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
alter table recent_updates set (autovacuum_vacuum_scale_factor = 0.05);
