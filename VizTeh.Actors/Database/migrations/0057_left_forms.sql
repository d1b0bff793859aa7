-- A form that was left belongs to the day of its client's last input, which its row does not always have.

-- Whoever still uses the tables would hold the migration up for ever.
set local lock_timeout = '30s';

alter table form_reminders add column left_on date;
drop index form_reminders_left_idx;
create index form_reminders_left_on_idx on form_reminders (left_on) where question is not null;
comment on column form_reminders.left_on is
  'The day of the client''s last input, by the firm''s clock, as of the look that noted the question; null together with it.';
comment on table abandoned_forms is
  'How many forms were left for good, by the question at which they were left: cancelled because nobody touched them any more, cancelled '
  'or replaced by their clients after they had been left, or not touched for a month while forms do not expire. It names nobody.';

-- An index of an earlier bot may have the name of one of ours, and other columns.
do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('created_at', 'tickets_by_created_at_idx', ''),
      ('close_at', 'tickets_by_close_at_idx', 'where close_at is not null')
    ) as indexes (column_name, name, condition)
  loop
    if not exists (
      select from pg_index
       where indrelid = 'tickets'::regclass and indisvalid and indnatts >= 1
         and indkey[0] = (select attnum from pg_attribute
                           where attrelid = 'tickets'::regclass and attname = wanted.column_name and not attisdropped)
         and (indpred is null or (wanted.condition <> '' and pg_get_expr(indpred, indrelid) = '(close_at IS NOT NULL)'))
         and (select amname from pg_am join pg_class on pg_class.relam = pg_am.oid where pg_class.oid = indexrelid) = 'btree'
    ) then
      execute format('create index %I on tickets (%I) %s', wanted.name, wanted.column_name, wanted.condition);
    end if;
  end loop;
end
$$;

comment on column outbox.payload is
  'What is to be said, of a notice and of answer_prompt; of reaction, the emoji; of answer and ticket_message, content when only what '
  'follows the first message is left; of answer, alone when it is sent without its album, words when without its file; of answer_report, '
  'edit when the new words do not fit the client''s copy, note when it had left before a part of its album was a note; of ticket_files, '
  'what is left to send: groups of the files'' positions in their ticket or message (null for all of them), and the positions of refused '
  'ones; of reminder, who asked for it; of wait_reminder, of which wait it is, since when the client waits, and how many reminders were '
  'sent before; of post_erasure, hasFile when the message has a file; of old_files, messageIds, the messages that managers have to delete '
  'themselves, or chatId, the chat that was left. Null for any other message.';
