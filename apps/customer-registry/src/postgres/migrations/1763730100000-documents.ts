import { tenantTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- Files, sealed under their customer's key. What is known of them, and what was decided, is in customer_event and stays; a file goes with
  -- the person, or when a scanner finds something in it.
  create table document_content (
    document uuid primary key,
    customer uuid not null references customer (id),
    provider text collate "C" not null,
    media_type text not null,
    bytes int not null,
    content bytea not null,
    scanned boolean not null
  );
  alter table document_content alter column content set storage external;
  create index document_content_by_customer on document_content (customer);
  create index document_content_unscanned on document_content (document) where not scanned;
`;

export class Documents1763730100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(tenantTable('document_content'));
  }

  async down(): Promise<void> {
    throw new Error('documents are not thrown away by going back');
  }
}
