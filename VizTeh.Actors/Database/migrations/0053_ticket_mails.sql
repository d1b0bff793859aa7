-- Tickets whose card reached no managers' chat go by e-mail, each once.

create table ticket_mails (
  ticket_id bigint primary key references tickets (id),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  mailed_at timestamptz
);
comment on table ticket_mails is 'The tickets that were sent by e-mail, or are to be, because their card reached no managers'' chat in time.';
comment on column ticket_mails.attempts is 'How often its letter was tried.';
comment on column ticket_mails.next_attempt_at is 'Before that its letter is not tried again.';
comment on column ticket_mails.mailed_at is 'When the mail server accepted the letter; null before, and when it was given up.';
