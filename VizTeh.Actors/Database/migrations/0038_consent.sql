-- A client consents to the processing of personal data before a form; the consent is kept with the client and with each ticket.

create table clients (
  user_id bigint primary key,
  consent_version text,
  consent_text_hash text,
  consent_at timestamptz,
  consent_message_id bigint,
  constraint clients_consent_check check (
    num_nulls(consent_version, consent_text_hash, consent_at, consent_message_id) in (0, 4))
);
comment on table clients is
  'What is kept about a client beside the tickets. A client who has never consented, or has refused, has no row.';
comment on column clients.user_id is 'The client''s Telegram id.';
comment on column clients.consent_version is
  'The newest consent: the version of its text, from vizteh.consent.version. Null for none, like the other columns of the consent.';
comment on column clients.consent_text_hash is
  'SHA-256 of the text that was shown, in UTF-8, as 64 hexadecimal digits in lower case.';
comment on column clients.consent_at is 'When the client consented.';
comment on column clients.consent_message_id is 'The message in the client''s chat with the bot that shows the text.';

-- A table of an earlier bot may have columns of these names.
do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values ('consent_version', 'text'), ('consent_text_hash', 'text'), ('consent_at', 'timestamp with time zone'),
                          ('consent_message_id', 'bigint')) as columns (name, type)
  loop
    execute format('alter table tickets add column if not exists %I %s', wanted.name, wanted.type);
    if (select format_type(atttypid, atttypmod) from pg_attribute
         where attrelid = 'tickets'::regclass and attname = wanted.name and not attisdropped) <> wanted.type then
      -- What another program wrote there is no consent of this one.
      execute format('alter table tickets rename column %I to %I', wanted.name, wanted.name || '_before');
      execute format('alter table tickets alter column %I drop not null', wanted.name || '_before');
      execute format('alter table tickets add column %I %s', wanted.name, wanted.type);
    end if;
    execute format('alter table tickets alter column %I drop not null', wanted.name);
  end loop;
end
$$;
comment on column tickets.consent_version is
  'The consent under which the form was filled: the version of its text. Null, like the other columns of the consent, when none was asked '
  'for, and in rows of earlier versions.';
comment on column tickets.consent_text_hash is 'SHA-256 of the text that was shown, as in clients.consent_text_hash.';
comment on column tickets.consent_at is 'When the client consented.';
comment on column tickets.consent_message_id is 'The message in the client''s chat with the bot that shows the text.';
