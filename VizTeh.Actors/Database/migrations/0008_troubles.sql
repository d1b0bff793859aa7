-- What only a running process knows to be wrong, so that the view health can say it.

create table troubles (
  process uuid not null,
  matter text not null,
  subject bigint,
  error text not null,
  since timestamptz not null,
  seen_at timestamptz not null default now()
);
comment on table troubles is
  'What each running process says is wrong now; the view health shows it. A process writes its rows anew while it lives and something is wrong.';
comment on column troubles.process is 'Names the process; another one after each start.';
comment on column troubles.subject is 'The chat or the client that it is about, by Telegram''s id; null when it is about neither.';
comment on column troubles.seen_at is 'When the process last said so; a row that is minutes old is of a process that ended.';

create or replace view health as
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
select 'outbox set aside', null, case when rows > 0 then 'trouble' else 'ok' end, rows, since, error from outbox_aside
union all
select matter, subject, 'trouble', count(*), min(since), (array_agg(error order by seen_at desc))[1]
  from troubles where seen_at > now() - interval '3 minutes' group by matter, subject;
comment on view health is
  'What waits, what was given up and what a running process says is wrong, one row a matter (cards that wait: one a chat). state: ok, or '
  'trouble when something was set aside, when a chat refuses its cards, when something has waited for more than 15 minutes, or when a '
  'process says so.';
comment on column health.chat_id is 'The chat, or the client, that the matter is about.';
comment on column health.since is 'Since when the oldest of them waits, is set aside or is wrong.';
