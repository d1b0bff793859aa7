-- What a manager is told in reply is owed, where answers to clients would else wait for it.

comment on column outbox.reply_to is
  'The message of its chat that it replies to, and so the topic of a forum that it comes to; null of answer_prompt: the ticket''s '
  'card, null of notice: no reply.';
