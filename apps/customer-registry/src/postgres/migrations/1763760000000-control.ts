import { appendOnly, tenantTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- One provider's statement that one of its records owns or controls another over [from, to). Words are sealed under the owned one's key.
  create table control_edge (
    id uuid primary key,
    provider text collate "C" not null,
    owner uuid not null,
    owned uuid not null check (owned <> owner),
    kind text not null check (kind in ('SHARES', 'VOTES', 'BOARD', 'CONTRACT', 'FAMILY', 'TRUST')),
    -- Exact and in lowest terms, "1/3", "1".
    share text check ((share is not null) = (kind in ('SHARES', 'VOTES'))),
    from_ms bigint not null,
    to_ms bigint check (to_ms > from_ms),
    words bytea,
    stated_by text not null,
    known_at_ms bigint not null
  );
  create index control_edge_by_owned on control_edge (owned);
  create index control_edge_by_owner on control_edge (owner);
  create index control_edge_by_provider on control_edge (provider, known_at_ms, id);

  -- From at_ms on the edge holds no longer. A later one ends it earlier.
  create table control_edge_end (
    edge uuid not null references control_edge (id),
    provider text collate "C" not null,
    at_ms bigint not null,
    ended_by text not null,
    known_at_ms bigint not null,
    primary key (edge, known_at_ms)
  );
`;

export class Control1763760000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['control_edge', 'control_edge_end']) {
      await runner.query(tenantTable(table));
      await runner.query(appendOnly(table));
    }
  }

  async down(): Promise<void> {
    throw new Error('facts about control are not thrown away');
  }
}
