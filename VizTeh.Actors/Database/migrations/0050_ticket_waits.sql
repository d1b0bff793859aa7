-- The managers are reminded of tickets whose clients wait. Tickets of before have no row, so nobody is reminded of them.

-- Whoever still uses the tables would hold the migration up for ever.
set local lock_timeout = '30s';

-- In the order of an earlier version that may still be at work: who sends a message holds its row, and then needs the ticket.
lock table outbox, tickets in access exclusive mode;

create table ticket_waits (
  ticket_id bigint primary key references tickets (id) on delete cascade,
  wait_id bigint not null generated always as identity,
  user_id bigint not null,
  since timestamptz not null,
  started_at timestamptz not null,
  history_id bigint not null default 0,
  message_id bigint not null default 0,
  told integer not null default 0,
  is_over boolean not null default false,
  due_at timestamptz not null
);
create index ticket_waits_due_at_idx on ticket_waits (due_at);
alter table ticket_waits set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
comment on table ticket_waits is
  'The tickets whose clients have sent a form or a message, with the next reminder of that to the managers. What ends the reminders '
  '(a claim, an answer, a note, a reminder asked for, a close) is read from the other tables: a row may remain of a wait that has ended, '
  'until it is due.';
comment on column ticket_waits.wait_id is 'Tells the wait from a later one of the same ticket.';
comment on column ticket_waits.user_id is 'The client''s Telegram id.';
comment on column ticket_waits.since is
  'The client''s form, or the first message after what a manager did last, as the reminder tells it.';
comment on column ticket_waits.started_at is 'From when the steps are counted, by the bot''s clock.';
comment on column ticket_waits.history_id is 'The newest row of the ticket in ticket_history when the wait began: only later ones end it.';
comment on column ticket_waits.message_id is 'The newest row of the ticket in ticket_messages when the client last wrote; zero for none.';
comment on column ticket_waits.told is 'How many reminders were sent.';
comment on column ticket_waits.is_over is
  'Whether no reminder is to come any more, unless the client writes again; the row goes when it is due.';
comment on column ticket_waits.due_at is 'When to look at it next, by the bot''s clock.';

-- Whatever kinds there are by now stay allowed.
do $$
declare
  allowed text;
  meaning text;
begin
  select pg_get_expr(conbin, conrelid) into strict allowed from pg_constraint
   where conrelid = 'outbox'::regclass and conname = 'outbox_kind_check';
  alter table outbox drop constraint outbox_kind_check;
  execute format('alter table outbox add constraint outbox_kind_check check (%s or kind = ''wait_reminder'')', allowed);
  select col_description('outbox'::regclass, attnum) into strict meaning from pg_attribute
   where attrelid = 'outbox'::regclass and attname = 'payload';
  execute format(
    'comment on column outbox.payload is %L', meaning || ' But of reminder, who asked for it; of wait_reminder, of which wait it is.');
end
$$;
alter table outbox add constraint outbox_wait_reminder_check check (
  kind <> 'wait_reminder' or (recipient = 'managers' and ticket_id is not null and payload is not null));
