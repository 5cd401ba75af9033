-- Schema customer_registry after all migrations. Made by "npm run schema"; never run.

create table account_link (
  id uuid not null,
  provider text collate "C" not null,
  account text collate "C" not null,
  customer uuid not null,
  from_ms bigint not null,
  to_ms bigint,
  evidence_kind text not null,
  strength text not null,
  confirmation text not null,
  detail bytea,
  statement jsonb,
  stated_by text not null,
  known_at_ms bigint not null,
  constraint account_link_check CHECK ((to_ms > from_ms)),
  constraint account_link_pkey PRIMARY KEY (id)
);
CREATE INDEX account_link_by_account ON customer_registry.account_link USING btree (provider, account);
CREATE INDEX account_link_by_customer ON customer_registry.account_link USING btree (customer);
CREATE INDEX account_link_in_order ON customer_registry.account_link USING btree (known_at_ms, id);
CREATE TRIGGER account_link_stays BEFORE DELETE OR UPDATE ON customer_registry.account_link FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER account_link_stays_all BEFORE TRUNCATE ON customer_registry.account_link FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table account_link enable row level security;
create policy account_link_by_tenant on account_link for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy account_link_of_tenant on account_link for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table account_link_end (
  link uuid not null,
  provider text collate "C" not null,
  at_ms bigint not null,
  cause text not null,
  reason bytea,
  ended_by text not null,
  known_at_ms bigint not null,
  constraint account_link_end_link_fkey FOREIGN KEY (link) REFERENCES account_link(id),
  constraint account_link_end_pkey PRIMARY KEY (link, known_at_ms)
);
CREATE TRIGGER account_link_end_stays BEFORE DELETE OR UPDATE ON customer_registry.account_link_end FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER account_link_end_stays_all BEFORE TRUNCATE ON customer_registry.account_link_end FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table account_link_end enable row level security;
create policy account_link_end_by_tenant on account_link_end for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy account_link_end_of_tenant on account_link_end for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table account_seen (
  provider text collate "C" not null,
  account text collate "C" not null,
  first_use_hour_ms bigint not null,
  first_seen_ms bigint not null,
  constraint account_seen_pkey PRIMARY KEY (provider, account)
);
alter table account_seen enable row level security;
create policy account_seen_by_tenant on account_seen for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy account_seen_of_tenant on account_seen for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table bulk_onboarding (
  id uuid not null,
  provider text collate "C" not null,
  format text not null,
  rows integer not null,
  onboarded integer default 0 not null,
  existing integer default 0 not null,
  rejected integer default 0 not null,
  started_by text not null,
  started_at_ms bigint not null,
  done_at_ms bigint,
  constraint bulk_onboarding_check CHECK ((((onboarded + existing) + rejected) <= rows)),
  constraint bulk_onboarding_check1 CHECK (((done_at_ms IS NULL) OR (((onboarded + existing) + rejected) = rows))),
  constraint bulk_onboarding_format_check CHECK ((format = ANY (ARRAY['CSV'::text, 'JSON_LINES'::text]))),
  constraint bulk_onboarding_pkey PRIMARY KEY (id),
  constraint bulk_onboarding_rows_check CHECK ((rows > 0))
);
CREATE INDEX bulk_onboarding_by_time ON customer_registry.bulk_onboarding USING btree (provider, started_at_ms, id);
alter table bulk_onboarding enable row level security;
create policy bulk_onboarding_by_tenant on bulk_onboarding for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy bulk_onboarding_of_tenant on bulk_onboarding for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table bulk_row (
  bulk uuid not null,
  "row" integer not null,
  provider text collate "C" not null,
  content bytea,
  verdict text default 'WAITING'::text not null,
  customer uuid,
  problems jsonb,
  constraint bulk_row_bulk_fkey FOREIGN KEY (bulk) REFERENCES bulk_onboarding(id),
  constraint bulk_row_check CHECK (((verdict = 'WAITING'::text) = (content IS NOT NULL))),
  constraint bulk_row_check1 CHECK (((verdict = ANY (ARRAY['ONBOARDED'::text, 'EXISTS'::text])) = (customer IS NOT NULL))),
  constraint bulk_row_pkey PRIMARY KEY (bulk, "row"),
  constraint bulk_row_row_check CHECK (("row" >= 1)),
  constraint bulk_row_verdict_check CHECK ((verdict = ANY (ARRAY['WAITING'::text, 'ONBOARDED'::text, 'EXISTS'::text, 'REJECTED'::text])))
);
CREATE INDEX bulk_row_waiting ON customer_registry.bulk_row USING btree (bulk, "row") WHERE (verdict = 'WAITING'::text);
alter table bulk_row enable row level security;
create policy bulk_row_by_tenant on bulk_row for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy bulk_row_of_tenant on bulk_row for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table case_disclosure (
  case_id text collate "C" not null,
  provider text collate "C" not null,
  customer uuid not null,
  known_at_ms bigint not null,
  constraint case_disclosure_pkey PRIMARY KEY (case_id, provider, customer)
);
CREATE TRIGGER case_disclosure_stays BEFORE DELETE OR UPDATE ON customer_registry.case_disclosure FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER case_disclosure_stays_all BEFORE TRUNCATE ON customer_registry.case_disclosure FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table case_disclosure enable row level security;
create policy case_disclosure_by_tenant on case_disclosure for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy case_disclosure_of_tenant on case_disclosure for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table case_grant (
  id text collate "C" not null,
  case_id text collate "C" not null,
  customers text[] not null,
  fields text[] not null,
  persons text[] not null,
  from_ms bigint not null,
  until_ms bigint not null,
  break_glass boolean not null,
  ended_at_ms bigint,
  end_cause text,
  constraint case_grant_pkey PRIMARY KEY (id)
);
CREATE INDEX case_grant_by_case ON customer_registry.case_grant USING btree (case_id);
alter table case_grant enable row level security;
create policy case_grant_of_scheme on case_grant for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table consumed_position (
  topic text not null,
  part integer not null,
  next_offset bigint not null,
  constraint consumed_position_pkey PRIMARY KEY (topic, part)
);
alter table consumed_position enable row level security;

