-- What every update paid for and nobody used.

-- Indexes that no statement of Akka.Persistence.Sql looks into: a conversation is read and shortened by its persistence_id, which the
-- key begins with.
drop index akka.journal_created_idx;
drop index akka.journal_sequence_number_idx;
drop index akka.snapshot_created_idx;
drop index akka.snapshot_sequence_number_idx;

-- A row lives for milliseconds: packing its payload, which is done from 2 kB on, took longer than all else of storing it.
alter table inbox set (toast_tuple_target = 8160);
