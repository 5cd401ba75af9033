import { appendOnly, outboxTable, tenantTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  create function refuse_to_change_facts() returns trigger language plpgsql as $$
    begin raise exception 'facts are never changed or removed: record a later one' using errcode = 'restrict_violation'; end $$;

  -- One row. Each change holds it until it commits: known times and the sequence of customer.v1 rise in commit order.
  create table registry_head (
    one boolean primary key default true check (one),
    sequence bigint not null default 0,
    known_at_ms bigint not null default 0
  );
  insert into registry_head default values;

  -- The keys of sealed data, wrapped by a master key that is never in the database. Destroyed: "wrapped" is gone, the row stays.
  create table sealing_key (
    owner text collate "C" primary key,
    provider text collate "C" not null,
    master_key text not null,
    wrapped bytea,
    made_at_ms bigint not null,
    destroyed_at_ms bigint,
    check ((wrapped is null) = (destroyed_at_ms is not null))
  );
  create index sealing_key_by_master on sealing_key (master_key) where wrapped is not null;

  -- Answers of requests that came with an Idempotency-Key, for their repeats. No personal data stands in an answer to a change.
  create table idempotent_answer (
    provider text collate "C" not null,
    subject text collate "C" not null,
    key text collate "C" not null,
    fingerprint text not null,
    answer jsonb not null,
    answered_at_ms bigint not null,
    primary key (provider, subject, key)
  );
  create index idempotent_answer_by_age on idempotent_answer (answered_at_ms);

  -- customer.v1 once more, for those who come late: every fact in the order of commit.
  create table customer_fact (
    sequence bigint primary key,
    known_at_ms bigint not null,
    provider text collate "C" not null,
    kind text not null,
    value bytea not null
  );

  -- Work that follows changes. A row goes in the change that did it.
  create table registry_task (
    id bigint generated always as identity primary key,
    kind text not null,
    subject text collate "C" not null,
    payload jsonb not null,
    not_before_ms bigint not null,
    attempts int not null default 0,
    last_failure text,
    unique (kind, subject)
  );
  create index registry_task_due on registry_task (not_before_ms, id);

  -- Who looked at whose identity, when and why.
  create table identity_read (
    id bigint generated always as identity primary key,
    provider text collate "C" not null,
    customer uuid not null,
    what text not null,
    reader text not null,
    reader_provider text,
    role text not null,
    -- Sealed: people write about people.
    purpose bytea not null,
    read_at_ms bigint not null
  );
  create index identity_read_by_customer on identity_read (customer, id);
  create index identity_read_by_provider on identity_read (provider, id);
`;

export class Registry1763720000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(tenantTable('sealing_key'));
    await runner.query(tenantTable('idempotent_answer'));
    await runner.query(tenantTable('identity_read'));
    await runner.query(appendOnly('identity_read'));
    await runner.query(tenantTable('customer_fact'));
    await runner.query(appendOnly('customer_fact'));
    await runner.query(outboxTable);
    // No reader needs these: with row-level security and no policy, any reader would see no rows.
    for (const table of ['outbox', 'registry_task', 'registry_head']) await runner.query(`alter table ${table} enable row level security`);
    await runner.query(`do $$ begin execute format('grant select on registry_head to %I', current_schema() || '_reader'); end $$;
      create policy head_for_all on registry_head for select using (true);`);
  }

  async down(): Promise<void> {
    throw new Error('facts are not thrown away: there is no way back behind the first migration');
  }
}
