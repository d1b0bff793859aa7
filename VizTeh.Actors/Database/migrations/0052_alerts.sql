-- Alerts for whoever runs the bot: the database keeps what was sent, so that a restart does not repeat it.

create table alerts (
  kind text primary key,
  said_at timestamptz,
  began_at timestamptz,
  mark bigint not null default 0,
  claimed_until timestamptz
);
comment on table alerts is
  'What was sent to the ops chat or by e-mail, a row a kind of alert, so that neither a restart nor another process sends it again too '
  'soon. What is sent while the database takes no writes is recorded afterwards. If a row is deleted, the next process that starts knows '
  'of no alert of its kind: it may send it at once, also about what was told of, and tells no end; a running process goes on with what '
  'it remembers.';
comment on column alerts.said_at is
  'When the last alert of this kind was sent, not counting news of its end; null when none was, in a row that a claim has made.';
comment on column alerts.began_at is
  'When that began of which an alert was sent and whose end was not told yet; null when there is no such thing.';
comment on column alerts.mark is
  'Of the kind set-aside: when the newest of what was told of had been set aside, in microseconds since 1970; of other kinds 0.';
comment on column alerts.claimed_until is
  'Until when the process that is sending the alert, or the news of its end, has that to itself; null for none. A time that has passed '
  'is left by a process that was killed.';
