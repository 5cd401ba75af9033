import { outboxTable, readableByAll, rowLevelSecurity } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Facts are kept for ever, version after version. The triggers hold for the app's own role too: a row that was
 * written can be neither changed nor removed by any statement of the app.
 */
const TABLES = `
  create function refuse_to_change_facts() returns trigger language plpgsql as $$
    begin raise exception 'facts are never changed or removed: record a later one' using errcode = 'restrict_violation'; end $$;

  create table facility_fact (
    provider text collate "C" not null check (provider <> ''),
    kind text not null check (kind in ('provider', 'site', 'cluster', 'meter')),
    id text collate "C" not null check (id <> ''),
    version int not null check (version >= 1),
    content jsonb not null,
    recorded_at_ms bigint not null,
    recorded_by text not null,
    primary key (kind, provider, id, version)
  );
  create trigger facts_stay before update or delete on facility_fact for each row execute function refuse_to_change_facts();
  create trigger facts_stay_all before truncate on facility_fact for each statement execute function refuse_to_change_facts();

  -- What stands: the latest version of each thing. It reads as the one who asks, so row-level security of the table holds here too.
  create view facility_current with (security_invoker = true) as
    select distinct on (kind, provider, id) kind, provider, id, version, content, recorded_at_ms, recorded_by
    from facility_fact order by kind, provider, id, version desc;

  -- The operator's facts on top of the catalogue that comes with the program. Each makes the next catalogue version.
  create table catalogue_fact (
    catalogue_version int primary key check (catalogue_version > 1),
    kind text not null check (kind in ('accelerator', 'alias')),
    content jsonb not null,
    recorded_at_ms bigint not null,
    recorded_by text not null
  );
  create trigger facts_stay before update or delete on catalogue_fact for each row execute function refuse_to_change_facts();
  create trigger facts_stay_all before truncate on catalogue_fact for each statement execute function refuse_to_change_facts();

  -- The catalogue belongs to nobody and everybody may read it.
  alter table catalogue_fact enable row level security;
  create policy catalogue_for_all on catalogue_fact for select using (true);
`;

/** The app's own role is held to the tenant too: in a transaction that was opened for one provider, no fact of another can be written. */
const WRITTEN_BY_TENANT = `
  alter table facility_fact force row level security;
  create policy facility_fact_by_tenant on facility_fact for insert with check (provider = current_setting('tidemark.provider', true));
`;

export class FacilityFacts1763713800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(rowLevelSecurity('facility_fact'));
    await runner.query(WRITTEN_BY_TENANT);
    await runner.query(readableByAll('facility_current'));
    await runner.query(readableByAll('catalogue_fact'));
    await runner.query(outboxTable);
    // Nobody but the relay reads the outbox: with row-level security and no policy, any reader would see no rows.
    await runner.query('alter table outbox enable row level security');
  }

  async down(): Promise<void> {
    throw new Error('facts are not thrown away: there is no way back behind the first migration');
  }
}
