-- A manager closes a ticket with an outcome, and a copy of a card may offer other buttons for a while.

-- Whoever still uses the tables would hold the migration up for ever.
set local lock_timeout = '30s';

comment on column tickets.outcome is
  'How a closed ticket ended: withdrawn, by its client, or a label of vizteh.outcomes, by a manager. Null for a plain close, for an open '
  'ticket, and in rows of earlier versions.';

alter table ticket_history add column outcome text;
comment on column ticket_history.outcome is
  'Of a row that closes the ticket: how it ended, as in tickets.outcome of then. Null for any other.';

alter table ticket_cards add column menu text;
comment on column ticket_cards.menu is
  'What this copy of the card offers in place of its own buttons since a press: outcomes. Null for its own ones, and once the ticket was '
  'closed.';
