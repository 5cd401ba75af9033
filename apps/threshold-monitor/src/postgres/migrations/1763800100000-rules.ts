import { readableByAll } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- What became of each version of a rule, in order. Rules that the product ships with stand in no event until somebody retires them.
  create table rule_event (
    rule text collate "C" not null,
    rule_version int not null,
    number int not null,
    -- Null: the scheme's. A provider's own policy is seen by that provider and the scheme.
    provider text collate "C",
    at_ms bigint not null,
    event jsonb not null,
    primary key (rule, rule_version, number)
  );

  -- One row for each time that the rules which raise flags became others.
  create table rulebook_version (version int primary key, from_ms bigint not null);
  create table rulebook_entry (
    version int not null references rulebook_version,
    rule text collate "C" not null,
    rule_version int not null,
    provider text collate "C",
    primary key (version, rule)
  );
`;

/** The scheme's rules are everybody's to read; a provider's policy is its own and the scheme's. */
const readableByItsOwn = (table: string): string => `
  alter table ${table} enable row level security;
  create policy ${table}_of_tenant on ${table} for select using (provider is null
    or provider = (select current_setting('tidemark.provider', true)) or (select current_setting('tidemark.oversight', true) = 'on'));
  ${readableByAll(table)}`;

export class Rules1763800100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query([...['rule_event', 'rulebook_entry'].map(readableByItsOwn), readableByAll('rulebook_version')].join('\n'));
  }

  async down(): Promise<void> {
    throw new Error('who activated a rule is not thrown away: there is no way back');
  }
}
