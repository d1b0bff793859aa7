-- A card that is asked for in a topic of a forum comes to that topic. A client without a username is shown by the name of the account.

alter table outbox add column topic_id int;
comment on column outbox.topic_id is
  'The topic of a forum that the card is to be sent to; null for General and outside of forums.';

-- A table of an earlier bot may have a column of this name.
do $$
begin
  alter table tickets add column if not exists account_name text;
  if (select format_type(atttypid, atttypmod) from pg_attribute
       where attrelid = 'tickets'::regclass and attname = 'account_name' and not attisdropped) <> 'text' then
    alter table tickets alter column account_name drop default;
    alter table tickets alter column account_name type text using account_name::text;
  end if;
  alter table tickets alter column account_name drop not null;
end
$$;
comment on column tickets.account_name is
  'What the client''s Telegram account calls itself; null if there was a username to find it by, and when nothing of it can be seen.';
