-- A process that knows a conversation only up to an earlier number must not write into it. Its number may be free: after a snapshot the
-- events before it are deleted. So every insert is looked at, whichever program makes it; once the row is in, the unique key has settled
-- who was first, and what the other one stored is visible to the trigger's own statement.

create function akka.refuse_stale_writer() returns trigger
language plpgsql
-- However empty the table was when this was planned.
set enable_seqscan = off
as $$
declare
  stale record;
begin
  select written.persistence_id, written.lowest, written.stored into stale
    from (select persistence_id, min(sequence_number) as lowest, max(sequence_number) as highest,
                 (select max(sequence_number) from akka.journal stored where stored.persistence_id = fresh.persistence_id) as stored
            from fresh
           group by persistence_id) written
   where highest < stored
   limit 1;
  if found then
    raise unique_violation using
      message = format('%s is stored up to number %s, so that number %s of a process that has not read this is refused',
                       stale.persistence_id, stale.stored, stale.lowest),
      hint = 'Two programs run on this database: stop one of them. The conversation is read anew, nothing is lost.',
      schema = 'akka', table = 'journal', constraint = 'journal_numbers_grow';
  end if;
  return null;
end
$$;
comment on function akka.refuse_stale_writer() is
  'Refuses numbers below the highest that was ever stored of a conversation; the row that holds it always stays.';

create trigger journal_numbers_grow after insert on akka.journal
  referencing new table as fresh for each statement execute function akka.refuse_stale_writer();