create table control_edge (
  id uuid not null,
  provider text collate "C" not null,
  owner uuid not null,
  owned uuid not null,
  kind text not null,
  share text,
  from_ms bigint not null,
  to_ms bigint,
  words bytea,
  stated_by text not null,
  known_at_ms bigint not null,
  constraint control_edge_check CHECK ((owned <> owner)),
  constraint control_edge_check1 CHECK (((share IS NOT NULL) = (kind = ANY (ARRAY['SHARES'::text, 'VOTES'::text])))),
  constraint control_edge_check2 CHECK ((to_ms > from_ms)),
  constraint control_edge_kind_check CHECK ((kind = ANY (ARRAY['SHARES'::text, 'VOTES'::text, 'BOARD'::text, 'CONTRACT'::text, 'FAMILY'::text, 'TRUST'::text]))),
  constraint control_edge_pkey PRIMARY KEY (id)
);
CREATE INDEX control_edge_by_owned ON customer_registry.control_edge USING btree (owned);
CREATE INDEX control_edge_by_owner ON customer_registry.control_edge USING btree (owner);
CREATE INDEX control_edge_by_provider ON customer_registry.control_edge USING btree (provider, known_at_ms, id);
CREATE TRIGGER control_edge_stays BEFORE DELETE OR UPDATE ON customer_registry.control_edge FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER control_edge_stays_all BEFORE TRUNCATE ON customer_registry.control_edge FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table control_edge enable row level security;
create policy control_edge_by_tenant on control_edge for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy control_edge_of_tenant on control_edge for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table control_edge_end (
  edge uuid not null,
  provider text collate "C" not null,
  at_ms bigint not null,
  ended_by text not null,
  known_at_ms bigint not null,
  constraint control_edge_end_edge_fkey FOREIGN KEY (edge) REFERENCES control_edge(id),
  constraint control_edge_end_pkey PRIMARY KEY (edge, known_at_ms)
);
CREATE TRIGGER control_edge_end_stays BEFORE DELETE OR UPDATE ON customer_registry.control_edge_end FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER control_edge_end_stays_all BEFORE TRUNCATE ON customer_registry.control_edge_end FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table control_edge_end enable row level security;
create policy control_edge_end_by_tenant on control_edge_end for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy control_edge_end_of_tenant on control_edge_end for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table customer (
  id uuid not null,
  provider text collate "C" not null,
  kind text not null,
  related boolean not null,
  status text not null,
  level text not null,
  level_valid_to_ms bigint,
  reverify_from_ms bigint,
  revalidation text,
  reference_mark bytea,
  profile bytea,
  version integer not null,
  onboarded_at_ms bigint not null,
  changed_at_ms bigint not null,
  identity_changed_at_ms bigint not null,
  closed_at_ms bigint,
  constraint customer_check CHECK (((profile IS NULL) = (status = 'ERASED'::text))),
  constraint customer_level_check CHECK ((level = ANY (ARRAY['NONE'::text, 'BASIC'::text, 'IDENTIFIED'::text, 'ENHANCED'::text]))),
  constraint customer_pkey PRIMARY KEY (id),
  constraint customer_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'SUSPENDED'::text, 'CLOSED'::text, 'ERASED'::text])))
);
CREATE INDEX customer_by_end_of_level ON customer_registry.customer USING btree (level_valid_to_ms) WHERE (level_valid_to_ms IS NOT NULL);
CREATE INDEX customer_in_order ON customer_registry.customer USING btree (provider, onboarded_at_ms, id);
CREATE UNIQUE INDEX customer_by_reference ON customer_registry.customer USING btree (provider, reference_mark) WHERE (reference_mark IS NOT NULL);
alter table customer enable row level security;
create policy customer_by_tenant on customer for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy customer_of_tenant on customer for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table customer_event (
  customer uuid not null,
  version integer not null,
  provider text collate "C" not null,
  type text not null,
  at_ms bigint not null,
  actor text not null,
  facts jsonb not null,
  body bytea not null,
  constraint customer_event_customer_fkey FOREIGN KEY (customer) REFERENCES customer(id),
  constraint customer_event_pkey PRIMARY KEY (customer, version)
);
CREATE TRIGGER customer_event_stays BEFORE DELETE OR UPDATE ON customer_registry.customer_event FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER customer_event_stays_all BEFORE TRUNCATE ON customer_registry.customer_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table customer_event enable row level security;
create policy customer_event_by_tenant on customer_event for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy customer_event_of_tenant on customer_event for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table customer_fact (
  sequence bigint not null,
  known_at_ms bigint not null,
  provider text collate "C" not null,
  kind text not null,
  value bytea not null,
  constraint customer_fact_pkey PRIMARY KEY (sequence)
);
CREATE TRIGGER customer_fact_stays BEFORE DELETE OR UPDATE ON customer_registry.customer_fact FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER customer_fact_stays_all BEFORE TRUNCATE ON customer_registry.customer_fact FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table customer_fact enable row level security;
create policy customer_fact_by_tenant on customer_fact for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy customer_fact_of_tenant on customer_fact for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table document_content (
  document uuid not null,
  customer uuid not null,
  provider text collate "C" not null,
  media_type text not null,
  bytes integer not null,
  content bytea storage external not null,
  scanned boolean not null,
  constraint document_content_customer_fkey FOREIGN KEY (customer) REFERENCES customer(id),
  constraint document_content_pkey PRIMARY KEY (document)
);
CREATE INDEX document_content_by_customer ON customer_registry.document_content USING btree (customer);
CREATE INDEX document_content_unscanned ON customer_registry.document_content USING btree (document) WHERE (NOT scanned);
alter table document_content enable row level security;
create policy document_content_by_tenant on document_content for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy document_content_of_tenant on document_content for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table idempotent_answer (
  provider text collate "C" not null,
  subject text collate "C" not null,
  key text collate "C" not null,
  fingerprint text not null,
  answer jsonb not null,
  answered_at_ms bigint not null,
  constraint idempotent_answer_pkey PRIMARY KEY (provider, subject, key)
);
CREATE INDEX idempotent_answer_by_age ON customer_registry.idempotent_answer USING btree (answered_at_ms);
alter table idempotent_answer enable row level security;
create policy idempotent_answer_by_tenant on idempotent_answer for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy idempotent_answer_of_tenant on idempotent_answer for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table identity_read (
  id bigint generated always as identity not null,
  provider text collate "C" not null,
  customer uuid not null,
  what text not null,
  reader text not null,
  reader_provider text,
  role text not null,
  purpose bytea not null,
  read_at_ms bigint not null,
  key bigint default ((('x'::text || "right"(replace((gen_random_uuid())::text, '-'::text, ''::text), 13)))::bit(52))::bigint not null,
  case_id text collate "C",
  constraint identity_read_pkey PRIMARY KEY (id)
);
CREATE INDEX identity_read_by_customer ON customer_registry.identity_read USING btree (customer, id);
CREATE INDEX identity_read_by_provider ON customer_registry.identity_read USING btree (provider, id);
CREATE UNIQUE INDEX identity_read_by_key ON customer_registry.identity_read USING btree (key);
CREATE TRIGGER identity_read_stays BEFORE DELETE OR UPDATE ON customer_registry.identity_read FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER identity_read_stays_all BEFORE TRUNCATE ON customer_registry.identity_read FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table identity_read enable row level security;
create policy identity_read_by_tenant on identity_read for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy identity_read_of_tenant on identity_read for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy identity_read_untold on identity_read for select using (((current_setting('tidemark.oversight'::text, true) = 'on'::text) OR (case_id IS NULL) OR (EXISTS ( SELECT FROM case_disclosure d WHERE ((d.case_id = identity_read.case_id) AND (d.customer = identity_read.customer) AND (d.provider = identity_read.provider))))));

