-- Updates that cannot be taken in as they are, and floods that outlive the process.

alter table inbox alter column update_id drop not null;
alter table inbox add constraint inbox_update_id_check check (update_id is not null or set_aside_at is not null);
comment on column inbox.update_id is 'Telegram''s id; null for an update that has none, or that is not taken under its own: set aside for good.';
comment on column inbox.payload is
  'The update as Telegram sent it. Of one that PostgreSQL does not take as it is, its text as one JSON string; '
  'without update_id that string may be Base64.';

alter table inbox add column ends_flood boolean not null default false;
comment on column inbox.ends_flood is
  'Whether it is the last of a flood: answered by the notice that what came after it was let go of.';
