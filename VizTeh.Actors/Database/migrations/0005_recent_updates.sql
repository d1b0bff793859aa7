-- What was taken in lately, so that an update which Telegram hands over once more is known even when its inbox row is gone.

create table recent_updates (
  update_id bigint primary key,
  stored_at timestamptz not null default now()
);
comment on table recent_updates is
  'Ids of the Telegram updates of the last days, handled or not; old ones go by themselves. One that comes again is not taken in.';

insert into recent_updates (update_id, stored_at) select update_id, received_at from inbox;

-- After a quiet week Telegram may count anew, and reach the id of an update that was set aside: both have their row.
alter table inbox drop constraint inbox_pkey;
alter table inbox add primary key (seq);
drop index inbox_pending_idx;
create unique index inbox_waiting_update_id_key on inbox (update_id) where set_aside_at is null;
