-- What a client attached to the form, or to a later message, is sent to the managers as replies to the ticket's card.

alter table ticket_messages add column files jsonb;
alter table ticket_messages drop constraint ticket_messages_text_check;
-- Files may come without a word.
alter table ticket_messages add constraint ticket_messages_text_check check (text <> '' or files is not null);
comment on column ticket_messages.text is
  'The words, whole: a message of Telegram has up to 4096 characters. What a chat shows of them may be shortened. Empty when files came '
  'without words.';
comment on column ticket_messages.files is
  'The files and places that came with the words, in order: an array of kind, id and uniqueId (Bot API, file_id and file_unique_id), name, '
  'latitude, longitude, title and address. Null for none.';

alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (kind in ('card', 'card_edit', 'notice', 'ticket_message', 'ticket_files'));
-- A client's files are shown to the managers only.
alter table outbox add constraint outbox_ticket_files_check check (
  kind <> 'ticket_files' or (recipient = 'managers' and ticket_id is not null));
comment on table outbox is
  'Messages that are owed: cards for the managers'' chats, edits of cards, messages to tickets, files of tickets, notices. A row goes when '
  'Telegram has accepted its message. A card, or a message to a ticket, that has files becomes a row of ticket_files instead, and keeps '
  'its place in the queue until the last of them is sent.';
comment on column outbox.payload is
  'What is to be said, of a notice; of ticket_files, what is left to send: groups of the files'' positions in their ticket or message '
  '(null for all of them), and the positions of refused ones. Null for any other message.';
comment on column outbox.ticket_message_id is
  'What was said about the ticket, and is to be shown, or whose files are; null for any other message, and for the files of the form.';
