import { appendOnly, schemeTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- When days end and which are worked, as an operator said: the latest version holds, the ones before stay to be read. Version 0 is built in.
  create table working_calendar (
    jurisdiction text collate "C" not null,
    version int not null check (version > 0),
    zone text not null,
    weekend smallint[] not null,
    holidays text[] not null,
    rolls_forward boolean not null,
    source text not null,
    set_at_ms bigint not null,
    set_by text not null,
    primary key (jurisdiction, version)
  );

  -- What a list of clocks shows beside when they end; whose they are, to page by.
  alter table case_clock
    add column authority text collate "C" not null default '',
    add column duty text not null default '',
    add column subject text not null default '',
    add column jurisdiction text not null default '-',
    add column started_at_ms bigint not null default 0,
    add column breached_at_ms bigint;
  create index case_clock_list on case_clock (authority, status, due_at_ms, case_id, clock);
`;

export class Calendars1763900800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(schemeTable('working_calendar'));
    await runner.query(appendOnly('working_calendar'));
  }

  async down(): Promise<void> {
    throw new Error('old calendars say how the ends of clocks were counted: there is no way back');
  }
}
