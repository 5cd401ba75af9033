import { appendOnly, tenantTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- What use said about the need to verify again, and what came of it. Codes and pseudonymous ids alone.
  create table use_signal (
    id text collate "C" primary key,
    -- Empty: of a party, which is no provider's.
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
    -- Whose re-validation was asked: nobody's where nobody is tied to the account.
    customers uuid[] not null
  );
  create index use_signal_by_subject on use_signal (provider, scope, subject);
`;

export class UseSignals1763775000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(tenantTable('use_signal'));
    await runner.query(appendOnly('use_signal'));
  }

  async down(): Promise<void> {
    throw new Error('what use said is not thrown away');
  }
}