create table link_signal (
  provider text collate "C" not null,
  owner_kind text not null,
  owner text collate "C" not null,
  kind text not null,
  place integer not null,
  mark bytea not null,
  constraint link_signal_owner_kind_check CHECK ((owner_kind = ANY (ARRAY['ACCOUNT'::text, 'CUSTOMER'::text]))),
  constraint link_signal_pkey PRIMARY KEY (provider, owner_kind, owner, kind, place, mark)
);
CREATE INDEX link_signal_by_mark ON customer_registry.link_signal USING btree (provider, kind, mark);
alter table link_signal enable row level security;
create policy link_signal_by_tenant on link_signal for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy link_signal_of_tenant on link_signal for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table link_signal_owner (
  provider text collate "C" not null,
  owner_kind text not null,
  owner text collate "C" not null,
  registered_at_ms bigint,
  constraint link_signal_owner_pkey PRIMARY KEY (provider, owner_kind, owner)
);
alter table link_signal_owner enable row level security;
create policy link_signal_owner_by_tenant on link_signal_owner for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy link_signal_owner_of_tenant on link_signal_owner for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table link_suggestion (
  id uuid not null,
  provider text collate "C" not null,
  account text collate "C" not null,
  customer uuid not null,
  state text not null,
  probability double precision not null,
  strength text not null,
  weights text not null,
  levels jsonb not null,
  raised_at_ms bigint not null,
  changed_at_ms bigint not null,
  decided_by text,
  link uuid,
  reason bytea,
  constraint link_suggestion_pkey PRIMARY KEY (id),
  constraint link_suggestion_provider_account_customer_key UNIQUE (provider, account, customer),
  constraint link_suggestion_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'CONFIRMED'::text, 'DISMISSED'::text, 'GONE'::text])))
);
CREATE INDEX link_suggestion_by_customer ON customer_registry.link_suggestion USING btree (customer);
CREATE INDEX link_suggestion_in_order ON customer_registry.link_suggestion USING btree (provider, state, raised_at_ms, id);
alter table link_suggestion enable row level security;
create policy link_suggestion_by_tenant on link_suggestion for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy link_suggestion_of_tenant on link_suggestion for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table list_entry (
  list text collate "C" not null,
  entry text collate "C" not null,
  from_version integer not null,
  to_version integer,
  hash text not null,
  content jsonb not null,
  constraint list_entry_check CHECK ((to_version > from_version)),
  constraint list_entry_list_from_version_fkey FOREIGN KEY (list, from_version) REFERENCES list_version(list, version),
  constraint list_entry_pkey PRIMARY KEY (list, entry, from_version)
);
CREATE INDEX list_entry_from ON customer_registry.list_entry USING btree (list, from_version);
CREATE INDEX list_entry_to ON customer_registry.list_entry USING btree (list, to_version) WHERE (to_version IS NOT NULL);
CREATE UNIQUE INDEX list_entry_now ON customer_registry.list_entry USING btree (list, entry) WHERE (to_version IS NULL);
CREATE TRIGGER list_entry_stays BEFORE DELETE OR UPDATE ON customer_registry.list_entry FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_entries();

