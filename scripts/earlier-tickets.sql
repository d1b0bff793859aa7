-- Makes the tickets of the earlier bot ready for adoption, and reports what was odd about them; docs/migration.md says when.
--   psql --dbname=vizteh --file=scripts/earlier-tickets.sql
-- All or nothing, and harmless when it is run again. No row is deleted, and no text is changed.
\set ON_ERROR_STOP on
\set QUIET on
\pset footer off
begin;
set local client_min_messages = warning;

create temp table earlier_report (place int generated always as identity, about text, rows bigint, example text) on commit drop;

do $$
declare
  wanted text;
  next_number bigint;
  odd record;
  kept_numbers bigint;
begin
  if to_regclass('tickets') is null then
    raise exception 'there is no table "tickets" in this database: it is not the earlier bot''s, or was not copied';
  end if;
  if to_regclass('vizteh_migrations') is not null then
    raise exception 'this database is in use by VizTeh.Actors already: nothing is to be made ready';
  end if;
  lock table tickets;
  foreach wanted in array array['id', 'user_id', 'status'] loop
    if not exists (select from pg_attribute
                    where attrelid = 'tickets'::regclass and attname = wanted and attnum > 0 and not attisdropped) then
      raise exception 'the table "tickets" has no column "%"', wanted;
    end if;
  end loop;

  -- The first row of a number keeps it: the others, and rows without one, get numbers above the highest.
  select coalesce(max(id), 0)::bigint into next_number from tickets;
  kept_numbers := next_number;
  for odd in
    select rows.place, rows.id
      from (select ticket.ctid as place, ticket.id, row_number() over (partition by ticket.id order by ticket.ctid) as nth
              from tickets ticket) rows
     where rows.id is null or rows.id <= 0 or rows.nth > 1
     order by rows.place
  loop
    next_number := next_number + 1;
    update tickets set id = next_number where tickets.ctid = odd.place;
    insert into earlier_report (about, rows, example)
    values ('NEW NUMBER: the number was missing, not positive or taken', 1, concat(coalesce(odd.id::text, 'none'), ' -> ', next_number));
  end loop;
  if next_number > kept_numbers and not exists (
       select from pg_constraint where conrelid = 'tickets'::regclass and contype in ('p', 'u') and conkey = array[(
              select attnum from pg_attribute where attrelid = 'tickets'::regclass and attname = 'id' and not attisdropped)]) then
    alter table tickets add unique (id);
  end if;

  -- Only these two words are a status; other notations of them are understood.
  update tickets set status = 'closed'
   where tickets.status::text <> 'closed' and lower(trim(tickets.status::text)) in ('closed', 'close', 'закрыта', 'закрыто', 'закрыт');
  update tickets set status = 'open'
   where tickets.status::text <> 'open' and lower(trim(tickets.status::text)) in ('open', 'new', 'открыта', 'открыто', 'открыт', 'новая');
  insert into earlier_report (about, rows, example)
  select 'counts as open: another status', count(*), min(format('№%s: "%s"', ticket.id, left(ticket.status::text, 40)))
    from tickets ticket where ticket.status is not null and ticket.status::text not in ('open', 'closed')
  having count(*) > 0;
  insert into earlier_report (about, rows, example)
  select 'counts as open: no status', count(*), min(format('№%s', ticket.id)) from tickets ticket where ticket.status is null
  having count(*) > 0;
  update tickets set status = 'open' where tickets.status is null;

  -- A client is known by a number alone.
  if (select format_type(atttypid, null) from pg_attribute where attrelid = 'tickets'::regclass and attname = 'user_id')
     not in ('bigint', 'integer', 'smallint') then
    alter table tickets alter column user_id drop not null;
    insert into earlier_report (about, rows, example)
    select 'client forgotten: user_id is no number', count(*), min(format('№%s: "%s"', ticket.id, left(ticket.user_id::text, 40)))
      from tickets ticket where ticket.user_id is not null and trim(ticket.user_id::text) !~ '^[0-9]{1,18}$'
    having count(*) > 0;
    update tickets set user_id = null where tickets.user_id is not null and trim(tickets.user_id::text) !~ '^[0-9]{1,18}$';
    alter table tickets alter column user_id type bigint using trim(user_id::text)::bigint;
  end if;
  insert into earlier_report (about, rows, example)
  select 'without a client: nobody is told about it, and «Мои заявки» does not show it', count(*), min(format('№%s', ticket.id))
    from tickets ticket where ticket.user_id is null
  having count(*) > 0;
end
$$;

-- What is only told: nothing is changed for it. A row is read as JSON, since not every earlier table has all columns.
insert into earlier_report (about, rows, example)
select told.about, count(*), min(format('№%s', told.id))
  from (select ticket.id, case
                 when coalesce(data ->> 'phone', '') !~ '[0-9].*[0-9].*[0-9].*[0-9].*[0-9]' then 'without a phone that can be found'
               end as about
          from tickets ticket, to_jsonb(ticket) data
        union all
        select ticket.id, case when length(data ->> 'description') > 3000 then 'long description: cards show its beginning' end
          from tickets ticket, to_jsonb(ticket) data
        union all
        select ticket.id, case when ticket.status::text = 'closed' and data ->> 'close_at' is null
                               then 'closed, but nobody knows when: not in /stats' end
          from tickets ticket, to_jsonb(ticket) data
        union all
        select ticket.id, case when ticket.status::text <> 'closed' and data ->> 'close_at' is not null
                               then 'open, with a time of closing: it stays open' end
          from tickets ticket, to_jsonb(ticket) data) told
 where told.about is not null
 group by told.about
 order by told.about;

insert into earlier_report (about, rows, example)
select 'TICKETS', count(*), format('the highest is №%s', max(id)) from tickets;
insert into earlier_report (about, rows, example)
select 'of them open', count(*), (select string_agg(format('№%s', newest.id), ', ')
                                    from (select id from tickets where status::text <> 'closed' order by id desc limit 5) newest)
  from tickets where status::text <> 'closed';

select about, rows, example from earlier_report order by place;
commit;
