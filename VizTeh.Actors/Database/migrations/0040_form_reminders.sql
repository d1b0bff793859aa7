-- A client who leaves a form unfinished is reminded of it once, and a form that nobody touches any more is cancelled.

create table form_reminders (
  user_id bigint primary key,
  form_id uuid not null,
  touched_at timestamptz not null,
  due_at timestamptz not null,
  is_reminded boolean not null default false,
  looks integer not null default 0
);
create index form_reminders_due_at_idx on form_reminders (due_at);
comment on table form_reminders is
  'When to look at a client''s open form again. A row may remain of a form that has ended: it goes when it is due. The conversation, not '
  'the row, decides what happens then.';
comment on column form_reminders.user_id is 'The client''s Telegram id.';
comment on column form_reminders.form_id is 'The form that was open last. A ticket made of it has this id as submission_id.';
comment on column form_reminders.touched_at is
  'An input of the client, by the bot''s clock. The conversation''s journal may hold later ones.';
comment on column form_reminders.due_at is 'When to look next, by the bot''s clock.';
comment on column form_reminders.is_reminded is 'Whether no reminder of this form is to come any more.';
comment on column form_reminders.looks is 'How often the conversation was asked in a row without an answer; the time between grows with it.';
