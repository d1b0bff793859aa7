-- What managers do beside opening and closing: messages know what they show, cards their topic, and a search finds more notations.

-- Whoever still uses the tables would hold the migration up for ever.
set local lock_timeout = '30s';

alter table ticket_posts add column shows text;
comment on column ticket_posts.shows is
  'reminder, to which no answer is given; of what a manager said: whole, with the line above the words, heading, that line alone, words, '
  'without it. Null for anything else, and in rows of earlier versions.';

alter table ticket_cards add column topic_id integer;
comment on column ticket_cards.topic_id is
  'The topic of a forum in which the card stands; null in General, outside of forums, and in rows of earlier versions.';

alter table outbox add column reply_to bigint;
comment on column outbox.reply_to is
  'Of answer_prompt: the message of its chat that it replies to, and so the topic of a forum that it comes to; null for the ticket''s card.';

-- The list of kinds is extended as it is: another migration may have added one.
do $$
declare
  list text;
begin
  select pg_get_constraintdef(oid) into strict list from pg_constraint
   where conrelid = 'outbox'::regclass and conname = 'outbox_kind_check';
  alter table outbox drop constraint outbox_kind_check;
  execute 'alter table outbox add constraint outbox_kind_check ' || replace(list, 'ARRAY[', 'ARRAY[''post_edit''::text, ');
end
$$;
alter table outbox add constraint outbox_post_edit_check check (
  kind <> 'post_edit'
  or (recipient = 'managers' and ticket_id is not null and message_id is not null and ticket_message_id is not null));
comment on column outbox.message_id is
  'The message to edit, of post_erasure the message to delete, or of reaction the message to mark; null for a message that is still to '
  'be sent, and of card_edit for the newest card of the chat, which was on its way when the edit was owed.';
comment on column ticket_messages.undelivered is
  'Why a manager''s answer cannot reach the client: blocked, gone (the account, or the chat), refused, content (a file that Telegram does '
  'not pass on), voice (a client who takes no voice or video notes), no-client. Null for anything else.';

-- People write a number with spaces of many kinds, and with other dashes between its digits: they are folded before the number is looked
-- for. A dash with spaces around it may stand between two numbers.
create or replace function ticket_keys(username text, phone text, answers jsonb) returns tsvector
language plpgsql immutable parallel safe
as $$
declare
  account constant text := lower(left(trim(leading '@' from username), 64));
  numbers constant text := left(
    regexp_replace(
      translate(
        concat_ws(',', phone, (
          select string_agg(given.value, ',')
            from jsonb_array_elements_text(jsonb_path_query_array(answers, '$[*] ? (@.kind == "Phone").value')) given)),
        U&'\00A0\2007\2009\202F', '    '),
      U&'(?<=[0-9)])[\2010-\2015\2212](?=[0-9(])', '-', 'g'),
    2000);
  keys text[] := case when account <> '' then array['@' || account] end;
  part text;
  digits text;
begin
  foreach part in array string_to_array(numbers, ',') loop
    digits := translate(substring(part from '[0-9 ()+.-]{7,}'), ' ()+.-', '');
    if length(digits) between 7 and 20 then
      keys := keys || ('tel:' || right(digits, 7));
      if length(digits) >= 10 then
        keys := keys || ('tel:' || right(digits, 10));
      end if;
    end if;
  end loop;
  return coalesce(array_to_tsvector(keys), '');
end
$$;

-- A generated column is computed anew when one of its columns is written: in the rows only that the function reads otherwise now. Numbers
-- in answers are stored in one notation.
update tickets set phone = tickets.phone where tickets.phone ~ U&'[\00A0\2007\2009\202F\2010-\2015\2212]';
