import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Hash of the code that opens a notice, so that a wrong one is refused before its case is touched. Absent for notices from before. */
const COLUMN = 'alter table case_notice add column code_hash text';

export class NoticeCodes1763900900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMN);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table case_notice drop column code_hash');
  }
}
