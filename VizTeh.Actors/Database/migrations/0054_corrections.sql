-- A client edits a message that was added to a ticket. The former words stay; the new ones are a row of their own.

-- Whoever still uses the tables would hold the migration up for ever.
set local lock_timeout = '30s';

alter table ticket_messages add column corrects bigint references ticket_messages (id) on delete cascade;
create index ticket_messages_corrects_idx on ticket_messages (corrects, id) where corrects is not null;
-- By the message that the client edits.
create index ticket_messages_user_id_message_id_idx on ticket_messages (user_id, message_id)
  where author = 'client' and corrects is null;
comment on column ticket_messages.corrects is
  'For the new words of a message that its client edited: the row of the message. That row keeps the words as they were first sent; the '
  'newest row of this kind has the present ones.';
comment on column ticket_messages.edits is
  'How many times the words were changed after they were stored. Of a manager''s message the column text has the last; a client''s are in '
  'rows of their own (corrects).';

alter table ticket_posts add column edits integer;
comment on column ticket_posts.edits is
  'For a message with a client''s words that an edit can change: which wording it shows, ticket_messages.edits of then. Null for any '
  'other message, and for one of a version that did not record it.';

-- Whatever kinds there are by now stay allowed.
do $$
declare
  allowed text;
begin
  select pg_get_expr(conbin, conrelid) into strict allowed from pg_constraint
   where conrelid = 'outbox'::regclass and conname = 'outbox_kind_check';
  alter table outbox drop constraint outbox_kind_check;
  execute format('alter table outbox add constraint outbox_kind_check check (%s or kind = ''addition_edit'')', allowed);
end
$$;
-- What a client says about a ticket is shown to managers only.
alter table outbox add constraint outbox_addition_edit_check check (
  kind <> 'addition_edit'
  or (recipient = 'managers' and ticket_id is not null and ticket_message_id is not null and message_id is not null));
