-- Groups that became supergroups, and the state of things in one look.

create table migrated_chats (
  old_chat_id bigint primary key,
  new_chat_id bigint not null check (new_chat_id <> old_chat_id),
  learned_at timestamptz not null default now()
);
comment on table migrated_chats is
  'Managers'' groups that became supergroups, which changes their number; as Telegram told. Cards go to the new one.';
comment on column migrated_chats.old_chat_id is 'May still stand in MANAGER_CHAT_ID.';
comment on column migrated_chats.new_chat_id is 'May have changed again: then it is the old one of another row.';

create view health as
with
  settings as (select interval '15 minutes' as patience),
  inbox_waiting as (
    select count(*) as rows, min(received_at) as since, max(last_error) as error from inbox where set_aside_at is null),
  inbox_aside as (
    select count(*) as rows, min(set_aside_at) as since, (array_agg(last_error order by set_aside_at desc))[1] as error
      from inbox where set_aside_at is not null),
  outbox_waiting as (
    select chat_id, count(*) as rows, min(created_at) as since, (array_agg(last_error order by id))[1] as error
      from outbox where set_aside_at is null group by chat_id),
  outbox_aside as (
    select count(*) as rows, min(set_aside_at) as since, (array_agg(last_error order by set_aside_at desc))[1] as error
      from outbox where set_aside_at is not null)
select 'inbox waiting' as matter, null::bigint as chat_id,
       case when since < now() - patience then 'trouble' else 'ok' end as state, rows, since, error as last_error
  from inbox_waiting, settings
union all
select 'inbox set aside', null, case when rows > 0 then 'trouble' else 'ok' end, rows, since, error from inbox_aside
union all
select 'outbox waiting', chat_id, case when error is not null or since < now() - patience then 'trouble' else 'ok' end, rows, since, error
  from outbox_waiting, settings
union all
select 'outbox waiting', null, 'ok', 0, null, null where not exists (select from outbox_waiting)
union all
select 'outbox set aside', null, case when rows > 0 then 'trouble' else 'ok' end, rows, since, error from outbox_aside;
comment on view health is
  'What waits and what was given up, one row a matter (cards that wait: one a chat). state: ok, or trouble when something was set aside, '
  'when a chat refuses its cards, or when something has waited for more than 15 minutes.';
comment on column health.since is 'Since when the oldest of them waits, or is set aside.';
