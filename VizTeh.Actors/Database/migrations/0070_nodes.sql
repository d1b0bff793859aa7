-- Several processes may work as one bot. They find each other here, and here it is settled which of them counts.

create table nodes (
  incarnation uuid primary key,
  address text not null,
  uid bigint not null,
  version text not null,
  state text not null check (state in ('joining', 'member', 'dead')),
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp()
);
comment on table nodes is
  'The processes that work as one bot on several machines, each renews its row twice a second. Empty for a bot on its own.';
comment on column nodes.incarnation is 'One start of the program; its sessions have it in application_name.';
comment on column nodes.address is 'CLUSTER_HOST:CLUSTER_PORT. A program that is started again has the address of the one before.';
comment on column nodes.uid is 'Tells apart, for Akka, the processes that had the same address.';
comment on column nodes.state is
  'joining: not yet a member of the cluster. dead: the others go on without it; it ends itself when it reads this, and is started anew.';

create table leases (
  name text primary key,
  owner uuid not null,
  expires_at timestamptz not null
);
comment on table leases is
  'What only one node may have at a time: the right to decide that the part of a divided cluster that it sees goes on.';
