/** What keeps counting exact whoever counts: each fence by itself, with everything else as it should be. */
import { LedgerChange } from '@tidemark/domain';
import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import { type LedgerCommit, type LedgerNames, PartitionFenced, StaleLedger, type TakenReport } from '../count/counting-store.port.js';
import { LEDGER_DATABASE } from '../ledger-database.js';
import { PostgresCountingStore } from './counting-store.postgres.js';

const NAMES: LedgerNames = { provider: () => 'p', account: () => 'a', cluster: () => 'c', accelerator: () => 'x' };

describe('one transaction of the ledger', () => {
  let postgres: TestPostgres;
  let database: AppDatabase;
  let store: PostgresCountingStore;
  let providerId: number;
  let sourceId: number;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await openAppDatabase({ url: postgres.url, ...LEDGER_DATABASE });
    store = new PostgresCountingStore(database.transactions);
    providerId = (await store.providerIds(['p'])).get('p')!;
    sourceId = (await store.idsOf('source', providerId, ['m'])).get('m')!;
    await store.idsOf('account', providerId, ['a']);
    await store.idsOf('compute_cluster', providerId, ['c']);
    await store.acceleratorIds(['x']);
    expect(await carryOut({})).toBe('done');
  });
  afterAll(async () => {
    await database.close();
    await postgres.stop();
  });

  const report = (sequence: bigint, position: number): TakenReport => ({
    ...{ sourceId, providerId, epoch: 1, sequence, position, contentHash: Buffer.alloc(32), receivedAtMs: 0, recordCount: 1 },
    ...{ opaque: false, copy: undefined, envelope: Buffer.from('envelope') },
  });

  /** The first commit of the ledger, unless told otherwise: report 1 of the meter, offset 0 of its partition, 60 s of one accelerator. */
  function carryOut(over: Partial<LedgerCommit>): Promise<string> {
    const change = new LedgerChange();
    change.totals.add(change.totals.seriesOf(providerId, 1, 1, 1), 480_000, 60_000, 1, 2, 3, 1);
    const commit: LedgerCommit = {
      head: { position: 0, knownAtMs: 0, factPosition: 0 },
      position: 1,
      knownAtMs: 1_000,
      input: { topic: 'usage.reports.v1', partition: 0, from: undefined, to: 1n, marks: new Map([['door/1', 1n]]) },
      reports: [report(1n, 1)],
      reason: 'reports',
      change,
      buckets: [{ clusterId: 1, bucket: 0, day: 20_000, providerId, version: 0, state: Buffer.from('first') }],
      policyVersion: 1,
      catalogueVersion: 1,
      ...over,
    };
    return store.commit(store.prepare(commit, NAMES));
  }

  /** What would come next, in order. */
  const next = (over: Partial<LedgerCommit>): Partial<LedgerCommit> => ({
    head: { position: 1, knownAtMs: 1_000, factPosition: 0 },
    position: 2,
    knownAtMs: 2_000,
    input: { topic: 'usage.reports.v1', partition: 0, from: 1n, to: 2n, marks: new Map() },
    reports: [report(2n, 2)],
    buckets: [{ clusterId: 1, bucket: 0, day: 20_000, providerId, version: 1, state: Buffer.from('second') }],
    ...over,
  });

  const everything = () =>
    database.dataSource.query(
      `select (select array_agg(l::text) from ledger_head l) as head, (select array_agg(i::text) from input_position i) as input,
         (select array_agg(r.sequence) from report r) as reports, (select array_agg(h::text) from hour_total h) as totals,
         (select array_agg(b::text) from claim_bucket b) as buckets, (select count(*) from segment) as segments, (select count(*) from outbox) as outbox`,
    );

  async function changesNothing(over: Partial<LedgerCommit>): Promise<string> {
    const before = await everything();
    const outcome = await carryOut(next(over)).catch((error: Error) => error.constructor.name);
    expect(await everything()).toEqual(before);
    return outcome;
  }

  it('is nothing to a zombie, whose partition was counted further', async () => {
    const input = (from: bigint | undefined) => ({
      topic: 'usage.reports.v1',
      partition: 0,
      from,
      to: 5n,
      marks: new Map<string, bigint>(),
    });
    expect(await changesNothing({ input: input(0n) })).toBe(PartitionFenced.name);
    expect(await changesNothing({ input: input(2n) })).toBe(PartitionFenced.name);
    expect(await changesNothing({ input: input(undefined) })).toBe(PartitionFenced.name);
  });

  it('is nothing when somebody else has counted since the head was read', async () => {
    expect(await changesNothing({ head: { position: 0, knownAtMs: 0, factPosition: 0 } })).toBe('head');
    expect(await changesNothing({ head: { position: 1, knownAtMs: 1_000, factPosition: 7 } })).toBe('head');
  });

  it('is nothing when a report of it stands already', async () => {
    expect(await changesNothing({ reports: [report(2n, 2), report(1n, 3)] })).toBe(StaleLedger.name);
  });

  it('is nothing when claims changed since they were read', async () => {
    const bucket = { clusterId: 1, bucket: 0, day: 20_000, providerId, state: Buffer.from('other') };
    expect(await changesNothing({ buckets: [{ ...bucket, version: 0 }] })).toBe(StaleLedger.name);
    expect(await changesNothing({ buckets: [{ ...bucket, version: 9 }] })).toBe(StaleLedger.name);
  });

  it('is everything at once when all is as it was read', async () => {
    expect(await carryOut(next({}))).toBe('done');
    expect(await everything()).toMatchObject([
      {
        head: ['(t,2,2000,0)'],
        input: ['(usage.reports.v1,0,2)'],
        reports: [1, 2],
        totals: [`(1,1,1,480000,${providerId},120000,2,4,6)`],
        segments: '2',
        outbox: '2',
      },
    ]);
  });
});
