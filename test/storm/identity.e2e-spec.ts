/**
 * The customer registry is killed at random moments while a list is imported, customers are onboarded in bulk, and people decide:
 * nothing is half done, nothing happens twice, and a consumer that reads customer.v1 from nothing arrives at what the registry shows.
 * STORM_SEED changes the luck.
 */
import { rm } from 'node:fs/promises';
import { Logger } from '@nestjs/common';
import { compileApps } from './harness/compiled-apps.js';
import { untilDone } from './harness/patience.js';
import { foldFacts, orderFaults } from './identity/fold-facts.js';
import { type Done, isBadRow, work } from './identity/identity-workload.js';
import { killAtRandom, type RegistryInstallation, type StormClient, startRegistry } from './identity/registry-storm.js';
import { Random } from './workload/random.js';

const SEED = Number(process.env.STORM_SEED ?? 20_261_121);
const [CUSTOMERS, BULK_ROWS, LIST_ENTRIES] = [40, 200, 2_000];
const KILLS = 15;

interface Customer {
  id: string;
  level: string;
  status: string;
}

describe(`a storm on identities of seed ${SEED}`, () => {
  let compiled: string;
  let installation: RegistryInstallation;
  let machine: StormClient;
  let analyst: StormClient;
  let oversight: StormClient;
  let done: Done;

  beforeAll(async () => {
    Logger.overrideLogger(['fatal']);
    compiled = await compileApps();
    installation = await startRegistry(compiled);
    machine = await installation.client({ sub: 'north-machine', role: 'provider', provider: 'north' });
    analyst = await installation.client({ sub: 'ana', role: 'compliance-analyst', provider: 'north' });
    oversight = await installation.client({ sub: 'otto', role: 'auditor' });
    const operator = await installation.client({ sub: 'operator', role: 'operator' });
    let givenUp = false;
    const killing = killAtRandom(installation.registry, new Random(SEED), KILLS, () => givenUp);
    try {
      done = await work({ machine, analyst, operator, customers: CUSTOMERS, bulkRows: BULK_ROWS, listEntries: LIST_ENTRIES });
    } finally {
      givenUp = done === undefined;
      // What was answered is not all done: the killing goes on over the tasks that follow.
      await killing;
    }
    await bulkIsDone();
    await installation.registry.ready();
    await tasksAreDone();
  }, 400_000);

  afterAll(async () => {
    await installation?.stop();
    await rm(compiled, { recursive: true, force: true });
  }, 60_000);

  const bulkIsDone = () =>
    untilDone(
      'the bulk onboarding',
      async () => {
        const { state } = await machine.read<{ state: string }>(`/v1/customers/bulk/${done.bulk}`);
        if (state !== 'DONE') throw new Error(`it is ${state}`);
      },
      200_000,
    );

  const tasksAreDone = () =>
    untilDone(
      'the tasks that follow',
      async () => {
        const [row] = await installation.sql<{ waiting: number }>(
          `select count(*)::int as waiting from registry_task where not_before_ms <= ${Date.now()} or attempts > 0`,
        );
        const [outbox] = await installation.sql<{ waiting: number }>('select count(*)::int as waiting from outbox');
        if (row!.waiting + outbox!.waiting > 0) throw new Error(`${row!.waiting} tasks and ${outbox!.waiting} facts wait`);
      },
      200_000,
    );

  it('killed it often enough to mean something', () => expect(installation.registry.kills).toBe(KILLS));

  it('answered every want, though it was repeated', () => expect(done.refusals).toEqual([]));

  it('imported both versions whole', async () => {
    const versions = await oversight.all<{ version: number; counts: { entries: number } }>('/v1/lists/storm-list/versions');
    expect(versions.map(({ version, counts }) => [version, counts.entries])).toEqual([
      [2, LIST_ENTRIES],
      [1, LIST_ENTRIES],
    ]);
  });

  it('took every row of the file once, and said of each bad one why', async () => {
    const rows = await machine.all<{ row: number; verdict: string }>(`/v1/customers/bulk/${done.bulk}/rows`);
    expect(rows.map(({ row }) => row).sort((a, b) => a - b)).toEqual(Array.from({ length: BULK_ROWS }, (_, row) => row + 1));
    const refused = rows.filter(({ verdict }) => verdict === 'REJECTED').length;
    expect(refused).toBe(Array.from({ length: BULK_ROWS }, (_, row) => row).filter(isBadRow).length);
    expect(await machine.all('/v1/customers')).toHaveLength(CUSTOMERS + BULK_ROWS - refused);
  });

  it('took each decision once', async () => {
    for (const id of done.customers) {
      const events = await analyst.all<{ type: string }>(`/v1/customers/${id}/events`);
      const types = events.map(({ type }) => type);
      expect([id, types.filter((type) => type === 'level-attained').length]).toEqual([id, 1]);
      expect([id, types.filter((type) => type === 'verification-started').length]).toEqual([id, 1]);
    }
    expect(new Set(done.links).size).toBe(CUSTOMERS);
  });

  it('told it all in one order: a consumer that begins at nothing arrives at what the registry shows', async () => {
    const { standings, links, parties, events } = await foldFacts(installation.log);
    expect(orderFaults(events)).toEqual([]);
    const shown = await oversight.all<Customer>('/v1/customers');
    expect(Object.fromEntries(standings)).toEqual(Object.fromEntries(shown.map(({ id, level, status }) => [id, `${level} ${status}`])));
    const linked = await oversight.all<{ id: string; account: string; customer: string }>('/v1/links');
    expect(Object.fromEntries(links)).toEqual(
      Object.fromEntries(linked.map(({ id, account, customer }) => [id, `${account.replace(/^north\//, '')} ${customer}`])),
    );
    expect([...parties.keys()].sort()).toEqual([...standings.keys()].sort());
  });
});