create table list_version (
  list text collate "C" not null,
  version integer not null,
  label text not null,
  format text not null,
  sha256 text not null,
  published_at text,
  counts jsonb not null,
  notes jsonb not null,
  added integer not null,
  changed integer not null,
  removed integer not null,
  imported_by text not null,
  imported_at_ms bigint not null,
  constraint list_version_list_label_key UNIQUE (list, label),
  constraint list_version_pkey PRIMARY KEY (list, version),
  constraint list_version_version_check CHECK ((version > 0))
);
CREATE TRIGGER list_version_stays BEFORE DELETE OR UPDATE ON customer_registry.list_version FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER list_version_stays_all BEFORE TRUNCATE ON customer_registry.list_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();

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
CREATE TRIGGER outbox_notify AFTER INSERT ON customer_registry.outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();
alter table outbox enable row level security;

create table party_candidate (
  id uuid not null,
  left_record uuid not null,
  right_record uuid not null,
  state text not null,
  score double precision not null,
  agree text[] not null,
  contradictions text[] not null,
  why bytea,
  raised_at_ms bigint not null,
  changed_at_ms bigint not null,
  decided_by text,
  constraint party_candidate_check CHECK ((left_record < right_record)),
  constraint party_candidate_left_record_right_record_key UNIQUE (left_record, right_record),
  constraint party_candidate_pkey PRIMARY KEY (id),
  constraint party_candidate_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'SAME'::text, 'DIFFERENT'::text, 'UNSURE'::text, 'GONE'::text])))
);
CREATE INDEX party_candidate_by_right ON customer_registry.party_candidate USING btree (right_record);
CREATE INDEX party_candidate_in_order ON customer_registry.party_candidate USING btree (state, raised_at_ms, id);
alter table party_candidate enable row level security;
create policy party_candidate_of_scheme on party_candidate for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table party_judgement (
  number bigint generated always as identity not null,
  left_record uuid not null,
  right_record uuid not null,
  judgement text not null,
  cause text not null,
  judged_by text not null,
  reason bytea,
  score double precision,
  known_at_ms bigint not null,
  constraint party_judgement_check CHECK ((left_record < right_record)),
  constraint party_judgement_judgement_check CHECK ((judgement = ANY (ARRAY['SAME'::text, 'DIFFERENT'::text, 'UNSURE'::text]))),
  constraint party_judgement_pkey PRIMARY KEY (number)
);
CREATE INDEX party_judgement_by_left ON customer_registry.party_judgement USING btree (left_record, right_record, number);
CREATE INDEX party_judgement_by_right ON customer_registry.party_judgement USING btree (right_record);
CREATE TRIGGER party_judgement_stays BEFORE DELETE OR UPDATE ON customer_registry.party_judgement FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER party_judgement_stays_all BEFORE TRUNCATE ON customer_registry.party_judgement FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table party_judgement enable row level security;
create policy party_judgement_of_scheme on party_judgement for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table party_mark (
  record uuid not null,
  kind text not null,
  mark bytea not null,
  constraint party_mark_pkey PRIMARY KEY (record, kind, mark),
  constraint party_mark_record_fkey FOREIGN KEY (record) REFERENCES party_record(record)
);
CREATE INDEX party_mark_by_mark ON customer_registry.party_mark USING btree (kind, mark);
alter table party_mark enable row level security;
create policy party_mark_of_scheme on party_mark for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table party_record (
  record uuid not null,
  provider text collate "C" not null,
  party uuid not null,
  current_party uuid not null,
  configuration text not null,
  founded_at_ms bigint not null,
  constraint party_record_party_key UNIQUE (party),
  constraint party_record_pkey PRIMARY KEY (record)
);
CREATE INDEX party_record_by_configuration ON customer_registry.party_record USING btree (configuration);
CREATE INDEX party_record_by_party ON customer_registry.party_record USING btree (current_party);
alter table party_record enable row level security;
create policy party_record_of_scheme on party_record for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table party_resolution (
  number bigint generated always as identity not null,
  record uuid not null,
  party uuid not null,
  previous_party uuid,
  cause text not null,
  known_at_ms bigint not null,
  constraint party_resolution_pkey PRIMARY KEY (number),
  constraint party_resolution_record_fkey FOREIGN KEY (record) REFERENCES party_record(record)
);
CREATE INDEX party_resolution_by_party ON customer_registry.party_resolution USING btree (party, number);
CREATE INDEX party_resolution_by_previous ON customer_registry.party_resolution USING btree (previous_party, number);
CREATE INDEX party_resolution_by_record ON customer_registry.party_resolution USING btree (record, number);
CREATE TRIGGER party_resolution_stays BEFORE DELETE OR UPDATE ON customer_registry.party_resolution FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER party_resolution_stays_all BEFORE TRUNCATE ON customer_registry.party_resolution FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table party_resolution enable row level security;
create policy party_resolution_of_scheme on party_resolution for all using ((current_setting('tidemark.oversight'::text, true) = 'on'::text)) with check ((current_setting('tidemark.oversight'::text, true) = 'on'::text));

