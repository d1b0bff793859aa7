-- A client may have erased all that is stored about them; of a ticket its number, dates, direction and outcome stay.

-- Whoever still uses the table would hold the migration up for ever.
set local lock_timeout = '30s';

-- A table of an earlier bot may have it in its primary key, which takes no null.
do $$
declare
  key_name name;
begin
  select conname into key_name from pg_constraint
   where conrelid = 'tickets'::regclass and contype = 'p' and (
         select attnum from pg_attribute where attrelid = 'tickets'::regclass and attname = 'user_id') = any(conkey);
  if key_name is not null then
    execute format('alter table tickets drop constraint %I', key_name);
  end if;
end
$$;
alter table tickets alter column user_id drop not null;
comment on column tickets.user_id is 'The client''s Telegram id; null when the client''s data was erased.';

-- A table of an earlier bot may have a column of this name.
do $$
begin
  alter table tickets add column if not exists outcome text;
  alter table tickets add column if not exists erased_at timestamptz;
  if (select format_type(atttypid, atttypmod) from pg_attribute
       where attrelid = 'tickets'::regclass and attname = 'erased_at' and not attisdropped) <> 'timestamp with time zone' then
    alter table tickets alter column erased_at drop default;
    alter table tickets alter column erased_at type timestamptz using erased_at::timestamptz;
  end if;
  alter table tickets alter column erased_at drop not null;
end
$$;
comment on column tickets.erased_at is
  'When the data of the client was erased at the client''s wish; what is left names nobody. Null for any other ticket.';

alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (
  kind in ('card', 'card_edit', 'notice', 'ticket_message', 'ticket_files', 'post_erasure', 'old_files'));
-- What is erased was shown to the managers only.
alter table outbox add constraint outbox_post_erasure_check check (
  kind <> 'post_erasure' or (recipient = 'managers' and ticket_id is not null and message_id is not null));
alter table outbox add constraint outbox_old_files_check check (
  kind <> 'old_files' or (recipient = 'managers' and ticket_id is not null and payload is not null));
comment on column outbox.message_id is
  'The message to edit, or of post_erasure the message to delete; null for a message that is still to be sent.';
