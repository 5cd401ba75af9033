/** Numbered from 1 and never changed once released: what is different later is a further one. */
export const MIGRATIONS: readonly string[] = [
  `
  create table event_log.topic (
    id int generated always as identity primary key,
    name text not null unique,
    partitions int not null check (partitions > 0),
    -- Null: kept for ever.
    retention_ms bigint check (retention_ms > 0)
  );

  -- One row a partition. Whoever appends holds its lock until the commit: so offsets have no gaps, and no reader sees offset n + 1 before n.
  create table event_log.partition (
    topic_id int not null references event_log.topic,
    partition int not null,
    earliest_offset bigint not null default 0,
    next_offset bigint not null default 0,
    primary key (topic_id, partition)
  ) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

  create table event_log.message (
    topic_id int not null,
    partition int not null,
    "offset" bigint not null,
    appended_at_ms bigint not null,
    key text,
    -- A JSON object of strings; null: none.
    headers text,
    value bytea not null,
    primary key (topic_id, partition, "offset")
  ) with (autovacuum_vacuum_insert_scale_factor = 0.5);
  -- Reports are stored as they came: pglz would cost more than the disk it saves.
  alter table event_log.message alter column value set storage external;

  create table event_log.group_member (
    group_name text not null,
    member uuid not null,
    topics text[] not null,
    -- The backend of its listening connection: when that is gone, so is the member, long before its lease ends.
    backend_pid int not null,
    expires_at timestamptz not null,
    primary key (group_name, member)
  );

  create table event_log.group_partition (
    group_name text not null,
    topic_id int not null references event_log.topic,
    partition int not null,
    -- Everything below was handled; null: the group never committed here.
    position bigint,
    owner uuid,
    -- Rises with every new owner: what an earlier one commits is fenced off.
    generation bigint not null default 0,
    primary key (group_name, topic_id, partition)
  ) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

  create table event_log.dead_letter (
    id bigint generated always as identity primary key,
    group_name text not null,
    topic text not null,
    partition int not null,
    "offset" bigint not null,
    key text,
    headers text,
    value bytea not null,
    reason text not null,
    put_aside_at_ms bigint not null,
    replayed_at_ms bigint
  );
  `,
];
