import { tenantTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- What bears on whose an account is, of accounts and of customers: HMACs, of which equal ones are found and none can be read.
  create table link_signal (
    provider text collate "C" not null,
    owner_kind text not null check (owner_kind in ('ACCOUNT', 'CUSTOMER')),
    owner text collate "C" not null,
    kind text not null,
    -- Which of several names a word belongs to, which address a network.
    place int not null,
    mark bytea not null,
    primary key (provider, owner_kind, owner, kind, place, mark)
  );
  create index link_signal_by_mark on link_signal (provider, kind, mark);

  create table link_signal_owner (
    provider text collate "C" not null,
    owner_kind text not null,
    owner text collate "C" not null,
    registered_at_ms bigint,
    primary key (provider, owner_kind, owner)
  );

  -- Work for a provider's analysts: an account that may be a customer's, and why. What was compared is not kept, only how it agreed.
  create table link_suggestion (
    id uuid primary key,
    provider text collate "C" not null,
    account text collate "C" not null,
    customer uuid not null,
    state text not null check (state in ('OPEN', 'CONFIRMED', 'DISMISSED', 'GONE')),
    probability double precision not null,
    strength text not null,
    weights text not null,
    levels jsonb not null,
    raised_at_ms bigint not null,
    changed_at_ms bigint not null,
    decided_by text,
    link uuid,
    reason bytea,
    unique (provider, account, customer)
  );
  create index link_suggestion_in_order on link_suggestion (provider, state, raised_at_ms, id);
  create index link_suggestion_by_customer on link_suggestion (customer);
`;

export class LinkSuggestions1763780000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['link_signal', 'link_signal_owner', 'link_suggestion']) await runner.query(tenantTable(table));
    // Who was onboarded before has signals too: they are made by tasks, as a change of the record would.
    await runner.query(
      `insert into registry_task (kind, subject, payload, not_before_ms)
       select 'index-link-signals', id::text, '{}', 0 from customer on conflict (kind, subject) do nothing`,
    );
  }

  async down(): Promise<void> {
    throw new Error('decisions about suggestions are not thrown away');
  }
}
