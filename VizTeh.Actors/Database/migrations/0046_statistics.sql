-- Statistics for managers: tickets are found by their dates, and forms that were left are counted by their question.

-- Whoever still uses the tables would hold the migration up for ever.
set local lock_timeout = '30s';

create index if not exists tickets_created_at_idx on tickets (created_at);
create index if not exists tickets_close_at_idx on tickets (close_at) where close_at is not null;
create index if not exists tickets_open_created_at_idx on tickets (created_at) where status <> 'closed';

alter table form_reminders add column question text;
create index form_reminders_left_idx on form_reminders (touched_at) where question is not null;
comment on column form_reminders.question is
  'The id of the question at which the form was left (review: all were answered), as of the last look; null when it was not left then, and '
  'in rows of earlier versions.';

create table abandoned_forms (
  day date not null,
  question text not null,
  forms bigint not null,
  primary key (day, question)
);
comment on table abandoned_forms is
  'How many forms were cancelled because nobody touched them any more, by the question at which they were left. It names nobody.';
comment on column abandoned_forms.day is 'The day of the last input, by the firm''s clock.';
comment on column abandoned_forms.question is 'As in form_reminders.question.';