create table registry_head (
  one boolean default true not null,
  sequence bigint default 0 not null,
  known_at_ms bigint default 0 not null,
  constraint registry_head_one_check CHECK (one),
  constraint registry_head_pkey PRIMARY KEY (one)
);
alter table registry_head enable row level security;
create policy head_for_all on registry_head for select using (true);

create table registry_task (
  id bigint generated always as identity not null,
  kind text not null,
  subject text collate "C" not null,
  payload jsonb not null,
  not_before_ms bigint not null,
  attempts integer default 0 not null,
  last_failure text,
  constraint registry_task_kind_subject_key UNIQUE (kind, subject),
  constraint registry_task_pkey PRIMARY KEY (id)
);
CREATE INDEX registry_task_due ON customer_registry.registry_task USING btree (not_before_ms, id);
alter table registry_task enable row level security;
create policy task_about_customer on registry_task for select using ((EXISTS ( SELECT 1 FROM customer WHERE (customer.id = CASE WHEN (registry_task.subject ~ '^[0-9a-f-]{36}$'::text) THEN (registry_task.subject)::uuid ELSE NULL::uuid END))));

create table reseller_declaration (
  provider text collate "C" not null,
  account text collate "C" not null,
  version integer not null,
  from_ms bigint not null,
  to_ms bigint,
  sub_accounts text[] not null,
  opaque boolean not null,
  declared_by text not null,
  known_at_ms bigint not null,
  constraint reseller_declaration_check CHECK ((to_ms >= from_ms)),
  constraint reseller_declaration_pkey PRIMARY KEY (provider, account, version)
);
CREATE TRIGGER reseller_declaration_stays BEFORE DELETE OR UPDATE ON customer_registry.reseller_declaration FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER reseller_declaration_stays_all BEFORE TRUNCATE ON customer_registry.reseller_declaration FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table reseller_declaration enable row level security;
create policy reseller_declaration_by_tenant on reseller_declaration for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy reseller_declaration_of_tenant on reseller_declaration for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table screened_customer (
  customer uuid not null,
  provider text collate "C" not null,
  screening uuid not null,
  configuration text not null,
  at_ms bigint not null,
  constraint screened_customer_pkey PRIMARY KEY (customer),
  constraint screened_customer_screening_fkey FOREIGN KEY (screening) REFERENCES screening(id)
);
alter table screened_customer enable row level security;
create policy screened_customer_by_tenant on screened_customer for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy screened_customer_of_tenant on screened_customer for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table screening (
  id uuid not null,
  provider text collate "C" not null,
  customer uuid,
  configuration text not null,
  threshold double precision not null,
  lists jsonb not null,
  matches integer not null,
  person bytea not null,
  result bytea not null,
  first_by text not null,
  first_at_ms bigint not null,
  constraint screening_pkey PRIMARY KEY (id)
);
CREATE INDEX screening_by_customer ON customer_registry.screening USING btree (customer, first_at_ms, id);
CREATE INDEX screening_in_order ON customer_registry.screening USING btree (first_at_ms, id);
CREATE TRIGGER screening_stays BEFORE DELETE OR UPDATE ON customer_registry.screening FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER screening_stays_all BEFORE TRUNCATE ON customer_registry.screening FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table screening enable row level security;
create policy screening_by_tenant on screening for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy screening_of_tenant on screening for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table screening_key (
  customer uuid not null,
  provider text collate "C" not null,
  key bytea not null,
  constraint screening_key_pkey PRIMARY KEY (customer, key)
);
CREATE INDEX screening_key_by_key ON customer_registry.screening_key USING btree (key);
alter table screening_key enable row level security;
create policy screening_key_by_tenant on screening_key for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy screening_key_of_tenant on screening_key for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table screening_match (
  id uuid not null,
  provider text collate "C" not null,
  customer uuid not null,
  kind text not null,
  list text collate "C" not null,
  entry bytea not null,
  state text not null,
  standing text not null,
  score double precision not null,
  facts bytea not null,
  decided_facts bytea,
  explanation bytea not null,
  screening uuid,
  version integer not null,
  raised_at_ms bigint not null,
  changed_at_ms bigint not null,
  constraint screening_match_customer_kind_list_entry_key UNIQUE (customer, kind, list, entry),
  constraint screening_match_kind_check CHECK ((kind = ANY (ARRAY['NAME'::text, 'OWNERSHIP'::text]))),
  constraint screening_match_pkey PRIMARY KEY (id),
  constraint screening_match_screening_fkey FOREIGN KEY (screening) REFERENCES screening(id),
  constraint screening_match_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'FALSE_POSITIVE'::text, 'CONFIRMED'::text])))
);
CREATE INDEX screening_match_by_entry ON customer_registry.screening_match USING btree (list, entry);
CREATE INDEX screening_match_in_order ON customer_registry.screening_match USING btree (raised_at_ms, id);
CREATE INDEX screening_match_open ON customer_registry.screening_match USING btree (provider, raised_at_ms, id) WHERE (state = 'OPEN'::text);
alter table screening_match enable row level security;
create policy screening_match_by_tenant on screening_match for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy screening_match_of_tenant on screening_match for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table screening_match_event (
  match uuid not null,
  version integer not null,
  provider text collate "C" not null,
  type text not null,
  state text not null,
  standing text not null,
  score double precision not null,
  reason bytea,
  by_whom text not null,
  at_ms bigint not null,
  constraint screening_match_event_match_fkey FOREIGN KEY (match) REFERENCES screening_match(id),
  constraint screening_match_event_pkey PRIMARY KEY (match, version)
);
CREATE TRIGGER screening_match_event_stays BEFORE DELETE OR UPDATE ON customer_registry.screening_match_event FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER screening_match_event_stays_all BEFORE TRUNCATE ON customer_registry.screening_match_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table screening_match_event enable row level security;
create policy screening_match_event_by_tenant on screening_match_event for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy screening_match_event_of_tenant on screening_match_event for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table screening_run (
  id bigint generated always as identity not null,
  screening uuid not null,
  provider text collate "C" not null,
  run_by text not null,
  at_ms bigint not null,
  constraint screening_run_pkey PRIMARY KEY (id),
  constraint screening_run_screening_fkey FOREIGN KEY (screening) REFERENCES screening(id)
);
CREATE INDEX screening_run_of ON customer_registry.screening_run USING btree (screening, at_ms);
CREATE TRIGGER screening_run_stays BEFORE DELETE OR UPDATE ON customer_registry.screening_run FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER screening_run_stays_all BEFORE TRUNCATE ON customer_registry.screening_run FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table screening_run enable row level security;
create policy screening_run_by_tenant on screening_run for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy screening_run_of_tenant on screening_run for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

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
CREATE INDEX sealing_key_by_master ON customer_registry.sealing_key USING btree (master_key) WHERE (wrapped IS NOT NULL);
alter table sealing_key enable row level security;
create policy sealing_key_by_tenant on sealing_key for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy sealing_key_of_tenant on sealing_key for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table statement_key (
  provider text collate "C" not null,
  id text collate "C" not null,
  public_key bytea not null,
  registered_by text not null,
  registered_at_ms bigint not null,
  revoked_by text,
  revoked_at_ms bigint,
  constraint statement_key_pkey PRIMARY KEY (provider, id),
  constraint statement_key_public_key_check CHECK ((length(public_key) = 32))
);
alter table statement_key enable row level security;
create policy statement_key_by_tenant on statement_key for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy statement_key_of_tenant on statement_key for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table use_signal (
  id text collate "C" not null,
  provider text collate "C" not null,
  kind text not null,
  scope text not null,
  subject text collate "C" not null,
  band text not null,
  rulebook_version text not null,
  hour_ms bigint not null,
  total_flop text not null,
  raised_at_ms bigint not null,
  heard_at_ms bigint not null,
  customers uuid[] not null,
  constraint use_signal_pkey PRIMARY KEY (id)
);
CREATE INDEX use_signal_by_subject ON customer_registry.use_signal USING btree (provider, scope, subject);
CREATE TRIGGER use_signal_stays BEFORE DELETE OR UPDATE ON customer_registry.use_signal FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER use_signal_stays_all BEFORE TRUNCATE ON customer_registry.use_signal FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table use_signal enable row level security;
create policy use_signal_by_tenant on use_signal for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy use_signal_of_tenant on use_signal for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table webhook_delivery (
  id bigint generated always as identity not null,
  provider text collate "C" not null,
  endpoint uuid not null,
  message uuid not null,
  state text not null,
  replay boolean default false not null,
  made_at_ms bigint not null,
  attempts integer default 0 not null,
  last_attempt_ms bigint,
  last_outcome text,
  last_status integer,
  last_duration_ms integer,
  key bigint default ((('x'::text || "right"(replace((gen_random_uuid())::text, '-'::text, ''::text), 13)))::bit(52))::bigint not null,
  constraint webhook_delivery_endpoint_fkey FOREIGN KEY (endpoint) REFERENCES webhook_endpoint(id),
  constraint webhook_delivery_message_fkey FOREIGN KEY (message) REFERENCES webhook_message(id) ON DELETE CASCADE,
  constraint webhook_delivery_pkey PRIMARY KEY (id)
);
CREATE INDEX webhook_delivery_by_endpoint ON customer_registry.webhook_delivery USING btree (endpoint, id);
CREATE INDEX webhook_delivery_by_message ON customer_registry.webhook_delivery USING btree (message);
CREATE INDEX webhook_delivery_pending ON customer_registry.webhook_delivery USING btree (endpoint, id) WHERE (state = 'PENDING'::text);
CREATE UNIQUE INDEX webhook_delivery_by_key ON customer_registry.webhook_delivery USING btree (key);
alter table webhook_delivery enable row level security;
create policy webhook_delivery_by_tenant on webhook_delivery for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy webhook_delivery_of_tenant on webhook_delivery for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table webhook_endpoint (
  id uuid not null,
  provider text collate "C" not null,
  url text not null,
  events text[] not null,
  state text not null,
  secret bytea not null,
  old_secret bytea,
  old_secret_until_ms bigint,
  made_by text not null,
  made_at_ms bigint not null,
  attempts integer default 0 not null,
  failing_since_ms bigint,
  next_attempt_ms bigint default 0 not null,
  leased_until_ms bigint default 0 not null,
  version integer default 1 not null,
  deleted_at_ms bigint,
  constraint webhook_endpoint_pkey PRIMARY KEY (id)
);
CREATE INDEX webhook_endpoint_by_provider ON customer_registry.webhook_endpoint USING btree (provider) WHERE (deleted_at_ms IS NULL);
alter table webhook_endpoint enable row level security;
create policy webhook_endpoint_by_tenant on webhook_endpoint for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy webhook_endpoint_of_tenant on webhook_endpoint for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

