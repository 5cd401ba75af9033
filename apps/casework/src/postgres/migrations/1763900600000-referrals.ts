import { appendOnly, schemeTable, tenantTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- Incidents by whoever reported them: a provider finds its own here, by their random ids, and nothing of the case.
  create table incident_row (
    id uuid primary key,
    case_id uuid not null references case_row (id),
    authority text collate "C" not null,
    -- Empty: reported by a regulator.
    provider text collate "C" not null,
    kind text not null,
    -- 0 LOW to 3 CRITICAL.
    severity smallint not null,
    imminent_danger boolean not null,
    occurred_at_ms bigint not null,
    discovered_at_ms bigint not null,
    reported_at_ms bigint not null
  );
  create index incident_row_by_authority on incident_row (authority, reported_at_ms desc, id);
  create index incident_row_by_provider on incident_row (provider, reported_at_ms desc, id);

  -- Authorities, each change of one a row; the latest is how it stands.
  create table authority_entry (
    id text collate "C" not null,
    version int not null,
    name text not null,
    kind text not null,
    jurisdictions text[] not null,
    endpoint text,
    -- Ed25519, SPKI, base64.
    public_key text,
    changed_by text not null,
    changed_at_ms bigint not null,
    primary key (id, version)
  );

  -- What the installation signs with. The private key is sealed; "key" is the sha256 of the public one.
  create table signing_key (
    key text collate "C" primary key,
    public_key text not null,
    private_key bytea not null,
    made_at_ms bigint not null
  );

  -- Referrals and requests between authorities, from each side that is of this installation.
  create table referral_row (
    id uuid not null,
    authority text collate "C" not null,
    -- REFERRAL, REQUEST.
    kind text not null,
    -- SENT, RECEIVED.
    side text not null,
    other text collate "C" not null,
    transport text not null,
    case_id uuid not null references case_row (id),
    status text not null,
    -- sha256 of what came, hex: a repeat is known by it.
    hash text,
    at_ms bigint not null,
    primary key (id, authority)
  );
  create index referral_row_by_authority on referral_row (authority, kind, at_ms desc, id);
`;

const SCHEME_TABLES = ['authority_entry', 'signing_key', 'referral_row'];

export class Referrals1763900600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of SCHEME_TABLES) await runner.query(schemeTable(table));
    await runner.query(tenantTable('incident_row'));
    for (const table of ['authority_entry', 'signing_key']) await runner.query(appendOnly(table));
  }

  async down(): Promise<void> {
    throw new Error('facts are not thrown away: there is no way back behind a migration of casework');
  }
}
