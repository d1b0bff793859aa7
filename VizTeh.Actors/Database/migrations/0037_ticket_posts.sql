-- The bot's messages about a ticket in a managers' chat are found again by their ids: a reply to one of them is a reply to its ticket.

create table ticket_posts (
  chat_id bigint not null,
  message_id bigint not null,
  ticket_id bigint not null references tickets (id),
  ticket_message_id bigint references ticket_messages (id) on delete set null,
  has_file boolean not null,
  posted_at timestamptz not null default now(),
  primary key (chat_id, message_id)
);
create index ticket_posts_ticket_id_idx on ticket_posts (ticket_id);
create index ticket_posts_ticket_message_id_idx on ticket_posts (ticket_message_id) where ticket_message_id is not null;
comment on table ticket_posts is
  'The bot''s messages in the managers'' chats that are about a ticket, besides its cards: what was said about it, and its files. A message '
  'that was sent before this table existed, or whose id Telegram did not tell, is missing.';
comment on column ticket_posts.chat_id is
  'The chat as it was when the message was sent: a group that became a supergroup keeps none of its messages.';
comment on column ticket_posts.ticket_message_id is
  'What was said about the ticket, and is shown by the message; null for the files of the form.';
comment on column ticket_posts.has_file is 'Whether the message is a file or a place that the client sent, as opposed to a text.';
comment on column ticket_posts.posted_at is 'When the message was recorded, just after Telegram had accepted it.';
