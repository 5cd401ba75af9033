import { appendOnly, schemeTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  create sequence person_turn;

  -- In which roles a person was seen; "turn" rises with every sight: the highest is the last. Empty provider: of the scheme.
  create table person_seen (
    person text collate "C" not null,
    role text not null,
    provider text collate "C" not null,
    authority text collate "C" not null,
    first_seen_ms bigint not null,
    last_seen_ms bigint not null,
    turn bigint not null,
    primary key (person, role, provider, authority)
  );
  create index person_seen_last on person_seen (person, turn desc);

  -- That a person's role, authority or standing became another: it voids what she proposed before. "role" is the new one, or "disabled".
  create table person_change (
    id text collate "C" primary key,
    person text collate "C" not null,
    role text not null,
    provider text collate "C" not null,
    authority text collate "C" not null,
    at_ms bigint not null
  );
  create index person_change_by_person on person_change (person, at_ms);

  -- Who does whose work, from when to when; the reason is sealed with a key of its own.
  create table delegation (
    id uuid primary key,
    authority text collate "C" not null,
    person text collate "C" not null,
    deputy text collate "C" not null,
    from_ms bigint not null,
    until_ms bigint not null,
    reason bytea not null,
    made_at_ms bigint not null,
    ended_at_ms bigint,
    check (person <> deputy and from_ms < until_ms)
  );
  create index delegation_by_person on delegation (person, until_ms);
  create index delegation_by_deputy on delegation (deputy, until_ms);
  create index delegation_by_authority on delegation (authority, made_at_ms desc, id);

  -- Steps that wait for another person: to be found when something becomes known of whoever took them.
  create table pending_step (
    case_id uuid not null references case_row (id),
    step text collate "C" not null,
    person text collate "C" not null,
    at_ms bigint not null,
    primary key (case_id, step)
  );
  create index pending_step_by_person on pending_step (person);

  -- Which case a notice is of: its holder knows the notice and its code, and nothing of the case.
  create table case_notice (
    notice uuid primary key,
    case_id uuid not null references case_row (id)
  );
  create index case_notice_by_case on case_notice (case_id);
`;

const SCHEME_TABLES = ['person_seen', 'person_change', 'delegation', 'pending_step', 'case_notice'];

export class People1763900200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of SCHEME_TABLES) await runner.query(schemeTable(table));
    await runner.query(appendOnly('person_change'));
  }

  async down(): Promise<void> {
    throw new Error('what was known of persons bears on decisions that stand: there is no way back');
  }
}
