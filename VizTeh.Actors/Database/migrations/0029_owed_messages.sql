-- The outbox owes any kind of message, to managers and to clients, and knows what was owed before.

alter table outbox alter column ticket_id drop not null;
alter table outbox add column recipient text not null default 'managers';
alter table outbox add column payload jsonb;
alter table outbox add column expires_at timestamptz;

alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (kind in ('card', 'card_edit', 'notice'));
alter table outbox add constraint outbox_card_check check (
  kind not in ('card', 'card_edit') or (recipient = 'managers' and ticket_id is not null));
alter table outbox add constraint outbox_notice_check check (
  kind <> 'notice' or (payload is not null and expires_at is not null));
-- A private chat has the person's own id, which is positive; no group is a client's.
alter table outbox add constraint outbox_recipient_check check (
  recipient = 'managers' or (recipient = 'client' and chat_id > 0));

comment on table outbox is
  'Messages that are owed: cards for the managers'' chats, edits of cards, notices. A row goes when Telegram has accepted its message.';
comment on column outbox.ticket_id is 'The ticket that the message is about; null when it is about none.';
comment on column outbox.recipient is
  'Whom the message is for. What is for managers goes to managers'' chats only; what is for a client goes to the client''s private chat.';
comment on column outbox.payload is 'What is to be said, of a message that is not drawn from its ticket; null for cards and their edits.';
comment on column outbox.expires_at is 'When the message is given up if it could not be sent; null when it is never too late for it.';

create table outbox_keys (
  key text primary key,
  owed_at timestamptz not null default now()
);
create index outbox_keys_owed_at_idx on outbox_keys (owed_at);
comment on table outbox_keys is
  'What was owed lately (30 days at least), by the key that its cause gave it: what is owed again under the same key is not sent again.';

create or replace view health as
with
  settings as (select interval '15 minutes' as patience),
  inbox_waiting as (
    select count(*) as rows, min(received_at) as since, max(last_error) as error from inbox where set_aside_at is null),
  inbox_aside as (
    select count(*) as rows, min(set_aside_at) as since, (array_agg(last_error order by set_aside_at desc))[1] as error
      from inbox where set_aside_at is not null),
  outbox_waiting as (
    select chat_id, count(*) as rows, min(created_at) as since, (array_agg(last_error order by id))[1] as error
      from outbox where set_aside_at is null and recipient = 'managers' group by chat_id),
  clients_waiting as (
    select count(*) as rows, min(created_at) as since, (array_agg(last_error order by id))[1] as error
      from outbox where set_aside_at is null and recipient = 'client'),
  outbox_aside as (
    select count(*) as rows, min(set_aside_at) as since, (array_agg(last_error order by set_aside_at desc))[1] as error
      from outbox where set_aside_at is not null)
select 'inbox waiting' as matter, null::bigint as chat_id,
       case when since < now() - patience then 'trouble' else 'ok' end as state, rows, since, error as last_error
  from inbox_waiting, settings
union all
select 'inbox set aside', null, case when rows > 0 then 'trouble' else 'ok' end, rows, since, error from inbox_aside
union all
select 'outbox waiting', chat_id, case when error is not null or since < now() - patience then 'trouble' else 'ok' end, rows, since, error
  from outbox_waiting, settings
union all
select 'outbox waiting', null, 'ok', 0, null, null where not exists (select from outbox_waiting)
union all
select 'outbox waiting for clients', null, case when since < now() - patience then 'trouble' else 'ok' end, rows, since, error
  from clients_waiting, settings where rows > 0
union all
select 'outbox set aside', null, case when rows > 0 then 'trouble' else 'ok' end, rows, since, error from outbox_aside
union all
select matter, subject, 'trouble', count(*), min(since), (array_agg(error order by seen_at desc))[1]
  from troubles where seen_at > now() - interval '3 minutes' group by matter, subject;
comment on view health is
  'What waits, what was given up and what a running process says is wrong, one row a matter (what waits for managers: one a chat). state: '
  'ok, or trouble when something was set aside, when a managers'' chat refuses its messages, when something has waited for more than 15 '
  'minutes, or when a process says so.';
