import { appendOnly, tenantTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- What lists and filters need of a customer record; the person is in "profile", sealed under the customer's key. Made of customer_event.
  create table customer (
    id uuid primary key,
    provider text collate "C" not null,
    kind text not null,
    related boolean not null,
    status text not null check (status in ('ACTIVE', 'SUSPENDED', 'CLOSED', 'ERASED')),
    level text not null check (level in ('NONE', 'BASIC', 'IDENTIFIED', 'ENHANCED')),
    level_valid_to_ms bigint,
    reverify_from_ms bigint,
    revalidation text,
    -- HMAC of the provider's own name for the record, so that it is unique without being readable.
    reference_mark bytea,
    profile bytea,
    version int not null,
    onboarded_at_ms bigint not null,
    changed_at_ms bigint not null,
    -- A screening before this was of somebody else, for all anybody knows.
    identity_changed_at_ms bigint not null,
    closed_at_ms bigint,
    check ((profile is null) = (status = 'ERASED'))
  );
  create unique index customer_by_reference on customer (provider, reference_mark) where reference_mark is not null;
  create index customer_in_order on customer (provider, onboarded_at_ms, id);
  create index customer_by_end_of_level on customer (level_valid_to_ms) where level_valid_to_ms is not null;

  -- Everything that happened to it: who and when in the clear, all else sealed until the person is erased. "facts" outlives that.
  create table customer_event (
    customer uuid not null references customer (id),
    version int not null,
    provider text collate "C" not null,
    type text not null,
    at_ms bigint not null,
    actor text not null,
    facts jsonb not null,
    body bytea not null,
    primary key (customer, version)
  );
`;

/** A reader may know that something about a customer of its tenant is still to be done: whether a screening is of today's facts, for one. */
const TASKS_OF_OWN_CUSTOMERS = `
  do $$ begin execute format('grant select on registry_task to %I', current_schema() || '_reader'); end $$;
  create policy task_about_customer on registry_task for select using (
    exists (select 1 from customer where id = case when subject ~ '^[0-9a-f-]{36}$' then subject::uuid end));
`;

export class Customers1763730000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['customer', 'customer_event']) await runner.query(tenantTable(table));
    await runner.query(appendOnly('customer_event'));
    await runner.query(TASKS_OF_OWN_CUSTOMERS);
  }

  async down(): Promise<void> {
    throw new Error('customer records are not thrown away: a person is erased by destroying her key');
  }
}
