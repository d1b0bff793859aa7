-- What came in from Telegram and is not handled yet, and what is still to be sent.

create table inbox (
  update_id bigint primary key,
  seq bigint generated always as identity,
  payload json not null,
  received_at timestamptz not null default now(),
  attempts int not null default 0,
  last_error text,
  set_aside_at timestamptz
);
create index inbox_pending_idx on inbox (seq) where set_aside_at is null;
comment on table inbox is
  'Telegram updates that are received but not handled yet; a row goes when its update is handled.';
comment on column inbox.seq is 'The order of arrival; update ids may start again lower after a quiet week.';
comment on column inbox.payload is 'The update as Telegram sent it.';
comment on column inbox.attempts is 'How often handling it has failed.';
comment on column inbox.set_aside_at is
  'When it was given up; last_error says why. Set it to null to have it tried again at the next start.';

create table poller (
  only_row boolean primary key default true check (only_row),
  next_offset bigint not null
);
comment on table poller is
  'One row: the offset of the next getUpdates, which confirms to Telegram everything before it.';

create table outbox (
  id bigint generated always as identity primary key,
  chat_id bigint not null,
  kind text not null check (kind in ('card', 'card_edit')),
  ticket_id bigint not null references tickets (id),
  message_id bigint,
  created_at timestamptz not null default now(),
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_error text,
  set_aside_at timestamptz
);
create index outbox_pending_idx on outbox (chat_id, id) where set_aside_at is null;
create index outbox_ticket_id_idx on outbox (ticket_id);
comment on table outbox is
  'Cards to be sent to the managers'' chats, or edited there; a row goes when Telegram has accepted it.';
comment on column outbox.message_id is 'The message to edit; null for a card that is still to be sent.';
comment on column outbox.set_aside_at is
  'When it was given up; last_error says why. Set it to null to have it tried again.';
