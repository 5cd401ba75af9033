import { appendOnly, schemeTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- Every record comes with a party of its own. "current_party" is what it is resolved to now; party_resolution says when it became so.
  create table party_record (
    record uuid primary key,
    provider text collate "C" not null,
    party uuid not null unique,
    current_party uuid not null,
    configuration text not null,
    founded_at_ms bigint not null
  );
  create index party_record_by_party on party_record (current_party);
  create index party_record_by_configuration on party_record (configuration);

  -- HMACs of strong identifiers and of retrieval keys: equal marks are found, nothing can be read.
  create table party_mark (
    record uuid not null references party_record (record),
    kind text not null,
    mark bytea not null,
    primary key (record, kind, mark)
  );
  create index party_mark_by_mark on party_mark (kind, mark);

  -- What was judged about two records; the latest of a pair holds. The reason is sealed under both records' keys, one in the other.
  create table party_judgement (
    number bigint generated always as identity primary key,
    left_record uuid not null,
    right_record uuid not null check (left_record < right_record),
    judgement text not null check (judgement in ('SAME', 'DIFFERENT', 'UNSURE')),
    cause text not null,
    judged_by text not null,
    reason bytea,
    score double precision,
    known_at_ms bigint not null
  );
  create index party_judgement_by_left on party_judgement (left_record, right_record, number);
  create index party_judgement_by_right on party_judgement (right_record);

  -- Each time that a record came to a party.
  create table party_resolution (
    number bigint generated always as identity primary key,
    record uuid not null references party_record (record),
    party uuid not null,
    previous_party uuid,
    cause text not null,
    known_at_ms bigint not null
  );
  create index party_resolution_by_record on party_resolution (record, number);
  create index party_resolution_by_party on party_resolution (party, number);
  create index party_resolution_by_previous on party_resolution (previous_party, number);

  -- Work for the scheme's analysts: two records that may be one person. "why" is sealed under both records' keys, one in the other.
  create table party_candidate (
    id uuid primary key,
    left_record uuid not null,
    right_record uuid not null check (left_record < right_record),
    state text not null check (state in ('OPEN', 'SAME', 'DIFFERENT', 'UNSURE', 'GONE')),
    score double precision not null,
    agree text[] not null,
    contradictions text[] not null,
    why bytea,
    raised_at_ms bigint not null,
    changed_at_ms bigint not null,
    decided_by text,
    unique (left_record, right_record)
  );
  create index party_candidate_in_order on party_candidate (state, raised_at_ms, id);
  create index party_candidate_by_right on party_candidate (right_record);
`;

export class Parties1763769000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['party_record', 'party_mark', 'party_judgement', 'party_resolution', 'party_candidate'])
      await runner.query(schemeTable(table));
    for (const table of ['party_judgement', 'party_resolution']) await runner.query(appendOnly(table));
  }

  async down(): Promise<void> {
    throw new Error('facts about parties are not thrown away');
  }
}
