import { tenantTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  -- Where a provider wants to be told. The secrets are sealed under the endpoint's own key, which goes when the endpoint goes.
  create table webhook_endpoint (
    id uuid primary key,
    provider text collate "C" not null,
    url text not null,
    events text[] not null,
    state text not null,
    secret bytea not null,
    old_secret bytea,
    old_secret_until_ms bigint,
    made_by text not null,
    made_at_ms bigint not null,
    attempts int not null default 0,
    failing_since_ms bigint,
    next_attempt_ms bigint not null default 0,
    leased_until_ms bigint not null default 0,
    version int not null default 1,
    deleted_at_ms bigint
  );
  create index webhook_endpoint_by_provider on webhook_endpoint (provider) where deleted_at_ms is null;

  -- What there was to tell: pseudonymous. Kept for replays for a while.
  create table webhook_message (
    id uuid primary key,
    provider text collate "C" not null,
    event text not null,
    body text not null,
    known_at_ms bigint not null
  );
  create index webhook_message_by_time on webhook_message (provider, known_at_ms);

  -- One message to one endpoint. Of an endpoint the lowest pending id is sent first, and nothing overtakes it.
  create table webhook_delivery (
    id bigint generated always as identity primary key,
    provider text collate "C" not null,
    endpoint uuid not null references webhook_endpoint (id),
    message uuid not null references webhook_message (id) on delete cascade,
    state text not null,
    replay boolean not null default false,
    made_at_ms bigint not null,
    attempts int not null default 0,
    last_attempt_ms bigint,
    last_outcome text,
    last_status int,
    last_duration_ms int
  );
  create index webhook_delivery_pending on webhook_delivery (endpoint, id) where state = 'PENDING';
  create index webhook_delivery_by_endpoint on webhook_delivery (endpoint, id);
  create index webhook_delivery_by_message on webhook_delivery (message);
`;

export class Webhooks1763750000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['webhook_endpoint', 'webhook_message', 'webhook_delivery']) await runner.query(tenantTable(table));
  }

  async down(): Promise<void> {
    throw new Error('what providers were promised to be told is not thrown away');
  }
}
