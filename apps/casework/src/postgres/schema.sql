-- Schema casework after all migrations. Made by "npm run schema"; never run.

create table case_clock (
  case_id uuid not null,
  clock text collate "C" not null,
  kind text not null,
  regime text,
  status text not null,
  due_at_ms bigint not null,
  next_at_ms bigint,
  constraint case_clock_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_row(id),
  constraint case_clock_pkey PRIMARY KEY (case_id, clock)
);
CREATE INDEX case_clock_next ON casework.case_clock USING btree (next_at_ms) WHERE (next_at_ms IS NOT NULL);
alter table case_clock enable row level security;
create policy case_clock_of_scheme on case_clock for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table case_event (
  case_id uuid not null,
  sequence integer not null,
  type text not null,
  at_ms bigint not null,
  by_person text not null,
  facts jsonb not null,
  record bytea,
  record_hash bytea,
  personal bytea,
  personal_hash bytea,
  hash bytea not null,
  constraint case_event_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_row(id),
  constraint case_event_pkey PRIMARY KEY (case_id, sequence)
);
CREATE TRIGGER case_event_stays BEFORE DELETE OR UPDATE ON casework.case_event FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER case_event_stays_all BEFORE TRUNCATE ON casework.case_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table case_event enable row level security;
create policy case_event_of_scheme on case_event for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table case_file (
  id uuid not null,
  case_id uuid not null,
  kind text not null,
  name bytea not null,
  content_type text not null,
  bytes integer not null,
  sha256 bytea not null,
  content bytea not null,
  scan text not null,
  scanner text not null,
  added_at_ms bigint not null,
  constraint case_file_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_row(id),
  constraint case_file_pkey PRIMARY KEY (id)
);
CREATE INDEX case_file_by_case ON casework.case_file USING btree (case_id);
CREATE INDEX case_file_unscanned ON casework.case_file USING btree (added_at_ms) WHERE (scan = 'UNREACHABLE'::text);
alter table case_file enable row level security;
create policy case_file_of_scheme on case_file for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table case_flag (
  flag text collate "C" not null,
  case_id uuid not null,
  constraint case_flag_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_row(id),
  constraint case_flag_pkey PRIMARY KEY (flag)
);
CREATE INDEX case_flag_by_case ON casework.case_flag USING btree (case_id);
alter table case_flag enable row level security;
create policy case_flag_of_scheme on case_flag for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table case_row (
  id uuid not null,
  authority text collate "C" not null,
  version integer not null,
  matter text not null,
  subject_key text collate "C" not null,
  subject jsonb not null,
  jurisdiction text not null,
  jurisdictions text[] not null,
  regimes text[] not null,
  tiers text[] not null,
  stage text not null,
  stage_since_ms bigint not null,
  severity smallint not null,
  opened_at_ms bigint not null,
  changed_at_ms bigint not null,
  assignee text,
  snoozed_until_ms bigint,
  due_at_ms bigint,
  breached integer not null,
  flags text[] not null,
  constraint case_row_pkey PRIMARY KEY (id)
);
CREATE INDEX case_row_queue ON casework.case_row USING btree (authority, due_at_ms, id) WHERE (stage <> 'closed'::text);
alter table case_row enable row level security;
create policy case_row_of_scheme on case_row for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table casework_head (
  one boolean default true not null,
  sequence bigint default 0 not null,
  known_at_ms bigint default 0 not null,
  constraint casework_head_one_check CHECK (one),
  constraint casework_head_pkey PRIMARY KEY (one)
);
alter table casework_head enable row level security;

create table consumed_position (
  topic text collate "C" not null,
  part integer not null,
  next_offset bigint not null,
  constraint consumed_position_pkey PRIMARY KEY (topic, part)
);
alter table consumed_position enable row level security;

create table idempotent_answer (
  provider text collate "C" not null,
  subject text collate "C" not null,
  key text collate "C" not null,
  fingerprint text not null,
  answer jsonb not null,
  answered_at_ms bigint not null,
  constraint idempotent_answer_pkey PRIMARY KEY (provider, subject, key)
);
CREATE INDEX idempotent_answer_by_age ON casework.idempotent_answer USING btree (answered_at_ms);
alter table idempotent_answer enable row level security;
create policy idempotent_answer_by_tenant on idempotent_answer for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy idempotent_answer_of_tenant on idempotent_answer for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

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
CREATE TRIGGER outbox_notify AFTER INSERT ON casework.outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();
alter table outbox enable row level security;

create table sealing_key (
  owner text collate "C" not null,
  provider text collate "C" not null,
  master_key text not null,
  wrapped bytea,
  made_at_ms bigint not null,
  destroyed_at_ms bigint,
  constraint sealing_key_check CHECK (((wrapped IS NULL) = (destroyed_at_ms IS NOT NULL))),
  constraint sealing_key_pkey PRIMARY KEY (owner)
);
CREATE INDEX sealing_key_by_master ON casework.sealing_key USING btree (master_key) WHERE (wrapped IS NOT NULL);
alter table sealing_key enable row level security;
create policy sealing_key_by_tenant on sealing_key for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy sealing_key_of_tenant on sealing_key for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table served_item (
  id uuid not null,
  provider text collate "C" not null,
  kind text not null,
  part text collate "C" not null,
  case_id uuid not null,
  status text not null,
  served_at_ms bigint not null,
  due_at_ms bigint,
  version integer not null,
  constraint served_item_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_row(id),
  constraint served_item_pkey PRIMARY KEY (id)
);
CREATE INDEX served_item_by_provider ON casework.served_item USING btree (provider, served_at_ms DESC, id);
alter table served_item enable row level security;
create policy served_item_by_tenant on served_item for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy served_item_of_tenant on served_item for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

CREATE OR REPLACE FUNCTION casework.outbox_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin perform pg_notify('outbox_' || tg_table_schema, ''); return null; end $function$;

CREATE OR REPLACE FUNCTION casework.refuse_to_change_facts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin raise exception 'facts are never changed or removed: record a later one' using errcode = 'restrict_violation'; end $function$;

grant select on case_clock to casework_reader;
grant select on case_event to casework_reader;
grant select on case_file to casework_reader;
grant select on case_flag to casework_reader;
grant select on case_row to casework_reader;
grant select on idempotent_answer to casework_reader;
grant select on sealing_key to casework_reader;
grant select on served_item to casework_reader;
