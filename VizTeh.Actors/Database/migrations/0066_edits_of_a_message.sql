-- An edit of a message settles all edits of the same message that wait, and finds them however many messages wait for the chat.

-- Whoever still uses the table would hold the migration up for ever.
set local lock_timeout = '30s';

create index outbox_edited_message_idx on outbox (chat_id, message_id) where message_id is not null and set_aside_at is null;
