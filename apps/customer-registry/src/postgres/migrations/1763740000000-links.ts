import { appendOnly, tenantTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- That an account is a customer's over [from, to). Words about why are sealed under the customer's key.
  create table account_link (
    id uuid primary key,
    provider text collate "C" not null,
    account text collate "C" not null,
    customer uuid not null,
    from_ms bigint not null,
    to_ms bigint check (to_ms > from_ms),
    evidence_kind text not null,
    strength text not null,
    confirmation text not null,
    detail bytea,
    statement jsonb,
    stated_by text not null,
    known_at_ms bigint not null
  );
  create index account_link_by_account on account_link (provider, account);
  create index account_link_by_customer on account_link (customer);
  create index account_link_in_order on account_link (known_at_ms, id);

  -- From at_ms on the link holds no longer. A later one ends it earlier.
  create table account_link_end (
    link uuid not null references account_link (id),
    provider text collate "C" not null,
    at_ms bigint not null,
    cause text not null,
    reason bytea,
    ended_by text not null,
    known_at_ms bigint not null,
    primary key (link, known_at_ms)
  );

  -- The latest of an account replaces the earlier ones whole.
  create table reseller_declaration (
    provider text collate "C" not null,
    account text collate "C" not null,
    version int not null,
    from_ms bigint not null,
    to_ms bigint check (to_ms >= from_ms),
    sub_accounts text[] not null,
    opaque boolean not null,
    declared_by text not null,
    known_at_ms bigint not null,
    primary key (provider, account, version)
  );

  -- Ed25519 keys that a provider's people registered for its signed statements. Raw 32 bytes.
  create table statement_key (
    provider text collate "C" not null,
    id text collate "C" not null,
    public_key bytea not null check (length(public_key) = 32),
    registered_by text not null,
    registered_at_ms bigint not null,
    revoked_by text,
    revoked_at_ms bigint,
    primary key (provider, id)
  );

  -- Accounts that used anything, whoever they are.
  create table account_seen (
    provider text collate "C" not null,
    account text collate "C" not null,
    first_use_hour_ms bigint not null,
    first_seen_ms bigint not null,
    primary key (provider, account)
  );

  -- Where this app stands on the topics that it consumes: moved in the transaction that takes what stands there.
  create table consumed_position (
    topic text not null,
    part int not null,
    next_offset bigint not null,
    primary key (topic, part)
  );
`;

export class Links1763740000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['account_link', 'account_link_end', 'reseller_declaration', 'statement_key', 'account_seen'])
      await runner.query(tenantTable(table));
    for (const table of ['account_link', 'account_link_end', 'reseller_declaration']) await runner.query(appendOnly(table));
    await runner.query('alter table consumed_position enable row level security');
  }

  async down(): Promise<void> {
    throw new Error('facts about links are not thrown away');
  }
}
