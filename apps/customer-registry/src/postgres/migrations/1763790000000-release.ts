import { appendOnly, schemeTable, tenantTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- What casework granted, as case.v1 says it: on nothing else is an identity released to a case.
  create table case_grant (
    id text collate "C" primary key,
    case_id text collate "C" not null,
    customers text[] not null,
    fields text[] not null,
    persons text[] not null,
    from_ms bigint not null,
    until_ms bigint not null,
    break_glass boolean not null,
    ended_at_ms bigint,
    end_cause text
  );
  create index case_grant_by_case on case_grant (case_id);

  -- Whom a provider was told about: from then on its people may see that an authority read that record, for that case.
  create table case_disclosure (
    case_id text collate "C" not null,
    provider text collate "C" not null,
    customer uuid not null,
    known_at_ms bigint not null,
    primary key (case_id, provider, customer)
  );

  -- "key": what a read is called outside. The sequence would tell a provider, by what is missing in it, that somebody else read.
  alter table identity_read
    add column key bigint not null default ('x' || right(replace(gen_random_uuid()::text, '-', ''), 13))::bit(52)::bigint,
    add column case_id text collate "C";
  create unique index identity_read_by_key on identity_read (key);
`;

/** Whatever is asked of the table: a provider's transaction sees no read for a case of which that provider was not told. */
const UNTOLD = `
  create policy identity_read_untold on identity_read as restrictive for select using (
    current_setting('tidemark.oversight', true) = 'on' or case_id is null or exists (
      select from case_disclosure d
      where d.case_id = identity_read.case_id and d.customer = identity_read.customer and d.provider = identity_read.provider));
`;

export class Release1763790000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(schemeTable('case_grant'));
    await runner.query(tenantTable('case_disclosure'));
    await runner.query(appendOnly('case_disclosure'));
    await runner.query(UNTOLD);
  }

  async down(): Promise<void> {
    throw new Error('who read whose identity is not thrown away');
  }
}
