#!/bin/sh
# Makes the role and the schema of each service, and its reading role (row-level security lets that one see a tenant's rows only).
# Run by an administrator; can be run again. Passwords come from the environment: FACILITY_REGISTRY_PASSWORD and so on.
# The image of PostgreSQL runs it by itself at the first start when it stands in /docker-entrypoint-initdb.d.
set -eu

make_role() {
  psql -v ON_ERROR_STOP=1 -v app="$1" -v reader="$1_reader" -v password="$2" \
    --username "${POSTGRES_USER:-postgres}" --dbname "${POSTGRES_DB:-tidemark}" <<'SQL'
select format('create role %I login', :'app') where not exists (select from pg_roles where rolname = :'app') \gexec
select format('create role %I nologin', :'reader') where not exists (select from pg_roles where rolname = :'reader') \gexec
alter role :"app" login password :'password';
alter role :"app" set search_path = :"app";
grant :"reader" to :"app";
create schema if not exists :"app" authorization :"app";
revoke all on schema :"app" from public;
grant usage on schema :"app" to :"reader";
SQL
}

make_role casework "${CASEWORK_PASSWORD:?}"
make_role customer_registry "${CUSTOMER_REGISTRY_PASSWORD:?}"
make_role facility_registry "${FACILITY_REGISTRY_PASSWORD:?}"
make_role ingest_gateway "${INGEST_GATEWAY_PASSWORD:?}"
make_role threshold_monitor "${THRESHOLD_MONITOR_PASSWORD:?}"
make_role usage_ledger "${USAGE_LEDGER_PASSWORD:?}"
