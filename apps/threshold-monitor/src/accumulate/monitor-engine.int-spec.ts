import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { CustomerEventSchema, encodePostedBatch, FlagEventSchema, LinkEvidence_Confirmation } from '@tidemark/contracts';
import { type BatchContext, type IncomingBatch, TOPICS } from '@tidemark/messaging';
import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import { MONITOR_DATABASE } from '../monitor-database.js';
import { openEngine } from '../rebuild/open-engine.js';
import type { MonitorEngine } from './monitor-engine.js';

const HOUR_MS = 3_600_000;
const MARCH = Date.UTC(2026, 2, 1) / HOUR_MS;
/** TFLOP of 1e23 FLOP. */
const E23 = 10n ** 11n;
const MORE = E23 + 1n;

describe('the monitor on PostgreSQL', () => {
  let postgres: TestPostgres;
  let database: AppDatabase;
  let engine: MonitorEngine;
  let offset = 0n;
  let position = 0;
  const putAside: string[] = [];
  const context: BatchContext = {
    isStale: () => false,
    heartbeat: async () => undefined,
    deadLetter: async (_, reason) => void putAside.push(reason),
  };

  beforeAll(async () => {
    postgres = await startTestPostgres();
  }, 60_000);
  beforeEach(async () => {
    [offset, position] = [0n, 0];
    database = await openAppDatabase({ url: postgres.url, ...MONITOR_DATABASE });
    engine = await openEngine(database);
  });
  afterEach(async () => {
    await engine.idle();
    await database.dataSource.query(`do $$ declare one text; begin
      for one in select tablename from pg_tables where schemaname = 'threshold_monitor' and tablename not in ('migrations', 'monitor_head')
        loop execute format('truncate %I restart identity cascade', one); end loop;
      update monitor_head set change = 0, known_at_ms = 0, flag_sequence = 0, ledger_position = 0, identity_sequence = 0, judged_hour = 0;
    end $$`);
    await database.close();
    putAside.splice(0);
  });
  afterAll(() => postgres?.stop());

  const batch = (topic: string, values: readonly Uint8Array[], partition = 0): IncomingBatch => ({
    topic,
    partition,
    messages: values.map((value) => ({ offset: offset++, key: undefined, value: Buffer.from(value), headers: {}, timestampMs: 0 })),
    endOffset: offset,
  });
  const posted = (account: string, amount: bigint, { hour = MARCH, at = (position += 1), part = 0, parts = 1 } = {}): Uint8Array =>
    encodePostedBatch({
      ledgerPosition: at,
      part,
      parts,
      knownAtMs: Date.UTC(2026, 3, 1) + at,
      policyVersion: 1,
      catalogueVersion: 1,
      names: ['', 'north', account, 'c1', 'NVIDIA H100 SXM5 80GB'],
      rows: [
        {
          provider: 1,
          account: 2,
          cluster: 3,
          accelerator: 4,
          hour,
          acceleratorMs: 1,
          lower: amount,
          expected: amount,
          upper: amount,
          basis: 5,
        },
      ],
      shares: [],
      basisShares: [],
    });
  const fact = (sequence: number, said: MessageInitShape<typeof CustomerEventSchema>['fact']): Uint8Array =>
    toBinary(
      CustomerEventSchema,
      create(CustomerEventSchema, { sequence: BigInt(sequence), knownAtMs: BigInt(1_000 + sequence), fact: said }),
    );
  const evidence = { kind: 1, strength: 2, confirmation: LinkEvidence_Confirmation.PERSON };
  const linked = (sequence: number, account: string, customer: string): Uint8Array =>
    fact(sequence, {
      case: 'accountLinked',
      value: { link: `l-${account}`, provider: 'north', account, customer, fromMs: BigInt((MARCH - 24) * HOUR_MS), evidence },
    });
  const take = (of: MonitorEngine, values: readonly Uint8Array[], partition?: number) =>
    of.takePostings(batch(TOPICS.posted, values, partition), context);
  const flags = (where = 'true') =>
    database.dataSource.query<{ scope_kind: string; tier: string; status: string; moment_ms: string }[]>(
      `select scope_kind, tier, status, moment_ms from flag where rule = 'us-outbound-850-notifiable' and ${where} order by scope_kind, tier`,
    );
  const told = async () => {
    const rows = await database.dataSource.query<{ value: Buffer }[]>('select value from outbox where topic = $1 order by id', [
      TOPICS.flag,
    ]);
    return rows.map(({ value }) => fromBinary(FlagEventSchema, value));
  };

  it('flags what crosses at every tier, once, and tells it in one order without gaps', async () => {
    await take(engine, [posted('a', MORE)]);
    expect((await flags()).map(({ scope_kind, tier }) => `${scope_kind} ${tier}`)).toEqual([
      ...['CERTAIN', 'POSSIBLE', 'PROBABLE'].map((tier) => `account ${tier}`),
      ...['CERTAIN', 'POSSIBLE', 'PROBABLE'].map((tier) => `cluster ${tier}`),
    ]);
    const events = await told();
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => BigInt(i + 1)));
    expect(new Set(events.map(({ flag }) => flag)).size).toBe(events.length);
  });

  it('takes a batch once, whether it comes again at its place or at another', async () => {
    const one = posted('a', E23 / 2n);
    const first = batch(TOPICS.posted, [one]);
    await engine.takePostings(first, context);
    await engine.takePostings(first, context);
    await take(engine, [one]);
    expect(await flags()).toEqual([]);
    await take(engine, [posted('a', E23 / 2n + 1n)]);
    expect(await flags(`scope_kind = 'account'`)).toHaveLength(3);
  });

  it('does not pass a ">" with a total that is equal', async () => {
    await take(engine, [posted('a', E23)]);
    expect(await flags()).toEqual([]);
    await take(engine, [posted('a', 1n, { hour: MARCH + 1 })]);
    expect((await flags(`scope_kind = 'account'`)).map(({ moment_ms }) => Number(moment_ms))).toEqual(
      [1, 2, 3].map(() => (MARCH + 1) * HOUR_MS),
    );
  });

  it('judges a ledger transaction whole: what passed from one account to another never counts twice in between', async () => {
    await take(engine, [posted('a', E23)]);
    const at = (position += 1);
    const [minus, plus] = [posted('a', -E23, { at, part: 0, parts: 2 }), posted('b', E23, { at, part: 1, parts: 2 })];
    await take(engine, [plus], 1);
    await take(engine, [plus], 1);
    expect(await flags(`scope_kind = 'cluster'`)).toEqual([]);
    // Whoever takes over finds what waits.
    const other = await openEngine(database);
    await take(other, [minus], 0);
    expect(await flags()).toEqual([]);
    const rows = await database.dataSource.query(`select name, expected from account_total join account on id = account_id order by name`);
    expect(rows).toEqual([
      { name: 'a', expected: '0' },
      { name: 'b', expected: E23.toString() },
    ]);
    expect(await database.dataSource.query('select 1 from posted_batch where change is null')).toEqual([]);
  });

  it('puts aside what is no batch and takes the rest', async () => {
    await take(engine, [Buffer.from('no protobuf'), posted('a', MORE)]);
    expect(putAside).toHaveLength(1);
    expect(await flags(`scope_kind = 'account'`)).toHaveLength(3);
  });

  it('withdraws what a correction undoes, and names the flag that comes back', async () => {
    await take(engine, [posted('a', MORE)]);
    await take(engine, [posted('a', -MORE)]);
    expect((await flags(`scope_kind = 'account'`)).map(({ status }) => status)).toEqual(['WITHDRAWN', 'WITHDRAWN', 'WITHDRAWN']);
    await take(engine, [posted('a', MORE)]);
    const raised = (await told()).filter(({ fact: { case: of } }) => of === 'raised').map(({ fact: { value } }) => value);
    expect(raised.filter((flag) => (flag as { previousFlag?: string }).previousFlag !== '').length).toBeGreaterThanOrEqual(6);
  });

  it('flags a customer at the true moment when the link is found later, and withdraws it when the link is reversed', async () => {
    await take(engine, [posted('a', E23 / 2n), posted('b', E23 / 2n + 1n, { hour: MARCH + 5 })]);
    await engine.takeIdentity(batch(TOPICS.customer, [linked(1, 'a', 'c')]), context);
    expect(await flags(`scope_kind = 'customer'`)).toEqual([]);
    await engine.takeIdentity(batch(TOPICS.customer, [linked(2, 'b', 'c')]), context);
    const found = await flags(`scope_kind = 'customer' and status = 'OPEN'`);
    expect(found.map(({ moment_ms }) => Math.floor(Number(moment_ms) / HOUR_MS))).toEqual([MARCH + 5, MARCH + 5, MARCH + 5]);
    const reversed = fact(3, {
      case: 'accountUnlinked',
      value: { link: 'l-b', provider: 'north', account: 'b', customer: 'c', atMs: BigInt((MARCH - 24) * HOUR_MS), cause: 3 },
    });
    await engine.takeIdentity(batch(TOPICS.customer, [reversed]), context);
    expect(await flags(`scope_kind = 'customer' and status = 'OPEN'`)).toEqual([]);
    const [withdrawn] = await database.dataSource.query<{ detail: { causes: string[]; reason: string } }[]>(
      `select detail from flag_event where type = 'WITHDRAWN' order by sequence desc limit 1`,
    );
    expect(withdrawn!.detail).toMatchObject({ causes: ['UNLINK'], reason: expect.stringContaining('link') });
  });

  it('agrees with another instance that takes turns with it', async () => {
    const other = await openEngine(database);
    await take(engine, [posted('a', E23 / 3n)], 0);
    await take(other, [posted('a', E23 / 3n)], 1);
    await take(engine, [posted('a', E23 / 3n)], 0);
    expect(await flags()).toEqual([]);
    await Promise.all([take(other, [posted('a', 2n)], 1), take(engine, [posted('b', 5n)], 0)]);
    expect(await flags(`scope_kind = 'account'`)).toHaveLength(3);
    const [row] = await database.dataSource.query<{ expected: string }[]>('select expected from cluster_hour');
    expect(BigInt(row!.expected)).toBe((E23 / 3n) * 3n + 7n);
  });

  it('forgets what a transaction that failed had put into memory', async () => {
    await take(engine, [posted('a', E23 / 2n)]);
    await database.dataSource.query(`alter table flag_event add constraint never check (type <> 'RAISED') not valid`);
    await expect(take(engine, [posted('a', E23)])).rejects.toThrow('never');
    await database.dataSource.query('alter table flag_event drop constraint never');
    expect(await flags()).toEqual([]);
    position -= 1;
    await take(engine, [posted('a', E23)]);
    expect(await flags(`scope_kind = 'account'`)).toHaveLength(3);
    const events = await told();
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => BigInt(i + 1)));
  });

  it('shares a transaction among partitions that have something at the same time', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, partition) => take(engine, [posted(`a${partition}`, 5n)], partition)));
    const [head] = await database.dataSource.query<{ change: string }[]>('select change from monitor_head');
    expect(Number(head!.change)).toBeLessThan(9);
    const [row] = await database.dataSource.query<{ expected: string }[]>('select expected from cluster_hour');
    expect(row!.expected).toBe('40');
  });
});
