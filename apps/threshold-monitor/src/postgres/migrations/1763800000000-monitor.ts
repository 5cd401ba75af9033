import { outboxTable, readableByAll } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Names are looked up once and are numbers from then on. `provider` stands beside what belongs to a provider, for row-level security: of
 * each such table a provider's reader sees its own rows, and oversight all.
 */
const TABLES = `
  -- One row. Whoever changes anything takes it first and holds it: changes commit one after another, and their known times never fall.
  create table monitor_head (
    one boolean primary key default true check (one),
    change bigint not null,
    known_at_ms bigint not null,
    -- Of facts about flags: the last one's sequence.
    flag_sequence bigint not null,
    -- Highest ledger position and identity fact taken so far.
    ledger_position bigint not null,
    identity_sequence bigint not null,
    -- Hours since 1970: the last full hour that was judged as such.
    judged_hour int not null
  );
  insert into monitor_head values (true, 0, 0, 0, 0, 0, 0);

  create table input_position (
    topic text not null,
    partition int not null,
    next_offset bigint not null,
    primary key (topic, partition)
  );

  create table provider (id int generated always as identity primary key, name text collate "C" not null unique);
  create table account (
    id int generated always as identity primary key,
    provider_id int not null references provider,
    name text collate "C" not null,
    unique (provider_id, name)
  );
  create table compute_cluster (
    id int generated always as identity primary key,
    provider_id int not null references provider,
    name text collate "C" not null,
    unique (provider_id, name)
  );
  create table accelerator (id int generated always as identity primary key, model text collate "C" not null unique);

  -- The vectors: sums of postings. Amounts in TFLOP; accelerator_ms in accelerator-milliseconds.
  create table hour_total (
    account_id int not null,
    cluster_id int not null,
    accelerator_id int not null,
    hour int not null,
    accelerator_ms bigint not null,
    lower bigint not null,
    expected bigint not null,
    upper bigint not null,
    -- Parts of expected. By the records' evidence (what remains of expected is declared or unknown); resting on the prior utilisation;
    -- labelled as inference, by who says so. Null: nothing.
    of_declared bigint,
    of_billed bigint,
    of_telemetry bigint,
    of_attested bigint,
    on_prior bigint,
    labelled_declared bigint,
    labelled_billed bigint,
    labelled_telemetry bigint,
    labelled_attested bigint,
    provider_id int not null,
    primary key (account_id, cluster_id, accelerator_id, hour)
  ) with (fillfactor = 85);
  create index hour_total_of_cluster on hour_total (cluster_id, hour);

  -- The same of a whole compute cluster: what capacity is compared with. Sums over accounts may leave 64 bits.
  create table cluster_hour (
    cluster_id int not null,
    hour int not null,
    accelerator_ms numeric not null,
    lower numeric not null,
    expected numeric not null,
    upper numeric not null,
    provider_id int not null,
    primary key (cluster_id, hour)
  ) with (fillfactor = 85);

  -- All time, by account: what tells whether a scope can have passed anything at all.
  create table account_total (
    account_id int primary key,
    accelerator_ms numeric not null,
    lower numeric not null,
    expected numeric not null,
    upper numeric not null,
    first_hour int not null,
    last_hour int not null,
    provider_id int not null
  ) with (fillfactor = 85);

  -- What was taken, as it came: a batch is taken once, and what was known at an earlier moment is what stands less what came since.
  create table posted_batch (
    ledger_position bigint not null,
    part int not null,
    -- Null: it waits for the other parts of its ledger transaction.
    change bigint,
    known_at_ms bigint not null,
    first_hour int not null,
    last_hour int not null,
    batch bytea not null,
    primary key (ledger_position, part)
  );
  create index posted_batch_by_known_at on posted_batch (known_at_ms);
  create index posted_batch_by_change on posted_batch (change);
  create index posted_batch_waiting on posted_batch (ledger_position) where change is null;
  create table customer_fact (
    sequence bigint primary key,
    change bigint not null,
    known_at_ms bigint not null,
    fact bytea not null
  );
  create table facility_fact (
    position bigint generated always as identity primary key,
    event_id text not null unique,
    change bigint not null,
    recorded_at_ms bigint not null,
    fact bytea not null
  );

  create table flag (
    id uuid primary key,
    -- Null: of a party or group, which is no provider's.
    provider text collate "C",
    scope_kind text not null,
    scope_id text collate "C" not null,
    -- As the domain keys scopes.
    scope_key text collate "C" not null,
    kind text not null,
    tier text,
    rule text not null,
    rule_version int not null,
    n int not null,
    -- Of a rule in trial: seen by nobody but its report.
    shadow boolean not null,
    change bigint not null,
    raised_at_ms bigint not null,
    -- Immutable: all that the flag says.
    content jsonb not null,
    -- How it stands now.
    status text not null check (status in ('OPEN', 'WITHDRAWN', 'CONFIRMED', 'SUPERSEDED')),
    moment_ms bigint not null,
    ended_at_ms bigint,
    -- What the next judging needs of it.
    state jsonb not null
  );
  create unique index flag_open on flag (scope_key, kind, rule, rule_version, coalesce(tier, ''), n, shadow) where status = 'OPEN';
  create index flag_by_scope on flag (scope_key);
  create index flag_by_raised on flag (raised_at_ms, id);
  create index flag_of_provider on flag (provider, raised_at_ms, id);
  create index flag_by_rule on flag (rule, raised_at_ms, id);

  -- What became of flags, as it is told on flag.v1. The first of each flag is that it was raised.
  create table flag_event (
    sequence bigint primary key,
    flag uuid not null references flag,
    provider text collate "C",
    type text not null,
    known_at_ms bigint not null,
    detail jsonb not null
  );
  create index flag_event_of_flag on flag_event (flag, sequence);

  -- Signals told on use.v1, each once.
  create table use_signal_sent (
    key text collate "C" primary key,
    id uuid not null,
    sent_at_ms bigint not null
  );

  -- That somebody evaluated a model: growth and time are counted from here.
  create table evaluation (
    id uuid primary key,
    -- As the domain writes scopes.
    scope jsonb not null,
    at_ms bigint not null,
    change bigint not null,
    known_at_ms bigint not null,
    recorded_by text not null,
    evaluator text not null,
    method text not null,
    passed boolean
  );
`;

