import { tenantTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- A file of customers. Its rows lie sealed under a key of its own, which is destroyed when the last has its verdict.
  create table bulk_onboarding (
    id uuid primary key,
    provider text collate "C" not null,
    format text not null check (format in ('CSV', 'JSON_LINES')),
    rows int not null check (rows > 0),
    onboarded int not null default 0,
    existing int not null default 0,
    rejected int not null default 0,
    started_by text not null,
    started_at_ms bigint not null,
    done_at_ms bigint,
    check (onboarded + existing + rejected <= rows),
    check (done_at_ms is null or onboarded + existing + rejected = rows)
  );
  create index bulk_onboarding_by_time on bulk_onboarding (provider, started_at_ms, id);

  create table bulk_row (
    bulk uuid not null references bulk_onboarding (id),
    row int not null check (row >= 1),
    provider text collate "C" not null,
    -- Sealed; gone once there is a verdict.
    content bytea,
    verdict text not null default 'WAITING' check (verdict in ('WAITING', 'ONBOARDED', 'EXISTS', 'REJECTED')),
    customer uuid,
    problems jsonb,
    primary key (bulk, row),
    check ((verdict = 'WAITING') = (content is not null)),
    check ((verdict in ('ONBOARDED', 'EXISTS')) = (customer is not null))
  );
  create index bulk_row_waiting on bulk_row (bulk, row) where verdict = 'WAITING';
`;

export class Bulk1763755000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['bulk_onboarding', 'bulk_row']) await runner.query(tenantTable(table));
  }

  async down(): Promise<void> {
    throw new Error('verdicts on what providers sent are not thrown away');
  }
}
