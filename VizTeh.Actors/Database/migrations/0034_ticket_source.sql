-- A ticket keeps the source by which its client came to the bot.

-- A table of an earlier bot may have a column of this name.
do $$
begin
  alter table tickets add column if not exists source text;
  if (select format_type(atttypid, atttypmod) from pg_attribute
       where attrelid = 'tickets'::regclass and attname = 'source' and not attisdropped) <> 'text' then
    alter table tickets alter column source drop default;
    alter table tickets alter column source type text using source::text;
  end if;
  alter table tickets alter column source drop not null;
end
$$;
comment on column tickets.source is
  'The payload of the link by which the client came to the bot, t.me/bot?start=payload: 1 to 64 of A-Z, a-z, 0-9, _ and -. Anybody may '
  'write one by hand. Null when the client came otherwise, and in rows of earlier versions.';
