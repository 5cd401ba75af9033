-- Schema casework after all migrations. Made by "npm run schema"; never run.

create table authority_entry (
  id text collate "C" not null,
  version integer not null,
  name text not null,
  kind text not null,
  jurisdictions text[] not null,
  endpoint text,
  public_key text,
  changed_by text not null,
  changed_at_ms bigint not null,
  constraint authority_entry_pkey PRIMARY KEY (id, version)
);
CREATE TRIGGER authority_entry_stays BEFORE DELETE OR UPDATE ON casework.authority_entry FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER authority_entry_stays_all BEFORE TRUNCATE ON casework.authority_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table authority_entry enable row level security;
create policy authority_entry_of_scheme on authority_entry for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table case_clock (
  case_id uuid not null,
  clock text collate "C" not null,
  kind text not null,
  regime text,
  status text not null,
  due_at_ms bigint not null,
  next_at_ms bigint,
  authority text collate "C" default ''::text not null,
  duty text default ''::text not null,
  subject text default ''::text not null,
  jurisdiction text default '-'::text not null,
  started_at_ms bigint default 0 not null,
  breached_at_ms bigint,
  constraint case_clock_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_row(id),
  constraint case_clock_pkey PRIMARY KEY (case_id, clock)
);
CREATE INDEX case_clock_list ON casework.case_clock USING btree (authority, status, due_at_ms, case_id, clock);
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
CREATE INDEX case_event_granted ON casework.case_event USING gin (((facts -> 'customers'::text))) WHERE (type = 'identity-granted'::text);
CREATE INDEX case_event_orders ON casework.case_event USING btree (case_id) WHERE (type = 'order-issued'::text);
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
create policy case_flag_of_scheme on case_flag for all using (( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table case_label (
  case_id uuid not null,
  label text collate "C" not null,
  constraint case_label_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_row(id),
  constraint case_label_pkey PRIMARY KEY (case_id, label)
);
CREATE INDEX case_label_by_label ON casework.case_label USING btree (label, case_id);
alter table case_label enable row level security;
create policy case_label_of_scheme on case_label for all using (( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table case_notice (
  notice uuid not null,
  case_id uuid not null,
  code_hash text,
  constraint case_notice_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_row(id),
  constraint case_notice_pkey PRIMARY KEY (notice)
);
CREATE INDEX case_notice_by_case ON casework.case_notice USING btree (case_id);
alter table case_notice enable row level security;
create policy case_notice_of_scheme on case_notice for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

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
  due_kind text,
  due_regime text,
  breached integer not null,
  flags text[] not null,
  due_order bigint generated always as (COALESCE(due_at_ms, '8640000000000000'::bigint)) stored not null,
  severity_order smallint generated always as ((3 - severity)) stored not null,
  constraint case_row_pkey PRIMARY KEY (id)
);
CREATE INDEX case_row_all_by_due ON casework.case_row USING btree (authority, due_order, id);
CREATE INDEX case_row_all_by_severity ON casework.case_row USING btree (authority, severity_order, due_order, id);
CREATE INDEX case_row_by_assignee ON casework.case_row USING btree (authority, assignee, due_order, id);
CREATE INDEX case_row_by_change ON casework.case_row USING btree (authority, changed_at_ms DESC, id DESC);
CREATE INDEX case_row_by_due ON casework.case_row USING btree (authority, due_order, id) WHERE (stage <> 'closed'::text);
CREATE INDEX case_row_by_opening ON casework.case_row USING btree (authority, opened_at_ms DESC, id DESC);
CREATE INDEX case_row_by_severity ON casework.case_row USING btree (authority, severity_order, due_order, id) WHERE (stage <> 'closed'::text);
CREATE INDEX case_row_by_stage ON casework.case_row USING btree (authority, stage, due_order, id);
CREATE INDEX case_row_by_subject ON casework.case_row USING btree (subject_key);
CREATE INDEX case_row_snoozed ON casework.case_row USING btree (authority, snoozed_until_ms) WHERE (snoozed_until_ms IS NOT NULL);
alter table case_row enable row level security;
create policy case_row_of_scheme on case_row for all using (( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (( SELECT (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

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

create table declaration_share (
  share uuid not null,
  case_id uuid not null,
  auditor text collate "C" not null,
  constraint declaration_share_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_row(id),
  constraint declaration_share_pkey PRIMARY KEY (share)
);
alter table declaration_share enable row level security;
create policy declaration_share_of_scheme on declaration_share for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table delegation (
  id uuid not null,
  authority text collate "C" not null,
  person text collate "C" not null,
  deputy text collate "C" not null,
  from_ms bigint not null,
  until_ms bigint not null,
  reason bytea not null,
  made_at_ms bigint not null,
  ended_at_ms bigint,
  constraint delegation_check CHECK (((person <> deputy) AND (from_ms < until_ms))),
  constraint delegation_pkey PRIMARY KEY (id)
);
CREATE INDEX delegation_by_authority ON casework.delegation USING btree (authority, made_at_ms DESC, id);
CREATE INDEX delegation_by_deputy ON casework.delegation USING btree (deputy, until_ms);
CREATE INDEX delegation_by_person ON casework.delegation USING btree (person, until_ms);
alter table delegation enable row level security;
create policy delegation_of_scheme on delegation for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

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

create table identity_fact (
  sequence bigint not null,
  known_at_ms bigint not null,
  recorded_by text not null,
  fact bytea not null,
  constraint identity_fact_pkey PRIMARY KEY (sequence)
);
alter table identity_fact enable row level security;
create policy identity_fact_of_scheme on identity_fact for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table incident_row (
  id uuid not null,
  case_id uuid not null,
  authority text collate "C" not null,
  provider text collate "C" not null,
  kind text not null,
  severity smallint not null,
  imminent_danger boolean not null,
  occurred_at_ms bigint not null,
  discovered_at_ms bigint not null,
  reported_at_ms bigint not null,
  constraint incident_row_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_row(id),
  constraint incident_row_pkey PRIMARY KEY (id)
);
CREATE INDEX incident_row_by_authority ON casework.incident_row USING btree (authority, reported_at_ms DESC, id);
CREATE INDEX incident_row_by_provider ON casework.incident_row USING btree (provider, reported_at_ms DESC, id);
alter table incident_row enable row level security;
create policy incident_row_by_tenant on incident_row for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy incident_row_of_tenant on incident_row for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table intake_flag (
  flag text collate "C" not null,
  sequence bigint not null,
  matter text not null,
  scope_key text collate "C" not null,
  subject_key text collate "C" not null,
  content jsonb not null,
  outcome text not null,
  reason text not null,
  withdrawn boolean default false not null,
  look_at_ms bigint,
  constraint intake_flag_pkey PRIMARY KEY (flag)
);
CREATE INDEX intake_flag_aside ON casework.intake_flag USING btree (matter, subject_key) WHERE ((outcome = 'ASIDE'::text) AND (NOT withdrawn));
CREATE INDEX intake_flag_look ON casework.intake_flag USING btree (look_at_ms) WHERE (look_at_ms IS NOT NULL);
alter table intake_flag enable row level security;
create policy intake_flag_of_scheme on intake_flag for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table intake_rule (
  rule text collate "C" not null,
  content jsonb not null,
  constraint intake_rule_pkey PRIMARY KEY (rule)
);
alter table intake_rule enable row level security;
create policy intake_rule_of_scheme on intake_rule for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table mail (
  id uuid not null,
  case_id uuid not null,
  sequence integer not null,
  kind text not null,
  recipient text not null,
  content bytea,
  state text not null,
  made_at_ms bigint not null,
  attempts integer default 0 not null,
  next_attempt_ms bigint not null,
  leased_until_ms bigint default 0 not null,
  last_attempt_ms bigint,
  last_answer text,
  sent_at_ms bigint,
  constraint mail_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_row(id),
  constraint mail_case_id_sequence_kind_key UNIQUE (case_id, sequence, kind),
  constraint mail_pkey PRIMARY KEY (id),
  constraint mail_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'SENT'::text, 'FAILED'::text, 'NOT_CONFIGURED'::text, 'ERASED'::text])))
);
CREATE INDEX mail_by_case ON casework.mail USING btree (case_id, made_at_ms DESC, id);
CREATE INDEX mail_due ON casework.mail USING btree (next_attempt_ms) WHERE (state = 'WAITING'::text);
CREATE INDEX mail_newest ON casework.mail USING btree (made_at_ms DESC, id);
alter table mail enable row level security;
create policy mail_of_scheme on mail for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

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

create table paper_flag (
  case_id uuid not null,
  flag text collate "C" not null,
  papers bytea,
  fetched_at_ms bigint not null,
  constraint paper_flag_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_row(id),
  constraint paper_flag_pkey PRIMARY KEY (case_id, flag)
);
alter table paper_flag enable row level security;
create policy paper_flag_of_scheme on paper_flag for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table pending_step (
  case_id uuid not null,
  step text collate "C" not null,
  person text collate "C" not null,
  at_ms bigint not null,
  constraint pending_step_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_row(id),
  constraint pending_step_pkey PRIMARY KEY (case_id, step)
);
CREATE INDEX pending_step_by_person ON casework.pending_step USING btree (person);
alter table pending_step enable row level security;
create policy pending_step_of_scheme on pending_step for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table person_change (
  id text collate "C" not null,
  person text collate "C" not null,
  role text not null,
  provider text collate "C" not null,
  authority text collate "C" not null,
  at_ms bigint not null,
  constraint person_change_pkey PRIMARY KEY (id)
);
CREATE INDEX person_change_by_person ON casework.person_change USING btree (person, at_ms);
CREATE TRIGGER person_change_stays BEFORE DELETE OR UPDATE ON casework.person_change FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER person_change_stays_all BEFORE TRUNCATE ON casework.person_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table person_change enable row level security;
create policy person_change_of_scheme on person_change for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table person_seen (
  person text collate "C" not null,
  role text not null,
  provider text collate "C" not null,
  authority text collate "C" not null,
  first_seen_ms bigint not null,
  last_seen_ms bigint not null,
  turn bigint not null,
  constraint person_seen_pkey PRIMARY KEY (person, role, provider, authority)
);
CREATE INDEX person_seen_last ON casework.person_seen USING btree (person, turn DESC);
alter table person_seen enable row level security;
create policy person_seen_of_scheme on person_seen for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table referral_row (
  id uuid not null,
  authority text collate "C" not null,
  kind text not null,
  side text not null,
  other text collate "C" not null,
  transport text not null,
  case_id uuid not null,
  status text not null,
  hash text,
  at_ms bigint not null,
  constraint referral_row_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_row(id),
  constraint referral_row_pkey PRIMARY KEY (id, authority)
);
CREATE INDEX referral_row_by_authority ON casework.referral_row USING btree (authority, kind, at_ms DESC, id);
alter table referral_row enable row level security;
create policy referral_row_of_scheme on referral_row for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table retention_mark (
  one boolean default true not null,
  sequence bigint default 0 not null,
  constraint retention_mark_one_check CHECK (one),
  constraint retention_mark_pkey PRIMARY KEY (one)
);
alter table retention_mark enable row level security;

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

create table signing_key (
  key text collate "C" not null,
  public_key text not null,
  private_key bytea not null,
  made_at_ms bigint not null,
  constraint signing_key_pkey PRIMARY KEY (key)
);
CREATE TRIGGER signing_key_stays BEFORE DELETE OR UPDATE ON casework.signing_key FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER signing_key_stays_all BEFORE TRUNCATE ON casework.signing_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table signing_key enable row level security;
create policy signing_key_of_scheme on signing_key for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table subject_analyst (
  customer text collate "C" not null,
  person text collate "C" not null,
  constraint subject_analyst_pkey PRIMARY KEY (customer, person)
);
alter table subject_analyst enable row level security;
create policy subject_analyst_of_scheme on subject_analyst for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table working_calendar (
  jurisdiction text collate "C" not null,
  version integer not null,
  zone text not null,
  weekend smallint[] not null,
  holidays text[] not null,
  rolls_forward boolean not null,
  source text not null,
  set_at_ms bigint not null,
  set_by text not null,
  constraint working_calendar_pkey PRIMARY KEY (jurisdiction, version),
  constraint working_calendar_version_check CHECK ((version > 0))
);
CREATE TRIGGER working_calendar_stays BEFORE DELETE OR UPDATE ON casework.working_calendar FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER working_calendar_stays_all BEFORE TRUNCATE ON casework.working_calendar FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table working_calendar enable row level security;
create policy working_calendar_of_scheme on working_calendar for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

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

grant select on authority_entry to casework_reader;
grant select on case_clock to casework_reader;
grant select on case_event to casework_reader;
grant select on case_file to casework_reader;
grant select on case_flag to casework_reader;
grant select on case_label to casework_reader;
grant select on case_notice to casework_reader;
grant select on case_row to casework_reader;
grant select on declaration_share to casework_reader;
grant select on delegation to casework_reader;
grant select on idempotent_answer to casework_reader;
grant select on identity_fact to casework_reader;
grant select on incident_row to casework_reader;
grant select on intake_flag to casework_reader;
grant select on intake_rule to casework_reader;
grant select on mail to casework_reader;
grant select on paper_flag to casework_reader;
grant select on pending_step to casework_reader;
grant select on person_change to casework_reader;
grant select on person_seen to casework_reader;
grant select on referral_row to casework_reader;
grant select on sealing_key to casework_reader;
grant select on served_item to casework_reader;
grant select on signing_key to casework_reader;
grant select on subject_analyst to casework_reader;
grant select on working_calendar to casework_reader;
