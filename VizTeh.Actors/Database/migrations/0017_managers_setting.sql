-- Whose MANAGER_CHAT_ID holds, when a deploy lets processes with different ones overlap.

create table managers_setting (
  only_row boolean primary key default true check (only_row),
  chat_ids bigint[] not null,
  set_at timestamptz not null default now()
);
comment on table managers_setting is
  'One row: MANAGER_CHAT_ID of the process that was started last. Only a process that has the same moves cards to its chats.';
