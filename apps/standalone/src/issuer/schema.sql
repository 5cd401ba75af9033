-- Schema standalone_issuer after all migrations. Made by "npm run schema"; never run.

create table client (
  client_id text not null,
  secret_hash text not null,
  name text not null,
  provider text,
  role text not null,
  scopes text[] not null,
  changed_at timestamp with time zone default now() not null,
  constraint client_check CHECK (((role = 'provider'::text) = (provider IS NOT NULL))),
  constraint client_pkey PRIMARY KEY (client_id),
  constraint client_role_check CHECK ((role = ANY (ARRAY['provider'::text, 'operator'::text, 'oversight'::text])))
);

create table invitation (
  token_hash bytea not null,
  person uuid not null,
  expires_at_ms bigint not null,
  sealed_pending bytea,
  constraint invitation_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint invitation_person_key UNIQUE (person),
  constraint invitation_pkey PRIMARY KEY (token_hash)
);

create table oidc_record (
  model text not null,
  id_hash bytea not null,
  sealed_payload bytea not null,
  uid_hash bytea,
  grant_hash bytea,
  consumed_at_ms bigint,
  expires_at_ms bigint not null,
  constraint oidc_record_pkey PRIMARY KEY (model, id_hash)
);
CREATE INDEX oidc_record_expiry ON standalone_issuer.oidc_record USING btree (expires_at_ms);
CREATE INDEX oidc_record_grant ON standalone_issuer.oidc_record USING btree (grant_hash) WHERE (grant_hash IS NOT NULL);
CREATE INDEX oidc_record_uid ON standalone_issuer.oidc_record USING btree (model, uid_hash) WHERE (uid_hash IS NOT NULL);

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
CREATE TRIGGER outbox_notify AFTER INSERT ON standalone_issuer.outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();

create table passkey (
  credential_id text not null,
  person uuid not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  rp_id text not null,
  constraint passkey_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint passkey_pkey PRIMARY KEY (credential_id)
);
CREATE INDEX passkey_person ON standalone_issuer.passkey USING btree (person);

create table person (
  id uuid not null,
  number bigint generated always as identity not null,
  username_hash bytea not null,
  sealed_identity bytea not null,
  role text not null,
  provider text,
  status text not null,
  version integer not null,
  password_hash text,
  sealed_totp bytea,
  totp_step bigint default 0 not null,
  authority text,
  constraint person_number_key UNIQUE (number),
  constraint person_pkey PRIMARY KEY (id),
  constraint person_status_check CHECK ((status = ANY (ARRAY['invited'::text, 'active'::text, 'disabled'::text]))),
  constraint person_username_hash_key UNIQUE (username_hash)
);

create table person_fact (
  id bigint generated always as identity not null,
  person uuid not null,
  sealed_fact bytea not null,
  actor text not null,
  known_at_ms bigint not null,
  constraint person_fact_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint person_fact_pkey PRIMARY KEY (id)
);
CREATE INDEX person_fact_person ON standalone_issuer.person_fact USING btree (person, id);
CREATE TRIGGER person_fact_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON standalone_issuer.person_fact FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table person_session (
  id uuid not null,
  uid_hash bytea not null,
  person uuid not null,
  amr text[] not null,
  sealed_place bytea not null,
  began_at_ms bigint not null,
  seen_at_ms bigint not null,
  ended_at_ms bigint,
  ended_by text,
  constraint person_session_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint person_session_pkey PRIMARY KEY (id),
  constraint person_session_uid_hash_key UNIQUE (uid_hash)
);
CREATE INDEX person_session_person ON standalone_issuer.person_session USING btree (person) WHERE (ended_at_ms IS NULL);

create table recovery_code (
  person uuid not null,
  code_hash bytea not null,
  constraint recovery_code_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint recovery_code_pkey PRIMARY KEY (person, code_hash)
);

create table session_grant (
  grant_hash bytea not null,
  session uuid not null,
  client_id text not null,
  constraint session_grant_pkey PRIMARY KEY (grant_hash),
  constraint session_grant_session_fkey FOREIGN KEY (session) REFERENCES person_session(id)
);
CREATE INDEX session_grant_session ON standalone_issuer.session_grant USING btree (session);

create table sign_in_attempt (
  key bytea not null,
  failures integer not null,
  last_at_ms bigint not null,
  locked_until_ms bigint not null,
  constraint sign_in_attempt_pkey PRIMARY KEY (key)
);

create table signing_key (
  id bigint generated always as identity not null,
  sealed_jwk bytea not null,
  created_at timestamp with time zone default now() not null,
  constraint signing_key_pkey PRIMARY KEY (id)
);

CREATE OR REPLACE FUNCTION standalone_issuer.outbox_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin perform pg_notify('outbox_' || tg_table_schema, ''); return null; end $function$;

CREATE OR REPLACE FUNCTION standalone_issuer.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise exception '% only grows', tg_table_name; end $function$;
