-- Schema usage_ledger after all migrations. Made by "npm run schema"; never run.

create table accelerator (
  id integer generated always as identity not null,
  model text collate "C" not null,
  constraint accelerator_model_key UNIQUE (model),
  constraint accelerator_pkey PRIMARY KEY (id)
);

create table account (
  id integer generated always as identity not null,
  provider_id integer not null,
  name text collate "C" not null,
  constraint account_pkey PRIMARY KEY (id),
  constraint account_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES provider(id),
  constraint account_provider_id_name_key UNIQUE (provider_id, name)
);
alter table account enable row level security;
create policy account_of_tenant on account for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table claim_bucket (
  cluster_id integer not null,
  bucket integer not null,
  day integer not null,
  provider_id integer not null,
  version bigint not null,
  state bytea storage external not null,
  constraint claim_bucket_pkey PRIMARY KEY (cluster_id, bucket, day)
) with (fillfactor=70);
alter table claim_bucket enable row level security;
create policy claim_bucket_of_tenant on claim_bucket for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table cluster_node (
  cluster_id integer not null,
  ordinal integer not null,
  provider_id integer not null,
  name text collate "C" not null,
  constraint cluster_node_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES compute_cluster(id),
  constraint cluster_node_cluster_id_name_key UNIQUE (cluster_id, name),
  constraint cluster_node_pkey PRIMARY KEY (cluster_id, ordinal)
);
alter table cluster_node enable row level security;
create policy cluster_node_of_tenant on cluster_node for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table compute_cluster (
  id integer generated always as identity not null,
  provider_id integer not null,
  name text collate "C" not null,
  constraint compute_cluster_pkey PRIMARY KEY (id),
  constraint compute_cluster_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES provider(id),
  constraint compute_cluster_provider_id_name_key UNIQUE (provider_id, name)
);
alter table compute_cluster enable row level security;
create policy compute_cluster_of_tenant on compute_cluster for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table facility_fact (
  "position" bigint not null,
  known_at_ms bigint not null,
  event_id text not null,
  event bytea not null,
  catalogue_version integer not null,
  constraint facility_fact_event_id_key UNIQUE (event_id),
  constraint facility_fact_pkey PRIMARY KEY ("position")
);

create table finding (
  kind text not null,
  provider_id integer not null,
  source_id integer default 0 not null,
  cluster_id integer default 0 not null,
  accelerator text default ''::text not null,
  detail text default ''::text not null,
  occurrences bigint not null,
  first_known_at_ms bigint not null,
  last_known_at_ms bigint not null,
  constraint finding_pkey PRIMARY KEY (kind, provider_id, source_id, cluster_id, accelerator, detail)
);
alter table finding enable row level security;
create policy finding_of_tenant on finding for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table hour_total (
  account_id integer not null,
  cluster_id integer not null,
  accelerator_id integer not null,
  hour integer not null,
  provider_id integer not null,
  accelerator_ms bigint not null,
  lower bigint not null,
  expected bigint not null,
  upper bigint not null,
  constraint hour_total_pkey PRIMARY KEY (account_id, cluster_id, accelerator_id, hour)
) with (fillfactor=85);
CREATE INDEX hour_total_by_cluster ON usage_ledger.hour_total USING btree (cluster_id, hour);
alter table hour_total enable row level security;
create policy hour_total_of_tenant on hour_total for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table input_position (
  topic text not null,
  partition integer not null,
  next_offset bigint not null,
  constraint input_position_pkey PRIMARY KEY (topic, partition)
);

create table ledger_head (
  only_row boolean default true not null,
  "position" bigint not null,
  known_at_ms bigint not null,
  fact_position bigint not null,
  constraint ledger_head_only_row_check CHECK (only_row),
  constraint ledger_head_pkey PRIMARY KEY (only_row)
);

create table origin_mark (
  partition integer not null,
  stream text collate "C" not null,
  next_offset numeric(20,0) not null,
  constraint origin_mark_pkey PRIMARY KEY (partition, stream)
);

