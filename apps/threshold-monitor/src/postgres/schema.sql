-- Schema threshold_monitor after all migrations. Made by "npm run schema"; never run.

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

create table account_total (
  account_id integer not null,
  accelerator_ms numeric not null,
  lower numeric not null,
  expected numeric not null,
  upper numeric not null,
  first_hour integer not null,
  last_hour integer not null,
  provider_id integer not null,
  constraint account_total_pkey PRIMARY KEY (account_id)
) with (fillfactor=85);
alter table account_total enable row level security;
create policy account_total_of_tenant on account_total for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table cluster_hour (
  cluster_id integer not null,
  hour integer not null,
  accelerator_ms numeric not null,
  lower numeric not null,
  expected numeric not null,
  upper numeric not null,
  provider_id integer not null,
  constraint cluster_hour_pkey PRIMARY KEY (cluster_id, hour)
) with (fillfactor=85);
alter table cluster_hour enable row level security;
create policy cluster_hour_of_tenant on cluster_hour for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

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

create table customer_fact (
  sequence bigint not null,
  change bigint not null,
  known_at_ms bigint not null,
  fact bytea not null,
  constraint customer_fact_pkey PRIMARY KEY (sequence)
);
alter table customer_fact enable row level security;
create policy customer_fact_of_scheme on customer_fact for select using (( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table evaluation (
  id uuid not null,
  scope jsonb not null,
  at_ms bigint not null,
  change bigint not null,
  known_at_ms bigint not null,
  recorded_by text not null,
  evaluator text not null,
  method text not null,
  passed boolean,
  constraint evaluation_pkey PRIMARY KEY (id)
);
alter table evaluation enable row level security;
create policy evaluation_of_scheme on evaluation for select using (( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table facility_fact (
  "position" bigint generated always as identity not null,
  event_id text not null,
  change bigint not null,
  recorded_at_ms bigint not null,
  fact bytea not null,
  constraint facility_fact_event_id_key UNIQUE (event_id),
  constraint facility_fact_pkey PRIMARY KEY ("position")
);
alter table facility_fact enable row level security;
create policy facility_fact_of_scheme on facility_fact for select using (( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table flag (
  id uuid not null,
  provider text collate "C",
  scope_kind text not null,
  scope_id text collate "C" not null,
  scope_key text collate "C" not null,
  kind text not null,
  tier text,
  rule text not null,
  rule_version integer not null,
  n integer not null,
  shadow boolean not null,
  change bigint not null,
  raised_at_ms bigint not null,
  content jsonb not null,
  status text not null,
  moment_ms bigint not null,
  ended_at_ms bigint,
  state jsonb not null,
  constraint flag_pkey PRIMARY KEY (id),
  constraint flag_status_check CHECK ((status = ANY (ARRAY['OPEN'::text, 'WITHDRAWN'::text, 'CONFIRMED'::text, 'SUPERSEDED'::text])))
);
CREATE INDEX flag_by_raised ON threshold_monitor.flag USING btree (raised_at_ms, id);
CREATE INDEX flag_by_rule ON threshold_monitor.flag USING btree (rule, raised_at_ms, id);
CREATE INDEX flag_by_scope ON threshold_monitor.flag USING btree (scope_key);
CREATE INDEX flag_of_provider ON threshold_monitor.flag USING btree (provider, raised_at_ms, id);
CREATE UNIQUE INDEX flag_open ON threshold_monitor.flag USING btree (scope_key, kind, rule, rule_version, COALESCE(tier, ''::text), n, shadow) WHERE (status = 'OPEN'::text);
alter table flag enable row level security;
create policy flag_of_tenant on flag for select using (((provider = ( SELECT current_setting('tidemark.provider'::text, true) AS current_setting)) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table flag_event (
  sequence bigint not null,
  flag uuid not null,
  provider text collate "C",
  type text not null,
  known_at_ms bigint not null,
  detail jsonb not null,
  constraint flag_event_flag_fkey FOREIGN KEY (flag) REFERENCES flag(id),
  constraint flag_event_pkey PRIMARY KEY (sequence)
);
CREATE INDEX flag_event_of_flag ON threshold_monitor.flag_event USING btree (flag, sequence);
alter table flag_event enable row level security;
create policy flag_event_of_tenant on flag_event for select using (((provider = ( SELECT current_setting('tidemark.provider'::text, true) AS current_setting)) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table hour_total (
  account_id integer not null,
  cluster_id integer not null,
  accelerator_id integer not null,
  hour integer not null,
  accelerator_ms bigint not null,
  lower bigint not null,
  expected bigint not null,
  upper bigint not null,
  of_declared bigint,
  of_billed bigint,
  of_telemetry bigint,
  of_attested bigint,
  on_prior bigint,
  labelled_declared bigint,
  labelled_billed bigint,
  labelled_telemetry bigint,
  labelled_attested bigint,
  provider_id integer not null,
  constraint hour_total_pkey PRIMARY KEY (account_id, cluster_id, accelerator_id, hour)
) with (fillfactor=85);
CREATE INDEX hour_total_of_cluster ON threshold_monitor.hour_total USING btree (cluster_id, hour);
alter table hour_total enable row level security;
create policy hour_total_of_tenant on hour_total for select using (((provider_id = ( SELECT provider.id FROM provider WHERE (provider.name = current_setting('tidemark.provider'::text, true)))) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table input_position (
  topic text not null,
  partition integer not null,
  next_offset bigint not null,
  constraint input_position_pkey PRIMARY KEY (topic, partition)
);

create table monitor_head (
  one boolean default true not null,
  change bigint not null,
  known_at_ms bigint not null,
  flag_sequence bigint not null,
  ledger_position bigint not null,
  identity_sequence bigint not null,
  judged_hour integer not null,
  constraint monitor_head_one_check CHECK (one),
  constraint monitor_head_pkey PRIMARY KEY (one)
);

create table order_fact (
  sequence bigint not null,
  change bigint not null,
  known_at_ms bigint not null,
  fact bytea not null,
  constraint order_fact_pkey PRIMARY KEY (sequence)
);
alter table order_fact enable row level security;
create policy order_fact_of_scheme on order_fact for select using (( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

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
CREATE TRIGGER outbox_notify AFTER INSERT ON threshold_monitor.outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();

create table posted_batch (
  ledger_position bigint not null,
  part integer not null,
  change bigint,
  known_at_ms bigint not null,
  first_hour integer not null,
  last_hour integer not null,
  batch bytea not null,
  constraint posted_batch_pkey PRIMARY KEY (ledger_position, part)
);
CREATE INDEX posted_batch_by_change ON threshold_monitor.posted_batch USING btree (change);
CREATE INDEX posted_batch_by_known_at ON threshold_monitor.posted_batch USING btree (known_at_ms);
CREATE INDEX posted_batch_waiting ON threshold_monitor.posted_batch USING btree (ledger_position) WHERE (change IS NULL);
alter table posted_batch enable row level security;
create policy posted_batch_of_scheme on posted_batch for select using (( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table provider (
  id integer generated always as identity not null,
  name text collate "C" not null,
  constraint provider_name_key UNIQUE (name),
  constraint provider_pkey PRIMARY KEY (id)
);
alter table provider enable row level security;
create policy provider_of_tenant on provider for select using (((name = ( SELECT current_setting('tidemark.provider'::text, true) AS current_setting)) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table rule_event (
  rule text collate "C" not null,
  rule_version integer not null,
  number integer not null,
  provider text collate "C",
  at_ms bigint not null,
  event jsonb not null,
  constraint rule_event_pkey PRIMARY KEY (rule, rule_version, number)
);
alter table rule_event enable row level security;
create policy rule_event_of_tenant on rule_event for select using (((provider IS NULL) OR (provider = ( SELECT current_setting('tidemark.provider'::text, true) AS current_setting)) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table rulebook_entry (
  version integer not null,
  rule text collate "C" not null,
  rule_version integer not null,
  provider text collate "C",
  constraint rulebook_entry_pkey PRIMARY KEY (version, rule),
  constraint rulebook_entry_version_fkey FOREIGN KEY (version) REFERENCES rulebook_version(version)
);
alter table rulebook_entry enable row level security;
create policy rulebook_entry_of_tenant on rulebook_entry for select using (((provider IS NULL) OR (provider = ( SELECT current_setting('tidemark.provider'::text, true) AS current_setting)) OR ( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))));

create table rulebook_version (
  version integer not null,
  from_ms bigint not null,
  constraint rulebook_version_pkey PRIMARY KEY (version)
);

create table use_signal_sent (
  key text collate "C" not null,
  id uuid not null,
  sent_at_ms bigint not null,
  constraint use_signal_sent_pkey PRIMARY KEY (key)
);

CREATE OR REPLACE FUNCTION threshold_monitor.outbox_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin perform pg_notify('outbox_' || tg_table_schema, ''); return null; end $function$;

grant select on accelerator to threshold_monitor_reader;
grant select on account to threshold_monitor_reader;
grant select on account_total to threshold_monitor_reader;
grant select on cluster_hour to threshold_monitor_reader;
grant select on compute_cluster to threshold_monitor_reader;
grant select on customer_fact to threshold_monitor_reader;
grant select on evaluation to threshold_monitor_reader;
grant select on facility_fact to threshold_monitor_reader;
grant select on flag to threshold_monitor_reader;
grant select on flag_event to threshold_monitor_reader;
grant select on hour_total to threshold_monitor_reader;
grant select on monitor_head to threshold_monitor_reader;
grant select on order_fact to threshold_monitor_reader;
grant select on posted_batch to threshold_monitor_reader;
grant select on provider to threshold_monitor_reader;
grant select on rule_event to threshold_monitor_reader;
grant select on rulebook_entry to threshold_monitor_reader;
grant select on rulebook_version to threshold_monitor_reader;
