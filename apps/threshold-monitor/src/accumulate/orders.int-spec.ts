import { setTimeout as sleep } from 'node:timers/promises';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { CustomerEventSchema, casework, encodePostedBatch, LinkEvidence_Confirmation } from '@tidemark/contracts';
import { type BatchContext, type IncomingBatch, TOPICS } from '@tidemark/messaging';
import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import { MONITOR_DATABASE } from '../monitor-database.js';
import { openEngine } from '../rebuild/open-engine.js';
import type { MonitorEngine } from './monitor-engine.js';

const HOUR_MS = 3_600_000;
const MARCH = Date.UTC(2026, 2, 1) / HOUR_MS;
type Scope = { kind: string; provider?: string; id: string; controlRule?: string };

describe('use after an order of casework', () => {
  let postgres: TestPostgres;
  let database: AppDatabase;
  let engine: MonitorEngine;
  let offset = 0n;
  let position = 0;
  let sequence = 0n;
  const putAside: string[] = [];
  const context: BatchContext = {
    isStale: () => false,
    heartbeat: async () => undefined,
    deadLetter: async (_, reason) => void putAside.push(reason),
  };

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await openAppDatabase({ url: postgres.url, ...MONITOR_DATABASE });
    engine = await openEngine(database);
    await engine.takeIdentity(
      batch(TOPICS.customer, [...belongs('north', 'a', 'c-north', 'party'), ...belongs('south', 'b', 'c-south', 'party')]),
      context,
    );
  }, 60_000);
  afterAll(async () => {
    await engine?.idle();
    await database?.close();
    await postgres?.stop();
  });

  const batch = (topic: string, values: readonly Uint8Array[]): IncomingBatch => ({
    topic,
    partition: 0,
    messages: values.map((value) => ({ offset: offset++, key: undefined, value: Buffer.from(value), headers: {}, timestampMs: 0 })),
    endOffset: offset,
  });
  const used = (provider: string, account: string, hour: number, amount = 5n): Promise<void> => {
    position += 1;
    const value = encodePostedBatch({
      ...{ ledgerPosition: position, part: 0, parts: 1, knownAtMs: Date.UTC(2026, 3, 1) + position, policyVersion: 1, catalogueVersion: 1 },
      names: ['', provider, account, 'c1', 'NVIDIA H100 SXM5 80GB'],
      rows: [
        {
          ...{ provider: 1, account: 2, cluster: 3, accelerator: 4, hour, acceleratorMs: Number(amount), basis: 5 },
          ...{ lower: amount, expected: amount, upper: amount },
        },
      ],
      shares: [],
      basisShares: [],
    });
    return engine.takePostings(batch(TOPICS.posted, [value]), context);
  };
  let said = 0n;
  const belongs = (provider: string, account: string, customer: string, party: string): Uint8Array[] => {
    const evidence = { kind: 1, strength: 2, confirmation: LinkEvidence_Confirmation.PERSON };
    const facts: MessageInitShape<typeof CustomerEventSchema>['fact'][] = [
      { case: 'standing', value: { customer, provider, kind: 1, level: 1, status: 1, fromMs: 0n } },
      { case: 'party', value: { customer, provider, party } },
      { case: 'accountLinked', value: { link: `l-${account}`, provider, account, customer, fromMs: 0n, evidence } },
    ];
    return facts.map((fact) => {
      said += 1n;
      return toBinary(CustomerEventSchema, create(CustomerEventSchema, { sequence: said, knownAtMs: 1_000n + said, fact }));
    });
  };
  const caseFact = (fact: MessageInitShape<typeof casework.CaseFactSchema>['fact']): Uint8Array => {
    sequence += 1n;
    return toBinary(
      casework.CaseFactSchema,
      create(casework.CaseFactSchema, { id: `f-${sequence}`, sequence, knownAtMs: 2_000n, case: 'k', fact }),
    );
  };
  const hear = (...facts: Uint8Array[]) => engine.takeOrders(batch(TOPICS.case, facts), context);
  const issued = (order: string, scope: Scope, fromHour: number, provider = 'north') =>
    caseFact({ case: 'orderIssued', value: { order, provider, scope, fromMs: BigInt(Math.round(fromHour * HOUR_MS)) } });
  const lifted = (order: string, hour: number) =>
    caseFact({ case: 'orderLifted', value: { order, provider: 'north', atMs: BigInt(hour * HOUR_MS) } });
  const flags = async (kind: string) => {
    const rows = await database.dataSource.query<
      { scope_id: string; status: string; moment_ms: string; n: number; content: { sentence: string } }[]
    >(
      `select scope_id, status, moment_ms, n, content from flag where kind = 'USE_AFTER_ORDER' and scope_kind = $1 order by raised_at_ms, n`,
      [kind],
    );
    return rows.map(({ scope_id, status, moment_ms, n }) => `${scope_id} ${status} ${Number(moment_ms) / HOUR_MS - MARCH} n${n}`);
  };

  it('about a customer is a flag from the first full hour on, whichever came first', async () => {
    await used('north', 'a', MARCH);
    await used('north', 'a', MARCH + 2);
    expect(await flags('customer')).toEqual([]);
    await hear(issued('o-1', { kind: 'customer', provider: 'north', id: 'c-north' }, MARCH + 0.5));
    expect(await flags('customer')).toEqual(['c-north OPEN 2 n1']);
    await used('north', 'a', MARCH + 1);
    expect(await flags('customer')).toEqual(['c-north OPEN 1 n1']);
  });

  it('ends with its lifting: use after it is none, and a flag of use that it now allows is withdrawn', async () => {
    await hear(issued('o-2', { kind: 'account', provider: 'north', id: 'z' }, MARCH));
    await used('north', 'z', MARCH + 5);
    expect(await flags('account')).toEqual(['z OPEN 5 n1']);
    await hear(lifted('o-2', MARCH + 5));
    expect(await flags('account')).toEqual(['z WITHDRAWN 5 n1']);
    await used('north', 'z', MARCH + 6);
    expect(await flags('account')).toEqual(['z WITHDRAWN 5 n1']);
  });

  it('about a party is broken by the use at its provider alone', async () => {
    await hear(issued('o-3', { kind: 'party', id: 'party' }, MARCH + 10));
    await used('south', 'b', MARCH + 11);
    expect(await flags('party')).toEqual([]);
    await used('north', 'a', MARCH + 12);
    expect(await flags('party')).toEqual(['party OPEN 12 n1']);
    const [flag] = await database.dataSource.query<{ content: { sentence: string; totals: { expected: string } } }[]>(
      `select content from flag where kind = 'USE_AFTER_ORDER' and scope_kind = 'party'`,
    );
    expect(flag!.content.sentence).toContain('at north');
    // Four hours of the account at north, and none of the one at south.
    expect(flag!.content.totals.expected).toBe('20000000000000');
  });

  it('that is broken by nothing leaves the moment of what is known: totals would tell every provider when people decided', async () => {
    const known = async () => (await database.dataSource.query('select change, known_at_ms from monitor_head'))[0];
    const before = await known();
    await sleep(20);
    await hear(issued('o-quiet', { kind: 'account', provider: 'north', id: 'unused' }, MARCH));
    const after = await known();
    expect([after.known_at_ms, BigInt(after.change)]).toEqual([before.known_at_ms, BigInt(before.change) + 1n]);
    await used('north', 'unused', MARCH + 3);
    expect(Number((await known()).known_at_ms)).toBeGreaterThan(Number(before.known_at_ms));
  });

  it('about a compute cluster counts whatever ran there', async () => {
    await hear(issued('o-4', { kind: 'cluster', provider: 'north', id: 'c1' }, MARCH + 20));
    await used('north', 'nobody', MARCH + 21);
    expect(await flags('cluster')).toEqual(['c1 OPEN 21 n1']);
  });

  it('is taken once, and known to another process', async () => {
    const again = issued('o-6', { kind: 'account', provider: 'north', id: 'y' }, MARCH);
    await hear(again);
    await hear(again);
    const other = await openEngine(database);
    engine = other;
    await used('north', 'y', MARCH + 1);
    expect(await flags('account')).toContain('y OPEN 1 n1');
    expect(await database.dataSource.query(`select from order_fact where fact = $1`, [Buffer.from(again)])).toHaveLength(1);
  });

  it('that cannot be read is put aside, and facts about anything else change nothing', async () => {
    await hear(caseFact({ case: 'stage', value: { from: 'open', to: 'triaged', move: 'triage' } }), new Uint8Array([255, 255]));
    await hear(issued('o-7', { kind: 'continent', id: 'x' }, MARCH));
    expect(putAside).toHaveLength(2);
  });

  it('does not stand in the way of evaluations that were recorded in a case, which count once', async () => {
    const id = '0a5b2f7e-58cf-4d7e-8f57-b2a4a1d3c001';
    const value = { evaluation: 'e-1', scope: { kind: 'party', id: 'party' }, atMs: BigInt(MARCH * HOUR_MS), passed: false };
    sequence += 1n;
    const fact = { id, sequence, knownAtMs: 2_000n, case: 'k', recordedBy: 'rosa', fact: { case: 'evaluation' as const, value } };
    const bytes = toBinary(casework.CaseFactSchema, create(casework.CaseFactSchema, fact));
    await hear(bytes);
    await hear(bytes, caseFact({ case: 'evaluation', value: { ...value, scope: { kind: 'cluster', provider: 'north', id: 'c1' } } }));
    const rows = await database.dataSource.query('select id, scope, at_ms, passed, recorded_by from evaluation');
    expect(rows).toEqual([
      { id, scope: { kind: 'party', id: 'party' }, at_ms: String(MARCH * HOUR_MS), passed: false, recorded_by: 'rosa' },
    ]);
  });
});
