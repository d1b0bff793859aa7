-- The journal and the snapshots of the conversations, as Akka.Persistence.Sql 1.5.73 makes them for PostgreSQL.

do $$
begin
  -- "create schema if not exists" asks for a right on the database even when the schema is there.
  if to_regnamespace('akka') is null then
    create schema akka;
  end if;
end
$$;

create table akka.journal (
  ordering bigint generated always as identity not null,
  created bigint not null,
  deleted boolean not null,
  persistence_id text not null,
  sequence_number bigint not null,
  message bytea not null,
  manifest text,
  identifier integer,
  writer_uuid text,
  constraint "PK_journal" primary key (ordering),
  constraint journal_uq unique (persistence_id, sequence_number)
);
create index journal_created_idx on akka.journal (created);
create index journal_sequence_number_idx on akka.journal (sequence_number);
comment on table akka.journal is 'What happened in each conversation, in order. Written by Akka.Persistence; not for hands.';

create table akka.tags (
  ordering_id bigint not null,
  tag text not null,
  sequence_nr bigint not null,
  persistence_id text not null,
  constraint "PK_tags" primary key (ordering_id, tag)
);
create index tags_persistence_id_sequence_nr_idx on akka.tags (persistence_id, sequence_nr);
create index tags_tag_idx on akka.tags (tag);
comment on table akka.tags is 'Tags of journal rows. Belongs to Akka.Persistence; this program tags nothing.';

create table akka.snapshot (
  persistence_id text not null,
  sequence_number bigint not null,
  created bigint not null,
  snapshot bytea,
  manifest text,
  serializer_id integer,
  constraint "PK_snapshot" primary key (persistence_id, sequence_number)
);
create index snapshot_created_idx on akka.snapshot (created);
create index snapshot_sequence_number_idx on akka.snapshot (sequence_number);
comment on table akka.snapshot is 'States of conversations that shorten the reading of their journal. Written by Akka.Persistence.';
