-- Of all programs that run on this database one takes updates from Telegram: the one that began the highest term.

alter table poller
  alter column next_offset drop not null,
  add column term bigint not null default 0,
  add column seen_at timestamptz;
comment on table poller is
  'One row: the offset of the next getUpdates, which confirms to Telegram everything before it, and which of the programs asks.';
comment on column poller.next_offset is 'Null before the first update.';
comment on column poller.term is
  'Grows whenever a program begins to poll. One that began an earlier term can store nothing more into inbox and poller; it stands by.';
comment on column poller.seen_at is 'The last sign of life of the program that polls; null when it has stopped in order.';

-- An earlier version of the program sets the offset without a word about its term, and is refused while another one polls: its rows
-- would be handled by nobody once it stops. After a roll-back to it no other is there.
create function refuse_poller_without_term() returns trigger
language plpgsql
as $$
begin
  raise object_in_use using
    message = 'another program, of a later version, takes updates from Telegram',
    hint = 'Two programs run on this database: stop one of them.';
end
$$;
create trigger poller_without_term before update of next_offset on poller
  for each row
  when (new.next_offset is distinct from old.next_offset and new.seen_at is not distinct from old.seen_at
        and old.seen_at > now() - interval '30 seconds')
  execute function refuse_poller_without_term();
