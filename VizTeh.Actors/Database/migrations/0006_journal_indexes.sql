-- Indexes that no statement of Akka.Persistence.Sql looks into, which every event and every snapshot paid for. A conversation is read
-- and shortened by its persistence_id, which the key begins with.

drop index akka.journal_created_idx;
drop index akka.journal_sequence_number_idx;
drop index akka.snapshot_created_idx;
drop index akka.snapshot_sequence_number_idx;
