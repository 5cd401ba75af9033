import { schemeTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- What the threshold monitor gave of a flag when a paper first needed it, sealed with the case's own key. Null: it knew no such flag.
  create table paper_flag (
    case_id uuid not null references case_row (id),
    flag text collate "C" not null,
    papers bytea,
    fetched_at_ms bigint not null,
    primary key (case_id, flag)
  );

  -- Mail that is to be sent, or was. Written with the entry of the log that asks for it; sent afterwards, at least once.
  create table mail (
    -- The Message-ID too: whoever gets it twice knows it.
    id uuid primary key,
    case_id uuid not null references case_row (id),
    -- The entry that asks for it: one mail of a kind for each.
    sequence int not null,
    kind text not null,
    -- By role, never by name: CUSTOMER, AUTHORITY.
    recipient text not null,
    -- Address and words, sealed with the key that erasure destroys. Null: erased.
    content bytea,
    state text not null check (state in ('WAITING', 'SENT', 'FAILED', 'NOT_CONFIGURED', 'ERASED')),
    made_at_ms bigint not null,
    attempts int not null default 0,
    next_attempt_ms bigint not null,
    leased_until_ms bigint not null default 0,
    last_attempt_ms bigint,
    -- Code of the last answer ("250", "550", "ECONNECTION"): never its text, in which addresses stand.
    last_answer text,
    sent_at_ms bigint,
    unique (case_id, sequence, kind)
  );
  create index mail_due on mail (next_attempt_ms) where state = 'WAITING';
  create index mail_by_case on mail (case_id, made_at_ms desc, id);
  create index mail_newest on mail (made_at_ms desc, id);

  -- How far the facts of customer.v1 were looked through for persons whom the registry erased: one row.
  create table retention_mark (
    one boolean primary key default true check (one),
    sequence bigint not null default 0
  );
  insert into retention_mark default values;
  create index case_event_granted on case_event using gin ((facts->'customers')) where type = 'identity-granted';
`;

export class Papers1763900700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['paper_flag', 'mail']) await runner.query(schemeTable(table));
    await runner.query('alter table retention_mark enable row level security');
  }

  async down(): Promise<void> {
    throw new Error('facts are not thrown away: there is no way back behind the first migration');
  }
}