create table webhook_message (
  id uuid not null,
  provider text collate "C" not null,
  event text not null,
  body text not null,
  known_at_ms bigint not null,
  constraint webhook_message_pkey PRIMARY KEY (id)
);
CREATE INDEX webhook_message_by_time ON customer_registry.webhook_message USING btree (provider, known_at_ms);
alter table webhook_message enable row level security;
create policy webhook_message_by_tenant on webhook_message for all using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text))) with check (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));
create policy webhook_message_of_tenant on webhook_message for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

CREATE OR REPLACE FUNCTION customer_registry.outbox_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin perform pg_notify('outbox_' || tg_table_schema, ''); return null; end $function$;

CREATE OR REPLACE FUNCTION customer_registry.refuse_to_change_facts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin raise exception 'facts are never changed or removed: record a later one' using errcode = 'restrict_violation'; end $function$;

CREATE OR REPLACE FUNCTION customer_registry.refuse_to_rewrite_entries()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op = 'UPDATE' and old.to_version is null and new.to_version is not null
        and (new.list, new.entry, new.from_version, new.hash, new.content) = (old.list, old.entry, old.from_version, old.hash, old.content)
      then return new; end if;
      raise exception 'what a list said is never rewritten: import another version' using errcode = 'restrict_violation';
    end $function$;