const OWN_ID = `(select id from provider where name = current_setting('tidemark.provider', true))`;
const MAY_SEE_ALL = `(select current_setting('tidemark.oversight', true) = 'on')`;

const ownById = (table: string): string => `
  alter table ${table} enable row level security;
  create policy ${table}_of_tenant on ${table} for select using (provider_id = ${OWN_ID} or ${MAY_SEE_ALL});
  ${readableByAll(table)}`;

const ownByName = (table: string, column: string): string => `
  alter table ${table} enable row level security;
  create policy ${table}_of_tenant on ${table} for select using (${column} = (select current_setting('tidemark.provider', true)) or ${MAY_SEE_ALL});
  ${readableByAll(table)}`;

/** Seen by oversight alone: what stands over providers, or holds several providers' use in one value. */
const ofTheScheme = (table: string): string => `
  alter table ${table} enable row level security;
  create policy ${table}_of_scheme on ${table} for select using (${MAY_SEE_ALL});
  ${readableByAll(table)}`;

const POLICIES = [
  ...['account', 'compute_cluster', 'hour_total', 'cluster_hour', 'account_total'].map(ownById),
  ownByName('provider', 'name'),
  ...['flag', 'flag_event'].map((table) => ownByName(table, 'provider')),
  ...['posted_batch', 'customer_fact', 'facility_fact', 'evaluation'].map(ofTheScheme),
  ...['accelerator', 'monitor_head'].map(readableByAll),
].join('\n');

export class Monitor1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(POLICIES);
    await runner.query(outboxTable);
  }

  async down(): Promise<void> {
    throw new Error('what was flagged is not thrown away: there is no way back');
  }
}
