-- Schema event_log after all migrations. Made by "npm run schema"; never run.

create table dead_letter (
  id bigint generated always as identity not null,
  group_name text not null,
  topic text not null,
  partition integer not null,
  "offset" bigint not null,
  key text,
  headers text,
  value bytea not null,
  reason text not null,
  put_aside_at_ms bigint not null,
  replayed_at_ms bigint,
  constraint dead_letter_pkey PRIMARY KEY (id)
);

create table group_member (
  group_name text not null,
  member uuid not null,
  topics text[] not null,
  backend_pid integer not null,
  expires_at timestamp with time zone not null,
  constraint group_member_pkey PRIMARY KEY (group_name, member)
);

create table group_partition (
  group_name text not null,
  topic_id integer not null,
  partition integer not null,
  "position" bigint,
  owner uuid,
  generation bigint default 0 not null,
  constraint group_partition_pkey PRIMARY KEY (group_name, topic_id, partition),
  constraint group_partition_topic_id_fkey FOREIGN KEY (topic_id) REFERENCES topic(id)
) with (fillfactor=20, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=2000);

create table message (
  topic_id integer not null,
  partition integer not null,
  "offset" bigint not null,
  appended_at_ms bigint not null,
  key text,
  headers text,
  value bytea storage external not null,
  constraint message_pkey PRIMARY KEY (topic_id, partition, "offset")
) with (autovacuum_vacuum_insert_scale_factor=0.5);

create table partition (
  topic_id integer not null,
  partition integer not null,
  earliest_offset bigint default 0 not null,
  next_offset bigint default 0 not null,
  constraint partition_pkey PRIMARY KEY (topic_id, partition),
  constraint partition_topic_id_fkey FOREIGN KEY (topic_id) REFERENCES topic(id)
) with (fillfactor=20, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=2000);

create table topic (
  id integer generated always as identity not null,
  name text not null,
  partitions integer not null,
  retention_ms bigint,
  constraint topic_name_key UNIQUE (name),
  constraint topic_partitions_check CHECK ((partitions > 0)),
  constraint topic_pkey PRIMARY KEY (id),
  constraint topic_retention_ms_check CHECK ((retention_ms > 0))
);
