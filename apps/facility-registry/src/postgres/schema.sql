-- Schema facility_registry after all migrations. Made by "npm run schema"; never run.

create table catalogue_fact (
  catalogue_version integer not null,
  kind text not null,
  content jsonb not null,
  recorded_at_ms bigint not null,
  recorded_by text not null,
  constraint catalogue_fact_catalogue_version_check CHECK ((catalogue_version > 1)),
  constraint catalogue_fact_kind_check CHECK ((kind = ANY (ARRAY['accelerator'::text, 'alias'::text]))),
  constraint catalogue_fact_pkey PRIMARY KEY (catalogue_version)
);
CREATE TRIGGER facts_stay BEFORE DELETE OR UPDATE ON facility_registry.catalogue_fact FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER facts_stay_all BEFORE TRUNCATE ON facility_registry.catalogue_fact FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table catalogue_fact enable row level security;
create policy catalogue_for_all on catalogue_fact for select using (true);

create table facility_fact (
  provider text collate "C" not null,
  kind text not null,
  id text collate "C" not null,
  version integer not null,
  content jsonb not null,
  recorded_at_ms bigint not null,
  recorded_by text not null,
  constraint facility_fact_id_check CHECK ((id <> ''::text)),
  constraint facility_fact_kind_check CHECK ((kind = ANY (ARRAY['provider'::text, 'site'::text, 'cluster'::text, 'meter'::text]))),
  constraint facility_fact_pkey PRIMARY KEY (kind, provider, id, version),
  constraint facility_fact_provider_check CHECK ((provider <> ''::text)),
  constraint facility_fact_version_check CHECK ((version >= 1))
);
CREATE TRIGGER facts_stay BEFORE DELETE OR UPDATE ON facility_registry.facility_fact FOR EACH ROW EXECUTE FUNCTION refuse_to_change_facts();
CREATE TRIGGER facts_stay_all BEFORE TRUNCATE ON facility_registry.facility_fact FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_facts();
alter table facility_fact enable row level security;
create policy facility_fact_by_tenant on facility_fact for insert with check ((provider = current_setting('tidemark.provider'::text, true)));
create policy facility_fact_of_tenant on facility_fact for select using (((provider = current_setting('tidemark.provider'::text, true)) OR (current_setting('tidemark.oversight'::text, true) = 'on'::text)));

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
CREATE TRIGGER outbox_notify AFTER INSERT ON facility_registry.outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();
alter table outbox enable row level security;

create view facility_current with (security_invoker=true) as
 SELECT DISTINCT ON (kind, provider, id) kind,
    provider,
    id,
    version,
    content,
    recorded_at_ms,
    recorded_by
   FROM facility_fact
  ORDER BY kind, provider, id, version DESC;

CREATE OR REPLACE FUNCTION facility_registry.outbox_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin perform pg_notify('outbox_' || tg_table_schema, ''); return null; end $function$;

CREATE OR REPLACE FUNCTION facility_registry.refuse_to_change_facts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin raise exception 'facts are never changed or removed: record a later one' using errcode = 'restrict_violation'; end $function$;

grant select on catalogue_fact to facility_registry_reader;
grant select on facility_current to facility_registry_reader;
grant select on facility_fact to facility_registry_reader;
