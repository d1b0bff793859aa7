-- A client may withdraw a ticket: it is closed then, and the reason is kept.

-- A table of an earlier bot may have a column of this name.
do $$
begin
  alter table tickets add column if not exists outcome text;
  if (select format_type(atttypid, atttypmod) from pg_attribute
       where attrelid = 'tickets'::regclass and attname = 'outcome' and not attisdropped) <> 'text' then
    alter table tickets alter column outcome drop default;
    alter table tickets alter column outcome type text using outcome::text;
  end if;
  alter table tickets alter column outcome drop not null;
end
$$;
comment on column tickets.outcome is
  'How a closed ticket ended: withdrawn, by its client. Null for a plain close, for an open ticket, and in rows of earlier versions.';
