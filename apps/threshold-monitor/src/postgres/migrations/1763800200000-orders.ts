import { readableByAll } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- Orders and their end, as case.v1 has them. The sequence is that of casework's facts.
  create table order_fact (
    sequence bigint primary key,
    change bigint not null,
    known_at_ms bigint not null,
    fact bytea not null
  );
  alter table order_fact enable row level security;
  -- An order is nothing to a provider before it was served it: oversight alone reads here.
  create policy order_fact_of_scheme on order_fact for select using ((select current_setting('tidemark.oversight', true) = 'on'));
`;

export class Orders1763800200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(readableByAll('order_fact'));
  }

  async down(): Promise<void> {
    throw new Error('what was ordered is not thrown away: there is no way back');
  }
}
