-- The photo of «О компании», as a manager stored it by /photoid.

create table company_photo (
  only_row boolean primary key default true check (only_row),
  file_id text not null check (file_id <> ''),
  saved_by bigint not null,
  saved_at timestamptz not null default now()
);
comment on table company_photo is
  'One row at most: the photo of «О компании», stored by a manager with /photoid. The setting PHOTO_ID goes before it.';
comment on column company_photo.file_id is 'By which Telegram sends the photo again; it is valid for this bot only.';
comment on column company_photo.saved_by is 'The Telegram id of the manager, or of the chat in whose name it was done.';
