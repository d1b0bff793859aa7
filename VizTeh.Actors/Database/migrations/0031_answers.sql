-- A ticket keeps its answers in the order of the form, each with its question's label as it was asked, whatever the form is.

-- A table of an earlier bot may have a column of this name.
do $$
declare
  found_type text;
begin
  alter table tickets add column if not exists answers jsonb;
  select format_type(atttypid, atttypmod) into found_type from pg_attribute
   where attrelid = 'tickets'::regclass and attname = 'answers' and not attisdropped;
  if found_type <> 'jsonb' then
    alter table tickets alter column answers drop default;
    -- Text need not be JSON: it becomes a string of JSON, which no ticket is shown by.
    alter table tickets alter column answers type jsonb using to_jsonb(answers);
  end if;
  alter table tickets alter column answers drop not null;
end
$$;
comment on column tickets.answers is
  'What the client answered, in the order of the form: an array of id, label, kind and value. removed is true for an answer to a question '
  'that the form no longer had when it was sent. The columns name to phone repeat the answers to the questions with the ids name, '
  'organization, city, direction, description and phone; rows of earlier versions and bots have nothing but those.';
