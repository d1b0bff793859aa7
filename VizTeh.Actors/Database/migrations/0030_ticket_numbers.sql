-- Tickets are numbered in the transaction that creates them, so that one which comes to nothing leaves no gap: a sequence goes on after a
-- rollback, and by up to 32 after a crash.

-- Whoever still uses the table would hold the migration up for ever.
set local lock_timeout = '30s';

create table ticket_numbers (
  only_row boolean primary key default true check (only_row),
  last_number bigint not null
);
comment on table ticket_numbers is
  'One row: the number that was given to a ticket last. It is changed with each ticket. No number at or below it is given out again.';

-- Another program, an earlier bot say, leaves the number to the column's default. The lock on the row makes it wait for those who are
-- creating tickets, and them for it; its own rows are in the table by the next call. It may lack rights on the row: its owner's are used.
create function next_ticket_number() returns bigint
language plpgsql security definer
-- However empty the table was when this was planned; and what cannot do without reading all of a table counts as dear then, but is not to
-- be compiled for that.
set enable_seqscan = off
set jit = off
as $$
declare
  stored bigint;
begin
  select last_number into stored from ticket_numbers where only_row for update;
  return greatest(stored, (select max(id) from tickets), 0) + 1;
end
$$;
comment on function next_ticket_number() is
  'The number of a ticket that another program stores: one above the highest that was given out.';

do $$
declare
  home constant text := (
    select pg_namespace.nspname
      from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where pg_class.oid = 'tickets'::regclass);
  sequence_name text;
  drawn bigint;
begin
  lock table tickets;
  -- As migration 0001 found or made it. What it has passed was perhaps shown on a card.
  select coalesce(pg_get_serial_sequence('tickets', 'id'), (
    select used.refobjid::regclass::text
      from pg_attrdef as given
      join pg_attribute as id on id.attrelid = given.adrelid and id.attnum = given.adnum and id.attname = 'id'
      join pg_depend as used on used.classid = 'pg_attrdef'::regclass and used.objid = given.oid
      join pg_class as sequence on sequence.oid = used.refobjid and sequence.relkind = 'S'
     where given.adrelid = 'tickets'::regclass
  )) into sequence_name;
  if sequence_name is not null then
    execute format('select case when is_called then last_value else last_value - 1 end from %s', sequence_name) into drawn;
  end if;
  insert into ticket_numbers (last_number) select greatest(drawn, (select max(id) from tickets), 0);

  execute format('alter function next_ticket_number() set search_path = %I, pg_temp', home);
  if (select attidentity from pg_attribute where attrelid = 'tickets'::regclass and attname = 'id') <> '' then
    alter table tickets alter column id drop identity;
  end if;
  alter table tickets alter column id set default next_ticket_number();
end
$$;
