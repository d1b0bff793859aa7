-- A manager takes a ticket into work, another may take it over; and a client is told what became of a ticket, unless that changed again.

-- Whoever still uses the tables would hold the migration up for ever.
set local lock_timeout = '30s';

-- A table of an earlier bot may have columns of these names.
do $$
declare
  wanted record;
  found_type text;
begin
  for wanted in
    select * from (values
      ('owner_id', 'bigint'), ('owner_name', 'text'), ('claimed_at', 'timestamp with time zone')
    ) as columns (name, type)
  loop
    execute format('alter table tickets add column if not exists %I %s', wanted.name, wanted.type);
    select format_type(atttypid, atttypmod) into found_type from pg_attribute
     where attrelid = 'tickets'::regclass and attname = wanted.name and not attisdropped;
    if found_type <> wanted.type then
      execute format('alter table tickets alter column %I drop default', wanted.name);
      begin
        execute format('alter table tickets alter column %1$I type %2$s using %1$I::%2$s', wanted.name, wanted.type);
      exception when others then
        raise exception 'column "%" of the existing table "tickets" holds what cannot be read as %', wanted.name, wanted.type
          using hint = format('alter table tickets rename column %I to %I', wanted.name, 'earlier_' || wanted.name);
      end;
    end if;
    execute format('alter table tickets alter column %I drop not null', wanted.name);
  end loop;
end
$$;
comment on column tickets.owner_id is
  'The Telegram id of the manager who has the ticket in work; null when nobody has. Closing keeps it, reopening clears it.';
comment on column tickets.owner_name is 'That manager''s display name at the time.';
comment on column tickets.claimed_at is 'When that manager took the ticket.';

alter table ticket_history add column action text not null default 'status';
alter table ticket_history add constraint ticket_history_action_check check (action in ('status', 'claim', 'take-over', 'release'));
alter table ticket_history add column former_owner_id bigint;
alter table ticket_history add column former_owner_name text;
-- The last change of a ticket's status is read with every card: without statistics the planner would sort all rows of the ticket for it.
create index ticket_history_status_idx on ticket_history (ticket_id, id) where action = 'status' and actor_id is not null;
comment on table ticket_history is
  'Every status a ticket has had, and every change of who has it in work, in order of id: the first row is its creation.';
comment on column ticket_history.action is
  'What happened: status is a change of the status (the creation, too); claim, take-over and release a change of the owner, at which the '
  'status stays what it was.';
comment on column ticket_history.former_owner_id is 'Who had the ticket before a take-over or a release; null for any other row.';
comment on column ticket_history.former_owner_name is 'That manager''s display name.';

alter table outbox add column history_id bigint;
comment on column outbox.history_id is
  'The row of ticket_history that a notice tells of: the notice is dropped when its ticket has changed again. Null for any other message.';
