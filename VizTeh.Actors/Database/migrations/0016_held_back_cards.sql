-- A card that its chat refuses while it takes others waits beside them, and no clock decides when what was never refused may be sent.

alter table outbox add column held_back_at timestamptz;
comment on column outbox.held_back_at is
  'When it was refused last, of a row that the chat refuses while it takes others: it no longer holds those up. Null for all others.';

-- A clock that is set back would make a row that was just written wait until the time comes again.
alter table outbox alter column next_attempt_at set default '-infinity';
comment on column outbox.next_attempt_at is
  'Before that it is not tried again: -infinity when it has not been refused, or when its chat has shown signs of life since.';