grant select on account_link to customer_registry_reader;
grant select on account_link_end to customer_registry_reader;
grant select on account_seen to customer_registry_reader;
grant select on bulk_onboarding to customer_registry_reader;
grant select on bulk_row to customer_registry_reader;
grant select on case_disclosure to customer_registry_reader;
grant select on case_grant to customer_registry_reader;
grant select on control_edge to customer_registry_reader;
grant select on control_edge_end to customer_registry_reader;
grant select on customer to customer_registry_reader;
grant select on customer_event to customer_registry_reader;
grant select on customer_fact to customer_registry_reader;
grant select on document_content to customer_registry_reader;
grant select on idempotent_answer to customer_registry_reader;
grant select on identity_read to customer_registry_reader;
grant select on link_signal to customer_registry_reader;
grant select on link_signal_owner to customer_registry_reader;
grant select on link_suggestion to customer_registry_reader;
grant select on list_entry to customer_registry_reader;
grant select on list_version to customer_registry_reader;
grant select on party_candidate to customer_registry_reader;
grant select on party_judgement to customer_registry_reader;
grant select on party_mark to customer_registry_reader;
grant select on party_record to customer_registry_reader;
grant select on party_resolution to customer_registry_reader;
grant select on registry_head to customer_registry_reader;
grant select on registry_task to customer_registry_reader;
grant select on reseller_declaration to customer_registry_reader;
grant select on screened_customer to customer_registry_reader;
grant select on screening to customer_registry_reader;
grant select on screening_key to customer_registry_reader;
grant select on screening_match to customer_registry_reader;
grant select on screening_match_event to customer_registry_reader;
grant select on screening_run to customer_registry_reader;
grant select on sealing_key to customer_registry_reader;
grant select on statement_key to customer_registry_reader;
grant select on use_signal to customer_registry_reader;
grant select on webhook_delivery to customer_registry_reader;
grant select on webhook_endpoint to customer_registry_reader;
grant select on webhook_message to customer_registry_reader;
