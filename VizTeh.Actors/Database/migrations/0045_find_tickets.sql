-- Managers list the open tickets, those that one of them has in work, and search all of them.

-- Whoever still uses the table would hold the migration up for ever.
set local lock_timeout = '30s';

create index tickets_open_idx on tickets (id) where status <> 'closed';
create index tickets_owner_idx on tickets (owner_id, id) where status <> 'closed' and owner_id is not null;

-- The words of a ticket that are searched: its answers or, in a row of an earlier bot or version, the columns of the six questions. No
-- more than a text for the search may hold.
create function ticket_words(answers jsonb, name text, org text, city text, direction text, description text, others text) returns text
language sql immutable parallel safe
as $$
  select left(
    coalesce(
      (select string_agg(given.value, ' ') from jsonb_array_elements_text(jsonb_path_query_array(answers, '$[*].value')) given),
      concat_ws(' ', name, org, city, direction, description)),
    20000) || ' ' || coalesce(others, '')
$$;
comment on function ticket_words(jsonb, text, text, text, text, text, text) is
  'The words of a ticket that a search finds, as they were written.';

-- Cyrillic letters are folded here, since a database of the locale C would not do it; and what a text for the search would take for parts
-- of a word, an address or a path is none. Each character is looked up from the left: the usual ones stand first and stay as they are.
create function search_text(words text) returns text
language sql immutable parallel safe
as $$
  select translate(
    words,
    ' оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ0123456789' || 'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯё'
      || '-./_@:=+#~&''«»„“”’№…—–−•·' || chr(160),
    ' оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ0123456789' || 'абвгдеежзийклмнопрстуфхцчшщъыьэюяе'
      || '                          ')
$$;
comment on function search_text(text) is
  'Words in the form in which they are searched and compared: е for ё, small letters, and no signs within a word.';

-- The last ten digits of a number are the same in all notations within a country, and the last seven without the code of the city. In
-- answers an extension follows a semicolon; a row of an earlier bot may have anything.
create function ticket_keys(username text, phone text, answers jsonb) returns tsvector
language plpgsql immutable parallel safe
as $$
declare
  account constant text := lower(left(trim(leading '@' from username), 64));
  numbers constant text := left(concat_ws(',', phone, (
    select string_agg(given.value, ',')
      from jsonb_array_elements_text(jsonb_path_query_array(answers, '$[*] ? (@.kind == "Phone").value')) given)), 2000);
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
comment on function ticket_keys(text, text, jsonb) is
  'What a search finds as a whole only: @username, and tel: with the last ten and the last seven digits of each phone number.';

-- A table of an earlier bot may have a column of this name.
do $$
begin
  if exists (select from pg_attribute where attrelid = 'tickets'::regclass and attname = 'search_words' and not attisdropped) then
    alter table tickets rename column search_words to search_words_before;
    alter table tickets alter column search_words_before drop not null;
  end if;
end
$$;
alter table tickets add column search_words tsvector generated always as (
  to_tsvector(
    'pg_catalog.russian',
    search_text(ticket_words(
      answers, name, org, city, direction, description, coalesce(account_name, '') || ' ' || coalesce(outcome, ''))))
  || ticket_keys(username, phone, answers)) stored;
comment on column tickets.search_words is
  'What a search finds the ticket by: the words of its answers in their Russian basic forms, its phone numbers, the client''s names, its '
  'outcome. Derived from the other columns.';
create index tickets_search_words_idx on tickets using gin (search_words) with (gin_pending_list_limit = 512);
create index tickets_withdrawn_idx on tickets (id) where outcome = 'withdrawn';
