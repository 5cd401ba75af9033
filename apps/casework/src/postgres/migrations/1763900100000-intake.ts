import { schemeTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- Facts of customer.v1 as they came, by the registry's sequence: who stands behind what a case is about is folded from them.
  create table identity_fact (
    sequence bigint primary key,
    known_at_ms bigint not null,
    recorded_by text not null,
    fact bytea not null
  );

  -- Persons (and machines, which are nobody's equal) who recorded a fact about a customer record: the subject's own analysts.
  create table subject_analyst (
    customer text collate "C",
    person text collate "C",
    primary key (customer, person)
  );

  -- Rules that operators brought in, by rule.v1: those of the published rulebook are known without. The latest news of a version holds.
  create table intake_rule (
    rule text collate "C" primary key,
    content jsonb not null
  );

  -- Every flag that came, as it stands now, and what became of it here. A flag that no case was opened for stands aside and says why.
  create table intake_flag (
    flag text collate "C" primary key,
    sequence bigint not null,
    matter text not null,
    scope_key text collate "C" not null,
    -- What the widest that it is inside of was when it came: flags of one group find each other by it.
    subject_key text collate "C" not null,
    content jsonb not null,
    -- CASE, ASIDE.
    outcome text not null,
    reason text not null,
    withdrawn boolean not null default false,
    -- A flag that stands aside until it has stood for long enough: when it is looked at again.
    look_at_ms bigint
  );
  -- Cases with an order that somebody's use can break.
  create index case_event_orders on case_event (case_id) where type = 'order-issued';
  create index intake_flag_aside on intake_flag (matter, subject_key) where outcome = 'ASIDE' and not withdrawn;
  create index intake_flag_look on intake_flag (look_at_ms) where look_at_ms is not null;
`;

const SCHEME_TABLES = ['identity_fact', 'subject_analyst', 'intake_rule', 'intake_flag'];

export class Intake1763900100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of SCHEME_TABLES) await runner.query(schemeTable(table));
  }

  async down(): Promise<void> {
    throw new Error('facts are not thrown away: there is no way back behind the intake');
  }
}
