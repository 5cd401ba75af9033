import { appendOnly, tenantTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- Who was compared with which versions of which lists by which configuration, and what came out. The id follows from all of that, so the
  -- same screening again is the same row. Who was asked about and what was found is sealed: under the customer's key, or one of its own.
  create table screening (
    id uuid primary key,
    provider text collate "C" not null,
    -- Absent: somebody asked about a name.
    customer uuid,
    configuration text not null,
    threshold double precision not null,
    lists jsonb not null,
    matches int not null,
    person bytea not null,
    result bytea not null,
    first_by text not null,
    first_at_ms bigint not null
  );
  create index screening_in_order on screening (first_at_ms, id);
  create index screening_by_customer on screening (customer, first_at_ms, id);

  -- Each time that it was done.
  create table screening_run (
    id bigint generated always as identity primary key,
    screening uuid not null references screening (id),
    provider text collate "C" not null,
    run_by text not null,
    at_ms bigint not null
  );
  create index screening_run_of on screening_run (screening, at_ms);

  -- The latest screening of a customer.
  create table screened_customer (
    customer uuid primary key,
    provider text collate "C" not null,
    screening uuid not null references screening (id),
    configuration text not null,
    at_ms bigint not null
  );

  -- What a customer can be found by when an entry of a list changes: HMACs of parts of names and of numbers.
  create table screening_key (
    customer uuid not null,
    provider text collate "C" not null,
    key bytea not null,
    primary key (customer, key)
  );
  create index screening_key_by_key on screening_key (key);

  -- One row for each customer and entry that ever matched: a work item. It is changed; its events below are not.
  create table screening_match (
    id uuid primary key,
    provider text collate "C" not null,
    customer uuid not null,
    kind text not null check (kind in ('NAME', 'OWNERSHIP')),
    list text collate "C" not null,
    -- HMAC of the entry: which one it is says who the customer may be, and is sealed with the explanation.
    entry bytea not null,
    state text not null check (state in ('OPEN', 'FALSE_POSITIVE', 'CONFIRMED')),
    -- Whether the two still look like one: MATCHES, NO_LONGER_SCORES, ENTRY_REMOVED.
    standing text not null,
    score double precision not null,
    -- HMAC of the facts that the score rests on, and of those that were decided about.
    facts bytea not null,
    decided_facts bytea,
    explanation bytea not null,
    screening uuid references screening (id),
    version int not null,
    raised_at_ms bigint not null,
    changed_at_ms bigint not null,
    unique (customer, kind, list, entry)
  );
  create index screening_match_in_order on screening_match (raised_at_ms, id);
  create index screening_match_by_entry on screening_match (list, entry);
  create index screening_match_open on screening_match (provider, raised_at_ms, id) where state = 'OPEN';

  create table screening_match_event (
    match uuid not null references screening_match (id),
    version int not null,
    provider text collate "C" not null,
    type text not null,
    state text not null,
    standing text not null,
    score double precision not null,
    reason bytea,
    by_whom text not null,
    at_ms bigint not null,
    primary key (match, version)
  );
`;

export class Screening1763768000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['screening', 'screening_run', 'screened_customer', 'screening_key', 'screening_match', 'screening_match_event'])
      await runner.query(tenantTable(table));
    for (const table of ['screening', 'screening_run', 'screening_match_event']) await runner.query(appendOnly(table));
  }

  async down(): Promise<void> {
    throw new Error('who was screened with which result is not thrown away');
  }
}