create table outbox (
  id bigint generated always as identity not null,
  topic text not null,
  key text not null,
  partition integer,
  value bytea not null,
  headers jsonb default '{}'::jsonb not null,
  content_hash bytea not null,
  created_at timestamp with time zone default now() not null,
  constraint outbox_pkey PRIMARY KEY (id)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=1000);
CREATE TRIGGER outbox_notify AFTER INSERT ON usage_ledger.outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();

create table provider (
  id integer generated always as identity not null,
  name text collate "C" not null,
  constraint provider_name_key UNIQUE (name),
  constraint provider_pkey PRIMARY KEY (id)
);
alter table provider enable row level security;
create policy provider_of_tenant on provider for select using (((name = ( SELECT current_setting('tidemark.provider'::text, true) AS current_setting)) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table record_state (
  report_position bigint not null,
  index integer not null,
  provider_id integer not null,
  source_id integer not null,
  state smallint not null,
  reason text,
  waiting_for text collate "C",
  place_position bigint not null,
  place_minor bigint not null,
  decided_position bigint not null,
  cluster_id integer,
  slots bytea,
  target_epoch bigint,
  target_sequence numeric(20,0),
  target_index integer,
  void boolean default false not null,
  replaced_by text,
  constraint record_state_pkey PRIMARY KEY (report_position, index)
);
CREATE INDEX record_state_source ON usage_ledger.record_state USING btree (source_id, state);
CREATE INDEX record_state_target ON usage_ledger.record_state USING btree (source_id, target_epoch, target_sequence) WHERE (target_sequence IS NOT NULL);
CREATE INDEX record_state_waiting ON usage_ledger.record_state USING btree (waiting_for) WHERE (waiting_for IS NOT NULL);
alter table record_state enable row level security;
create policy record_state_of_tenant on record_state for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table report (
  source_id integer not null,
  epoch bigint not null,
  sequence numeric(20,0) not null,
  provider_id integer not null,
  "position" bigint not null,
  known_at_ms bigint not null,
  received_at_ms bigint not null,
  content_hash bytea not null,
  record_count integer not null,
  opaque boolean not null,
  segment_id bigint not null,
  slot integer not null,
  constraint report_pkey PRIMARY KEY (source_id, epoch, sequence),
  constraint report_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
);
CREATE UNIQUE INDEX report_by_position ON usage_ledger.report USING btree ("position");
alter table report enable row level security;
create policy report_of_tenant on report for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table report_copy (
  "position" bigint not null,
  source_id integer not null,
  epoch bigint not null,
  sequence numeric(20,0) not null,
  provider_id integer not null,
  known_at_ms bigint not null,
  content_hash bytea not null,
  conflict boolean not null,
  segment_id bigint not null,
  slot integer not null,
  constraint report_copy_pkey PRIMARY KEY ("position")
);
CREATE INDEX report_copy_by_id ON usage_ledger.report_copy USING btree (source_id, epoch, sequence);
alter table report_copy enable row level security;
create policy report_copy_of_tenant on report_copy for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table report_span (
  cluster_id integer not null,
  last_hour integer not null,
  first_hour integer not null,
  first_bucket integer not null,
  last_bucket integer not null,
  "position" bigint not null,
  provider_id integer not null
);
CREATE INDEX report_span_by_hour ON usage_ledger.report_span USING btree (cluster_id, last_hour, first_hour);
alter table report_span enable row level security;
create policy report_span_of_tenant on report_span for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table segment (
  id bigint not null,
  provider_id integer not null,
  reason text not null,
  first_position bigint not null,
  last_position bigint not null,
  positions bytea not null,
  known_at_ms bigint not null,
  policy_version integer not null,
  catalogue_version integer not null,
  inputs bytea storage external not null,
  postings bytea storage external not null,
  constraint segment_pkey PRIMARY KEY (id),
  constraint segment_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES provider(id)
);
CREATE INDEX segment_by_last_position ON usage_ledger.segment USING btree (last_position, id);
CREATE INDEX segment_by_position ON usage_ledger.segment USING btree (first_position);
CREATE INDEX segment_by_time ON usage_ledger.segment USING btree (provider_id, known_at_ms);
alter table segment enable row level security;
create policy segment_of_tenant on segment for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table source (
  id integer generated always as identity not null,
  provider_id integer not null,
  name text collate "C" not null,
  constraint source_pkey PRIMARY KEY (id),
  constraint source_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES provider(id),
  constraint source_provider_id_name_key UNIQUE (provider_id, name)
);
alter table source enable row level security;
create policy source_of_tenant on source for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table source_count (
  source_id integer not null,
  provider_id integer not null,
  records_received bigint not null,
  records_counted bigint not null,
  records_held bigint not null,
  records_duplicate bigint not null,
  records_conflict bigint not null,
  records_rejected bigint not null,
  records_replaced bigint not null,
  ms_received numeric not null,
  ms_counted numeric not null,
  ms_held numeric not null,
  ms_duplicate numeric not null,
  ms_conflict numeric not null,
  ms_replaced numeric not null,
  opaque_reports bigint not null,
  constraint source_count_check CHECK ((records_received = (((((records_counted + records_held) + records_duplicate) + records_conflict) + records_rejected) + records_replaced))),
  constraint source_count_check1 CHECK ((ms_received = ((((ms_counted + ms_held) + ms_duplicate) + ms_conflict) + ms_replaced))),
  constraint source_count_pkey PRIMARY KEY (source_id)
);
alter table source_count enable row level security;
create policy source_count_of_tenant on source_count for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table source_epoch (
  source_id integer not null,
  epoch bigint not null,
  provider_id integer not null,
  max_sequence numeric(20,0) not null,
  reports bigint not null,
  last_known_at_ms bigint not null,
  constraint source_epoch_pkey PRIMARY KEY (source_id, epoch)
);
alter table source_epoch enable row level security;
create policy source_epoch_of_tenant on source_epoch for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

CREATE OR REPLACE FUNCTION usage_ledger.count_batch(p_topic text, p_partition integer, p_from bigint, p_to bigint, p_head bigint, p_fact_position bigint, p_position bigint, p_known_at bigint, stream text[], stream_next numeric[], segment_provider integer[], segment_reason text[], segment_first bigint[], segment_last bigint[], segment_positions bytea[], segment_inputs bytea[], segment_postings bytea[], p_policy integer, p_catalogue integer, report_source integer[], report_epoch bigint[], report_sequence numeric[], report_provider integer[], report_position bigint[], report_received bigint[], report_hash bytea[], report_records integer[], report_opaque boolean[], report_segment bigint[], report_slot integer[], span_cluster integer[], span_first_hour integer[], span_last_hour integer[], span_first_bucket integer[], span_last_bucket integer[], span_position bigint[], span_provider integer[], total_account integer[], total_cluster integer[], total_accelerator integer[], total_hour integer[], total_provider integer[], total_ms bigint[], total_lower bigint[], total_expected bigint[], total_upper bigint[], bucket_cluster integer[], bucket_bucket integer[], bucket_day integer[], bucket_provider integer[], bucket_version bigint[], bucket_state bytea[], outbox_topic text[], outbox_key text[], outbox_partition integer[], outbox_value bytea[], p_copies jsonb, p_epochs jsonb, p_states jsonb, p_counts jsonb, p_findings jsonb)
 RETURNS text
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  changed int;
begin
  update ledger_head set position = p_position, known_at_ms = p_known_at where position = p_head and fact_position = p_fact_position;
  if not found then return 'head'; end if;

  if p_topic is not null then
    if p_from is null then
      insert into input_position (topic, partition, next_offset) values (p_topic, p_partition, p_to) on conflict do nothing;
    else
      update input_position set next_offset = p_to where topic = p_topic and partition = p_partition and next_offset = p_from;
    end if;
    if not found then raise exception 'the partition was counted further by somebody else' using errcode = 'TM002'; end if;
    insert into origin_mark (partition, stream, next_offset)
      select p_partition, m.stream, m.next from unnest(stream, stream_next) as m (stream, next)
      on conflict (partition, stream) do update set next_offset = excluded.next_offset;
  end if;

  insert into segment (id, provider_id, reason, first_position, last_position, positions, known_at_ms, policy_version, catalogue_version, inputs, postings)
    select first, provider, reason, first, last, positions, p_known_at, p_policy, p_catalogue, inputs, postings
    from unnest(segment_provider, segment_reason, segment_first, segment_last, segment_positions, segment_inputs, segment_postings)
      as s (provider, reason, first, last, positions, inputs, postings);

  insert into report (source_id, epoch, sequence, provider_id, position, known_at_ms, received_at_ms, content_hash, record_count, opaque, segment_id, slot)
    select source, epoch, sequence, provider, pos, p_known_at, received, hash, records, opaque, segment, slot
    from unnest(report_source, report_epoch, report_sequence, report_provider, report_position, report_received, report_hash,
      report_records, report_opaque, report_segment, report_slot)
      as r (source, epoch, sequence, provider, pos, received, hash, records, opaque, segment, slot)
    on conflict (source_id, epoch, sequence) do nothing;
  get diagnostics changed = row_count;
  if changed <> cardinality(report_source) then raise exception 'a report stands already' using errcode = 'TM001'; end if;

  insert into report_copy (position, source_id, epoch, sequence, provider_id, known_at_ms, content_hash, conflict, segment_id, slot)
    select position, source_id, epoch, sequence, provider_id, p_known_at, decode(content_hash, 'hex'), conflict, segment_id, slot
    from jsonb_to_recordset(p_copies) as c (position bigint, source_id int, epoch bigint, sequence numeric, provider_id int,
      content_hash text, conflict bool, segment_id bigint, slot int);

  insert into report_span (cluster_id, last_hour, first_hour, first_bucket, last_bucket, position, provider_id)
    select * from unnest(span_cluster, span_last_hour, span_first_hour, span_first_bucket, span_last_bucket, span_position, span_provider);

  insert into source_epoch (source_id, epoch, provider_id, max_sequence, reports, last_known_at_ms)
    select source_id, epoch, provider_id, max_sequence, reports, p_known_at
    from jsonb_to_recordset(p_epochs) as e (source_id int, epoch bigint, provider_id int, max_sequence numeric, reports bigint)
    on conflict (source_id, epoch) do update set max_sequence = greatest(source_epoch.max_sequence, excluded.max_sequence),
      reports = source_epoch.reports + excluded.reports, last_known_at_ms = excluded.last_known_at_ms;

  insert into record_state (report_position, index, provider_id, source_id, state, reason, waiting_for, place_position, place_minor,
      decided_position, cluster_id, slots, target_epoch, target_sequence, target_index, void, replaced_by)
    select report_position, index, provider_id, source_id, state, reason, waiting_for, place_position, place_minor,
      decided_position, cluster_id, decode(slots, 'hex'), target_epoch, target_sequence, target_index, void, replaced_by
    from jsonb_to_recordset(p_states) as s (report_position bigint, index int, provider_id int, source_id int, state smallint, reason text,
      waiting_for text, place_position bigint, place_minor bigint, decided_position bigint, cluster_id int, slots text, target_epoch bigint,
      target_sequence numeric, target_index int, void bool, replaced_by text)
    on conflict (report_position, index) do update set state = excluded.state, reason = excluded.reason, waiting_for = excluded.waiting_for,
      place_position = excluded.place_position, place_minor = excluded.place_minor, decided_position = excluded.decided_position,
      cluster_id = excluded.cluster_id, slots = excluded.slots, replaced_by = excluded.replaced_by;

  insert into hour_total (account_id, cluster_id, accelerator_id, hour, provider_id, accelerator_ms, lower, expected, upper)
    select * from unnest(total_account, total_cluster, total_accelerator, total_hour, total_provider, total_ms, total_lower, total_expected, total_upper)
    on conflict (account_id, cluster_id, accelerator_id, hour) do update set accelerator_ms = hour_total.accelerator_ms + excluded.accelerator_ms,
      lower = hour_total.lower + excluded.lower, expected = hour_total.expected + excluded.expected, upper = hour_total.upper + excluded.upper;

  insert into claim_bucket (cluster_id, bucket, day, provider_id, version, state)
    select cluster, bucket, day, provider, p_position, state
    from unnest(bucket_cluster, bucket_bucket, bucket_day, bucket_provider, bucket_version, bucket_state)
      as b (cluster, bucket, day, provider, version, state)
    where version = 0
    on conflict do nothing;
  get diagnostics changed = row_count;
  if changed <> (select count(*) from unnest(bucket_version) as v where v = 0) then raise exception 'a claim bucket appeared' using errcode = 'TM001'; end if;
  update claim_bucket set version = p_position, state = b.state
    from unnest(bucket_cluster, bucket_bucket, bucket_day, bucket_version, bucket_state) as b (cluster, bucket, day, version, state)
    where b.version > 0 and claim_bucket.cluster_id = b.cluster and claim_bucket.bucket = b.bucket and claim_bucket.day = b.day
      and claim_bucket.version = b.version;
  get diagnostics changed = row_count;
  if changed <> (select count(*) from unnest(bucket_version) as v where v > 0) then raise exception 'a claim bucket changed' using errcode = 'TM001'; end if;

  insert into source_count (source_id, provider_id, records_received, records_counted, records_held, records_duplicate, records_conflict, records_rejected,
      records_replaced, ms_received, ms_counted, ms_held, ms_duplicate, ms_conflict, ms_replaced, opaque_reports)
    select source_id, provider_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 from jsonb_to_recordset(p_counts) as c (source_id int, provider_id int)
    on conflict (source_id) do nothing;
  update source_count s set
      records_received = s.records_received + c.records_received, records_counted = s.records_counted + c.records_counted,
      records_held = s.records_held + c.records_held, records_duplicate = s.records_duplicate + c.records_duplicate,
      records_conflict = s.records_conflict + c.records_conflict, records_rejected = s.records_rejected + c.records_rejected,
      records_replaced = s.records_replaced + c.records_replaced,
      ms_received = s.ms_received + c.ms_received, ms_counted = s.ms_counted + c.ms_counted, ms_held = s.ms_held + c.ms_held,
      ms_duplicate = s.ms_duplicate + c.ms_duplicate, ms_conflict = s.ms_conflict + c.ms_conflict, ms_replaced = s.ms_replaced + c.ms_replaced,
      opaque_reports = s.opaque_reports + c.opaque_reports
    from jsonb_to_recordset(p_counts) as c (source_id int, records_received bigint, records_counted bigint, records_held bigint,
      records_duplicate bigint, records_conflict bigint, records_rejected bigint, records_replaced bigint, ms_received numeric, ms_counted numeric,
      ms_held numeric, ms_duplicate numeric, ms_conflict numeric, ms_replaced numeric, opaque_reports bigint)
    where s.source_id = c.source_id;

  insert into finding (kind, provider_id, source_id, cluster_id, accelerator, detail, occurrences, first_known_at_ms, last_known_at_ms)
    select kind, provider_id, source_id, cluster_id, accelerator, detail, occurrences, p_known_at, p_known_at
    from jsonb_to_recordset(p_findings) as f (kind text, provider_id int, source_id int, cluster_id int, accelerator text, detail text, occurrences bigint)
    on conflict (kind, provider_id, source_id, cluster_id, accelerator, detail) do update
      set occurrences = finding.occurrences + excluded.occurrences, last_known_at_ms = excluded.last_known_at_ms;

  insert into outbox (topic, key, partition, value, content_hash)
    select topic, key, partition, value, sha256(value)
    from unnest(outbox_topic, outbox_key, outbox_partition, outbox_value) as o (topic, key, partition, value);
  return 'done';
end $function$;

CREATE OR REPLACE FUNCTION usage_ledger.outbox_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin perform pg_notify('outbox_' || tg_table_schema, ''); return null; end $function$;

grant select on accelerator to usage_ledger_reader;
grant select on account to usage_ledger_reader;
grant select on compute_cluster to usage_ledger_reader;
grant select on finding to usage_ledger_reader;
grant select on hour_total to usage_ledger_reader;
grant select on ledger_head to usage_ledger_reader;
grant select on provider to usage_ledger_reader;
grant select on record_state to usage_ledger_reader;
grant select on report to usage_ledger_reader;
grant select on report_copy to usage_ledger_reader;
grant select on segment to usage_ledger_reader;
grant select on source to usage_ledger_reader;
grant select on source_count to usage_ledger_reader;
grant select on source_epoch to usage_ledger_reader;
