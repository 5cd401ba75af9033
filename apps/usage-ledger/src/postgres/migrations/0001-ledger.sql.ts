/**
 * The ledger's tables. Truth is append-only: `segment` (what came in and what was posted for it) and `facility_fact`.
 * Everything else is derived from them and rebuilt to the same bits by `npm run rebuild`.
 *
 * Integer ids stand for names on the hot path; `provider_id` stands on every row for row-level security.
 */
export const LEDGER_TABLES = `
-- One row: the last position given, and the commit time of the last transaction. Locked by every counting transaction
-- until it commits, so positions and known_at rise in commit order and a reader never sees a gap that fills later.
create table ledger_head (
  only_row boolean primary key default true check (only_row),
  position bigint not null,
  known_at_ms bigint not null,
  fact_position bigint not null
);
insert into ledger_head (position, known_at_ms, fact_position) values (0, 0, 0);

-- What was taken from each partition; moved by compare-and-set inside the counting transaction.
create table input_position (
  topic text not null,
  partition int not null,
  next_offset bigint not null,
  primary key (topic, partition)
);

-- The first origin offset not yet taken of each stream of submissions, by reports partition: a delivery that the transport repeats is passed over.
create table origin_mark (
  partition int not null,
  stream text collate "C" not null,
  next_offset numeric(20) not null,
  primary key (partition, stream)
);

create table provider (id int primary key generated always as identity, name text collate "C" not null unique);
create table source (
  id int primary key generated always as identity,
  provider_id int not null references provider,
  name text collate "C" not null,
  unique (provider_id, name)
);
create table account (
  id int primary key generated always as identity,
  provider_id int not null references provider,
  name text collate "C" not null,
  unique (provider_id, name)
);
create table compute_cluster (
  id int primary key generated always as identity,
  provider_id int not null references provider,
  name text collate "C" not null,
  unique (provider_id, name)
);
create table accelerator (id int primary key generated always as identity, model text collate "C" not null unique);

-- Nodes in order of first appearance: nodes that are reported together stand in one claim bucket.
create table cluster_node (
  cluster_id int not null references compute_cluster,
  ordinal int not null,
  provider_id int not null,
  name text collate "C" not null,
  primary key (cluster_id, ordinal),
  unique (cluster_id, name)
);

-- Facts of facility.v1 in the order the ledger took them. event: an encoded tidemark.facility.v1.FacilityEvent.
create table facility_fact (
  position bigint primary key,
  known_at_ms bigint not null,
  event_id text not null unique,
  event bytea not null,
  catalogue_version int not null
);

-- What one transaction took in and posted for one provider; id: its first position. inputs: zstd of the envelopes, each behind its length as uint32 LE;
-- postings: zstd of posting columns (see posting-columns.ts); positions: ledger position of each input, as uint32 LE above first_position. reason: 'reports', or
-- 'settlement' (differences after a correction, a void, a release; then without inputs).
create table segment (
  id bigint primary key,
  provider_id int not null references provider,
  reason text not null,
  first_position bigint not null,
  last_position bigint not null,
  positions bytea not null,
  known_at_ms bigint not null,
  policy_version int not null,
  catalogue_version int not null,
  inputs bytea not null,
  postings bytea not null
);
alter table segment alter column inputs set storage external, alter column postings set storage external;
create index segment_by_time on segment (provider_id, known_at_ms);
create index segment_by_position on segment (first_position);

-- Standing reports: the first of each id, by ledger position.
create table report (
  source_id int not null references source,
  epoch bigint not null,
  sequence numeric(20) not null,
  provider_id int not null,
  position bigint not null,
  known_at_ms bigint not null,
  received_at_ms bigint not null,
  content_hash bytea not null,
  record_count int not null,
  opaque boolean not null,
  segment_id bigint not null,
  slot int not null,
  primary key (source_id, epoch, sequence)
);
create unique index report_by_position on report (position);

-- Later submissions under the id of a standing report. conflict: other content hash.
create table report_copy (
  position bigint primary key,
  source_id int not null,
  epoch bigint not null,
  sequence numeric(20) not null,
  provider_id int not null,
  known_at_ms bigint not null,
  content_hash bytea not null,
  conflict boolean not null,
  segment_id bigint not null,
  slot int not null
);
create index report_copy_by_id on report_copy (source_id, epoch, sequence);

-- Where to look for records with a node: which reports speak of a cluster's buckets of nodes in which hours.
create table report_span (
  cluster_id int not null,
  last_hour int not null,
  first_hour int not null,
  first_bucket int not null,
  last_bucket int not null,
  position bigint not null,
  provider_id int not null
);
create index report_span_by_hour on report_span (cluster_id, last_hour, first_hour);

-- Sequence of each meter: missing = max_sequence - reports.
create table source_epoch (
  source_id int not null,
  epoch bigint not null,
  provider_id int not null,
  max_sequence numeric(20) not null,
  reports bigint not null,
  last_known_at_ms bigint not null,
  primary key (source_id, epoch)
);

-- Records that are anything else than counted whole at arrival in their own place, and every correction.
-- state: 1 counted, 2 held, 3 duplicate, 4 conflict, 5 replaced. slots: see slot-codec.ts; per hour the counted, duplicate and conflict
-- accelerator-milliseconds and the versions they were metered with. reason and waiting_for of a replaced record: it was never decided itself.
create table record_state (
  report_position bigint not null,
  index int not null,
  provider_id int not null,
  source_id int not null,
  state smallint not null,
  reason text,
  waiting_for text collate "C",
  place_position bigint not null,
  place_minor bigint not null,
  decided_position bigint not null,
  cluster_id int,
  slots bytea,
  target_epoch bigint,
  target_sequence numeric(20),
  target_index int,
  void boolean not null default false,
  replaced_by text,
  primary key (report_position, index)
);
create index record_state_waiting on record_state (waiting_for) where waiting_for is not null;
create index record_state_target on record_state (source_id, target_epoch, target_sequence) where target_sequence is not null;
create index record_state_source on record_state (source_id, state);

-- The totals, as known now.
create table hour_total (
  account_id int not null,
  cluster_id int not null,
  accelerator_id int not null,
  hour int not null,
  provider_id int not null,
  accelerator_ms bigint not null,
  lower bigint not null,
  expected bigint not null,
  upper bigint not null,
  primary key (account_id, cluster_id, accelerator_id, hour)
) with (fillfactor = 85);
create index hour_total_by_cluster on hour_total (cluster_id, hour);

-- Time held on nodes: one row for 32 nodes of a cluster and a UTC day (claim-bucket.ts). version: ledger position of the last change.
create table claim_bucket (
  cluster_id int not null,
  bucket int not null,
  day int not null,
  provider_id int not null,
  version bigint not null,
  state bytea not null,
  primary key (cluster_id, bucket, day)
) with (fillfactor = 70);
alter table claim_bucket alter column state set storage external;

-- received = counted + held + duplicate + conflict + rejected + replaced, in records and in accelerator-milliseconds.
create table source_count (
  source_id int primary key,
  provider_id int not null,
  records_received bigint not null, records_counted bigint not null, records_held bigint not null, records_duplicate bigint not null,
  records_conflict bigint not null, records_rejected bigint not null, records_replaced bigint not null,
  ms_received numeric not null, ms_counted numeric not null, ms_held numeric not null, ms_duplicate numeric not null,
  ms_conflict numeric not null, ms_replaced numeric not null,
  opaque_reports bigint not null,
  check (records_received = records_counted + records_held + records_duplicate + records_conflict + records_rejected + records_replaced),
  check (ms_received = ms_counted + ms_held + ms_duplicate + ms_conflict + ms_replaced)
);

-- Findings that are made while counting; those that follow from the tables (gaps, silence, over capacity) are derived when asked.
create table finding (
  kind text not null,
  provider_id int not null,
  source_id int not null default 0,
  cluster_id int not null default 0,
  accelerator text not null default '',
  detail text not null default '',
  occurrences bigint not null,
  first_known_at_ms bigint not null,
  last_known_at_ms bigint not null,
  primary key (kind, provider_id, source_id, cluster_id, accelerator, detail)
);
`;
