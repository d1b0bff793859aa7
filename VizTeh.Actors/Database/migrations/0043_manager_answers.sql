-- Managers answer to clients. What they say is stored beside what clients say, in order, and so are the notes that stay among them.

alter table ticket_messages drop constraint ticket_messages_author_check;
alter table ticket_messages add constraint ticket_messages_author_check check (author in ('client', 'manager', 'note'));
alter table ticket_messages
  add column author_name text,
  add column chat_id bigint,
  add column album_id text,
  add column edits integer not null default 0,
  add column edited_at timestamptz,
  add column delivered_at timestamptz,
  add column undelivered text;
create index ticket_messages_chat_id_message_id_idx on ticket_messages (chat_id, message_id) where chat_id is not null;
comment on table ticket_messages is
  'What is said about a ticket after its form was sent, in the order of id: by its client, by managers to the client, and by managers '
  'among each other (notes).';
comment on column ticket_messages.author is
  'Who says it: client, the person whose ticket it is; manager, an answer that goes to the client; note, which never leaves the managers'' '
  'chats.';
comment on column ticket_messages.user_id is
  'The author''s Telegram id; for an anonymous administrator or a channel, that of the chat in whose name it was written.';
comment on column ticket_messages.author_name is 'A manager''s name as Telegram shows it; null for a client.';
comment on column ticket_messages.chat_id is
  'The managers'' chat in which a manager wrote it, by its id of then; null for a client, who writes in the chat with the bot.';
comment on column ticket_messages.message_id is
  'The message in that chat, or in the client''s chat with the bot; null when Telegram did not name it.';
comment on column ticket_messages.album_id is 'For a manager''s message that is part of an album: the same for all its parts.';
comment on column ticket_messages.edits is 'How many times a manager changed the words after they were stored; the column has the last.';
comment on column ticket_messages.edited_at is 'When they were changed last, by Telegram''s clock.';
comment on column ticket_messages.delivered_at is 'When Telegram accepted a manager''s answer for the client; null for anything else.';
comment on column ticket_messages.undelivered is
  'Why a manager''s answer cannot reach the client: blocked, gone (the account), refused, content (a file that Telegram does not pass on), '
  'no-client. Null for anything else.';

create table answer_copies (
  chat_id bigint not null,
  message_id bigint not null,
  ticket_id bigint not null references tickets (id),
  ticket_message_id bigint not null references ticket_messages (id) on delete cascade,
  shows text not null check (shows in ('text', 'text-alone', 'caption', 'caption-alone', 'file', 'heading')),
  edits integer not null,
  sent_at timestamptz not null default now(),
  primary key (chat_id, message_id)
);
create index answer_copies_ticket_message_id_idx on answer_copies (ticket_message_id);
create index answer_copies_ticket_id_idx on answer_copies (ticket_id);
comment on table answer_copies is
  'The messages in clients'' chats that hold a manager''s answer: a reply to one of them belongs to its ticket, and an edit of the answer '
  'edits them.';
comment on column answer_copies.chat_id is 'The client''s chat, which has the id of its person.';
comment on column answer_copies.shows is
  'Where the words are: in the text, or in the caption of a file; alone, without the line that names the '
  'ticket before them. file and heading have none.';
comment on column answer_copies.edits is 'Which wording it shows: ticket_messages.edits of then.';

alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (kind in (
  'card', 'card_edit', 'notice', 'ticket_message', 'ticket_files', 'post_erasure', 'old_files', 'answer', 'answer_edit', 'answer_prompt',
  'answer_report', 'reaction'));
-- An answer goes to the ticket's client, and what is said about it to managers only.
alter table outbox add constraint outbox_answer_check check (
  kind not in ('answer', 'answer_edit')
  or (recipient = 'client' and ticket_id is not null and ticket_message_id is not null));
alter table outbox add constraint outbox_answer_report_check check (
  kind not in ('answer_prompt', 'answer_report', 'reaction') or (recipient = 'managers' and ticket_id is not null));
comment on table outbox is
  'Messages that are owed: cards for the managers'' chats, edits of cards, messages to tickets, files of tickets, managers'' answers for '
  'clients and what is said about them, notices. A row goes when Telegram has accepted its message. A card, or a message to a ticket, that '
  'has files becomes a row of ticket_files instead, and keeps its place in the queue until the last of them is sent.';
comment on column outbox.payload is
  'What is to be said, of a notice and of answer_prompt; of reaction, the emoji; of answer, content when only what follows its first '
  'message is left, alone when it is sent without its album, words when without its file; of ticket_files, what is left to send: groups of '
  'the files'' positions in their ticket or message (null for all of them), and the positions of refused ones. Null for any other message.';
