-- The personal data of closed tickets may be kept for a set time only (vizteh.retention).

-- Whoever still uses the table would hold the migration up for ever.
set local lock_timeout = '30s';

-- A table of an earlier bot may have columns of these names.
do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values ('erased_for', 'text'), ('erased_answered_at', 'timestamp with time zone')) as columns (name, type)
  loop
    execute format('alter table tickets add column if not exists %I %s', wanted.name, wanted.type);
    if (select format_type(atttypid, atttypmod) from pg_attribute
         where attrelid = 'tickets'::regclass and attname = wanted.name and not attisdropped) <> wanted.type then
      execute format('alter table tickets alter column %I drop default', wanted.name);
      execute format('alter table tickets alter column %1$I type %2$s using %1$I::%2$s', wanted.name, wanted.type);
    end if;
    execute format('alter table tickets alter column %I drop not null', wanted.name);
  end loop;
end
$$;
comment on column tickets.erased_at is 'When the data of the client was erased; what is left names nobody. Null for any other ticket.';
comment on column tickets.erased_for is
  'Of an erased ticket: term, when its data had been kept for as long as vizteh.retention says; null for the client''s wish.';
comment on column tickets.erased_answered_at is
  'Of an erased ticket: when the first answer of a manager went to the client, for the statistics. Of any other it is in ticket_messages.';

create index if not exists tickets_kept_past_close_idx on tickets ((coalesce(close_at, created_at)), id)
  where status = 'closed' and erased_at is null;
