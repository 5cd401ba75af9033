import { outboxTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LEDGER_TABLES } from './0001-ledger.sql.js';
import { READER_POLICIES } from './0002-reader-policies.sql.js';
import { COUNT_BATCH } from './0003-count-batch.sql.js';

const noWayBack = (): Promise<void> => Promise.reject(new Error('what was counted is not thrown away: there is no way back'));

export class LedgerTables1763714400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LEDGER_TABLES);
  }

  down = noWayBack;
}

export class ReaderPolicies1763714401000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(READER_POLICIES);
  }

  down = noWayBack;
}

export class CountBatch1763714402000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(outboxTable);
    await runner.query(COUNT_BATCH);
  }

  down = noWayBack;
}

/** Oldest first. */
export const LEDGER_MIGRATIONS = [LedgerTables1763714400000, ReaderPolicies1763714401000, CountBatch1763714402000];
