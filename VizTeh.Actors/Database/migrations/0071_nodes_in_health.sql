-- The view health says how many nodes work, and whether one of them is gone.

-- Whoever still reads the view would hold the migration up for ever.
set local lock_timeout = '30s';

create or replace view health as
with
  settings as (
    select interval '15 minutes' as patience, interval '1 minute' as silence, interval '2 minutes' as poll_patience,
           interval '10 seconds' as node_silence),
  inbox_waiting as (
    select count(*) as rows, min(received_at) as since, max(last_error) as error from inbox where set_aside_at is null),
  inbox_aside as (
    select count(*) as rows, min(set_aside_at) as since, (array_agg(last_error order by set_aside_at desc))[1] as error
      from inbox where set_aside_at is not null),
  outbox_waiting as (
    select chat_id, count(*) as rows, min(created_at) as since, (array_agg(last_error order by id))[1] as error
      from outbox where set_aside_at is null and recipient = 'managers' group by chat_id),
  clients_waiting as (
    select count(*) as rows, min(created_at) as since, (array_agg(last_error order by id))[1] as error
      from outbox where set_aside_at is null and recipient = 'client'),
  outbox_aside as (
    select count(*) as rows, min(set_aside_at) as since, (array_agg(last_error order by set_aside_at desc))[1] as error
      from outbox where set_aside_at is not null),
  running as (
    select count(*) as rows, min(started_at) as since, max(last_poll_at) as polled_at
      from heartbeats, settings where stopped_at is null and seen_at > now() - silence),
  nodes_at_work as (
    select count(*) as rows, min(started_at) as since from nodes, settings where state = 'member' and seen_at > now() - node_silence),
  nodes_gone as (
    select 'no sign of life of ' || string_agg(address, ', ' order by address) as words
      from nodes, settings where state = 'dead' or seen_at <= now() - node_silence),
  last_seen as (
    select max(coalesce(stopped_at, seen_at)) as at,
           coalesce((array_agg(case when stopped_at is null then 'no sign of life any more' else 'stopped' end
                               order by coalesce(stopped_at, seen_at) desc))[1], 'none has run yet') as words
      from heartbeats)
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
select 'outbox waiting for clients', null, case when since < now() - patience then 'trouble' else 'ok' end, rows, since, error
  from clients_waiting, settings where rows > 0
union all
select 'outbox set aside', null, case when rows > 0 then 'trouble' else 'ok' end, rows, since, error from outbox_aside
union all
select 'bot', null, case when rows > 0 then 'ok' else 'trouble' end, rows, case when rows > 0 then since else last_seen.at end,
       case when rows > 0 then null else last_seen.words end
  from running, last_seen
union all
select 'last poll', null, case when coalesce(polled_at, since) < now() - poll_patience then 'trouble' else 'ok' end,
       case when polled_at is null then 0 else 1 end, coalesce(polled_at, since),
       case when coalesce(polled_at, since) < now() - poll_patience then 'Telegram gives no updates' end
  from running, settings where rows > 0
union all
select 'nodes', null, case when words is null then 'ok' else 'trouble' end, rows, since, words
  from nodes_at_work, nodes_gone where rows > 0
union all
select matter, subject, 'trouble', count(*), min(since), (array_agg(error order by seen_at desc))[1]
  from troubles where seen_at > now() - interval '3 minutes' group by matter, subject
union all
select 'conversation', null, 'ok', 0, null, null
 where not exists (select from troubles where matter = 'conversation' and seen_at > now() - interval '3 minutes');
comment on view health is
  'Whether a bot runs, what waits, what was given up and what a running process says is wrong, one row a matter (what waits for '
  'managers: one a chat; a conversation that cannot be recovered: one a client; nodes: only of several). state: ok, or trouble when no bot has given a sign of '
  'life for a minute or had updates of Telegram for two, when something was set aside, when a managers'' chat refuses its messages, when '
  'something has waited for more than 15 minutes, or when a process says so.';
comment on column health.since is
  'Since when the oldest of them waits, is set aside or is wrong; of bot: since when it runs, or when it was last seen; of last poll: '
  'when it was.';
