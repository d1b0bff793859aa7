-- Who read personal data by a command of the bot: no words, and nothing of whom it was about.

create table readings (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  command text not null,
  manager_id bigint,
  manager_name text,
  user_id bigint,
  chat_id bigint,
  ticket_id bigint,
  update_id bigint not null,
  constraint readings_reader_check check (manager_id is not null or user_id is not null)
);
create index readings_at_idx on readings (at);
create index readings_update_id_idx on readings (update_id);
create index readings_user_id_idx on readings (user_id) where user_id is not null;
comment on table readings is
  'Who had the bot show or send personal data, and when: a row for each command in a managers'' chat that does so, each page of a list '
  'that was turned, and each /mydata. It is written before the data leaves; an update that is repeated after a crash is one row.';
comment on column readings.command is 'The command without the slash; page for a page of a list or a history that was turned.';
comment on column readings.manager_id is
  'The Telegram id of who gave the command; of an anonymous administrator or a channel, the chat''s. Null for /mydata.';
comment on column readings.manager_name is 'That person''s display name at the time.';
comment on column readings.user_id is 'The client who asked for the own data (/mydata); null for a manager.';
comment on column readings.chat_id is 'The managers'' chat in which the data was shown; null for /mydata.';
comment on column readings.ticket_id is 'The ticket whose number the command names; null for none.';
comment on column readings.update_id is 'The Telegram update of the command.';
