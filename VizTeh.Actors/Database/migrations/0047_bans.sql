-- Managers may ban a client: what the client sends afterwards is answered by one sentence, and then not at all.

-- Whoever still uses the tables would hold the migration up for ever.
set local lock_timeout = '30s';

create table bans (
  user_id bigint primary key,
  ticket_id bigint,
  manager_id bigint not null,
  manager_name text not null,
  update_id bigint not null,
  banned_at timestamptz not null default now(),
  told_at timestamptz
);
create index bans_banned_at_idx on bans (banned_at);
comment on table bans is
  'The clients who are banned. A row outlives the erasure of its client''s data, and then holds nothing of the client but the id.';
comment on column bans.user_id is 'The client''s Telegram id.';
comment on column bans.ticket_id is 'The ticket by whose number the client was banned; null once the client''s data was erased.';
comment on column bans.manager_id is 'Who banned the client; of an anonymous administrator, the group.';
comment on column bans.manager_name is 'That manager''s display name at the time.';
comment on column bans.update_id is 'The command''s update: it tells a ban from a later one of the same client.';
comment on column bans.told_at is 'When the one sentence was owed to the client; null until the client writes.';

-- Whatever actions there are by now stay allowed.
do $$
declare
  allowed text;
begin
  select pg_get_expr(conbin, conrelid) into strict allowed from pg_constraint
   where conrelid = 'ticket_history'::regclass and conname = 'ticket_history_action_check';
  alter table ticket_history drop constraint ticket_history_action_check;
  execute format(
    'alter table ticket_history add constraint ticket_history_action_check check (%s or action in (''ban'', ''unban''))', allowed);
end
$$;
