-- What is said about a ticket besides the form, in order, by whomever: now what its client writes after the thank-you.

create table ticket_messages (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references tickets (id),
  author text not null,
  user_id bigint not null,
  update_id bigint not null,
  message_id bigint,
  text text not null,
  sent_at timestamptz not null,
  stored_at timestamptz not null default now(),
  constraint ticket_messages_author_check check (author in ('client')),
  constraint ticket_messages_text_check check (text <> '')
);
-- A repeated update stores nothing twice.
create unique index ticket_messages_update_key on ticket_messages (ticket_id, update_id);
create index ticket_messages_ticket_id_idx on ticket_messages (ticket_id, id);
comment on table ticket_messages is
  'What is said about a ticket after its form was sent, in the order of id. The managers see each message under the ticket''s card.';
comment on column ticket_messages.author is 'Who says it: client, the person whose ticket it is.';
comment on column ticket_messages.user_id is 'The author''s Telegram id.';
comment on column ticket_messages.update_id is 'The Telegram update that brought it.';
comment on column ticket_messages.message_id is
  'The message in the author''s chat with the bot; null when Telegram did not name it.';
comment on column ticket_messages.text is
  'The words, whole: a message of Telegram has up to 4096 characters. What a chat shows of them may be shortened.';
comment on column ticket_messages.sent_at is 'When the author sent it, by Telegram''s clock.';

comment on table outbox is
  'Messages that are owed: cards for the managers'' chats, edits of cards, messages to tickets, notices. A row goes when Telegram has '
  'accepted its message.';
alter table outbox add column ticket_message_id bigint references ticket_messages (id);
comment on column outbox.ticket_message_id is 'What was said about the ticket, and is to be shown; null for any other message.';
create index outbox_ticket_message_id_idx on outbox (ticket_message_id) where ticket_message_id is not null;

alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (kind in ('card', 'card_edit', 'notice', 'ticket_message'));
-- A message about a ticket is told to the managers only.
alter table outbox add constraint outbox_ticket_message_check check (
  kind <> 'ticket_message' or (recipient = 'managers' and ticket_id is not null and ticket_message_id is not null));
