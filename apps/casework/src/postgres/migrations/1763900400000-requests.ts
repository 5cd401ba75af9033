import { schemeTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- In which case a declaration is that was shared with a third-party auditor, who knows nothing but the share.
  create table declaration_share (
    share uuid primary key,
    case_id uuid not null references case_row (id),
    auditor text collate "C" not null
  );
`;

export class Requests1763900400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(schemeTable('declaration_share'));
  }

  async down(): Promise<void> {
    throw new Error('facts are not thrown away: there is no way back behind this migration');
  }
}
