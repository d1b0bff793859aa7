-- A manager closes a ticket with an outcome, or is reminded of it later, and a copy of a card may offer other buttons for a while.

-- Whoever still uses the tables would hold the migration up for ever.
set local lock_timeout = '30s';

-- In the order of an earlier version that may still be at work: who sends a message holds its row, and then needs the ticket.
lock table outbox, tickets, ticket_history, ticket_cards in access exclusive mode;

-- A table of an earlier bot may have columns of these names.
do $$
declare
  wanted record;
  found_type text;
begin
  for wanted in
    select * from (values
      ('snoozed_until', 'timestamp with time zone'), ('snooze_id', 'bigint'), ('snooze_chat_id', 'bigint'),
      ('snooze_offer', 'timestamp with time zone')
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
comment on column tickets.outcome is
  'How a closed ticket ended: withdrawn, by its client, or a label of vizteh.outcomes, by a manager. Null for a plain close, for an open '
  'ticket, and in rows of earlier versions.';
comment on column tickets.snoozed_until is
  'When a manager is to be reminded of the open ticket, as its card shows it; null for no reminder, and once it was sent.';
comment on column tickets.snooze_id is 'The row of ticket_history of the press that asked for it, by which the reminder is known.';
comment on column tickets.snooze_chat_id is 'The managers'' chat of that press, by its id of then.';
comment on column tickets.snooze_offer is
  'The moment of a reminder that a client''s message has ended, which the card offers again; null for none.';
create index tickets_snoozed_until_idx on tickets (snoozed_until) where snoozed_until is not null;

alter table ticket_history add column outcome text;
alter table ticket_history add column snoozed_until timestamptz;
alter table ticket_history drop constraint ticket_history_action_check;
alter table ticket_history add constraint ticket_history_action_check check (
  action in ('status', 'claim', 'take-over', 'release', 'snooze', 'snooze-end', 'reminded'));
comment on table ticket_history is
  'Every status a ticket has had, and every change of who has it in work and of its reminder, in order of id: the first row is its '
  'creation.';
comment on column ticket_history.action is
  'What happened: status is a change of the status (the creation, too); claim, take-over and release a change of the owner; snooze a '
  'reminder asked for, or moved into working time (without an actor), snooze-end one that was given up or that a client''s message ended, '
  'reminded one that was sent. At all but the first the status stays what it was.';
comment on column ticket_history.outcome is
  'Of a row that closes the ticket: how it ended, as in tickets.outcome of then. Null for any other.';
comment on column ticket_history.snoozed_until is 'Of snooze: the moment of the reminder. Null for any other.';

alter table ticket_cards add column menu text;
comment on column ticket_cards.menu is
  'What this copy of the card offers in place of its own buttons since a press: outcomes, snooze, days:2026-12-14, times:2026-12-14. Null '
  'for its own ones, and once the ticket was closed.';

alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (kind in (
  'card', 'card_edit', 'notice', 'ticket_message', 'ticket_files', 'post_erasure', 'old_files', 'answer', 'answer_edit', 'answer_prompt',
  'answer_report', 'reaction', 'reminder'));
alter table outbox add constraint outbox_reminder_check check (
  kind <> 'reminder' or (recipient = 'managers' and ticket_id is not null and history_id is not null));
comment on column outbox.history_id is
  'The row of ticket_history that a notice tells of, or that asked for a reminder: it is dropped when its ticket has changed again. Null '
  'for any other message.';
comment on column outbox.payload is
  'What is to be said, of a notice and of answer_prompt; of reaction, the emoji; of reminder, who asked for it; of answer, content when '
  'only what follows its first message is left, alone when it is sent without its album, words when without its file; of ticket_files, '
  'what is left to send: groups of the files'' positions in their ticket or message (null for all of them), and the positions of refused '
  'ones. '
  'Null for any other message.';
