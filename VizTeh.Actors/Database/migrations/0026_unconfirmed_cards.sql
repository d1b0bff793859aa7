-- A card of which Telegram's answer did not say whether it was taken is repeated at growing intervals, however lively its chat is.

alter table outbox add column may_be_sent boolean not null default false;
comment on column outbox.may_be_sent is
  'Whether the last try may have succeeded, so that the next one may be a copy: a sign of life from the chat does not bring it forward.';
