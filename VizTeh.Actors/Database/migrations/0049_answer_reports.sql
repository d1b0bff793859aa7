-- Rows of the outbox say more in their payload: a report on an answer what it is about, and a message to a ticket what is left of it.

comment on column outbox.payload is
  'What is to be said, of a notice and of answer_prompt; of reaction, the emoji; of answer and ticket_message, content when only what '
  'follows the first message is left; of answer, alone when it is sent without its album, words when without its file; of answer_report, '
  'edit when the new words do not fit the client''s copy, note when it had left before a part of its album was a note; of ticket_files, '
  'what is left to send: groups of the files'' positions in their ticket or message (null for all of them), and the positions of refused '
  'ones. Null for any other message.';
comment on column ticket_messages.album_id is 'The album that the message is a part of: the same for all its parts; null for none.';
