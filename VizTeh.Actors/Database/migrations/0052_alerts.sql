-- Alerts for whoever runs the bot: the database keeps what was sent, so that a restart does not repeat it.

create table alerts (
  kind text primary key,
  said_at timestamptz,
  began_at timestamptz,
  mark bigint not null default 0,
  claimed_until timestamptz
);
comment on table alerts is
  'What was told to the ops chat and by e-mail, a row a kind of alert. Deleting a row only means that the next alert of its kind is not held back.';
comment on column alerts.said_at is 'When the last alert of this kind was sent; null when none was.';
comment on column alerts.began_at is
  'When that began of which an alert was sent and whose end was not told yet; null when there is no such thing.';
comment on column alerts.mark is
  'Of the kind set-aside: when the newest of what was told of had been set aside, in microseconds since 1970.';
comment on column alerts.claimed_until is 'Until when a process has the alert to itself, which it is sending just now; null for none.';
