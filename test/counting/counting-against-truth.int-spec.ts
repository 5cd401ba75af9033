/**
 * The counting engine on a real PostgreSQL against the independent model of test/truth: any history of reports, duplicates, conflicts,
 * corrections and voids in any order, late registrations and aliases, on few nodes so that nearly everything touches everything.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { SystemClock } from '@tidemark/access';
import { contentHash, encodeColumns, encodeEnvelope, facility } from '@tidemark/contracts';
import { AcceleratorCatalogue, grade, type RecordColumns } from '@tidemark/domain';
import type { BatchContext, IncomingMessage } from '@tidemark/messaging';
import { type AppDatabase, openAppDatabase, openScratchDatabase, type ScratchDatabase } from '@tidemark/persistence';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import fc from 'fast-check';
import { CountingEngine } from '../../apps/usage-ledger/src/count/counting-engine.js';
import { LEDGER_DATABASE } from '../../apps/usage-ledger/src/ledger-database.js';
import { PostgresCountingStore } from '../../apps/usage-ledger/src/postgres/counting-store.postgres.js';
import { PostgresLedgerRecords } from '../../apps/usage-ledger/src/postgres/ledger-records.postgres.js';
import { openReplay } from '../../apps/usage-ledger/src/rebuild/open-replay.js';
import { Rebuild } from '../../apps/usage-ledger/src/rebuild/rebuild.js';
import { rebuildSteps } from '../../apps/usage-ledger/src/rebuild/rebuild-steps.js';
import { deriveTruth } from '../truth/derive-truth.js';
import { FATES, type Fact, type Submission, type Truth, type TruthRecord, totalsKey } from '../truth/truth.model.js';
import { postedRests, trueRests } from './posted-rests.js';

const HOUR = 3_600_000;
const NOON = Date.UTC(2025, 0, 1, 22);
const STATES = ['', 'counted', 'held', 'duplicate', 'conflict', 'replaced'];
const CONTEXT: BatchContext = {
  isStale: () => false,
  heartbeat: async () => {},
  deadLetter: async (_, reason) => {
    throw new Error(`dead letter: ${reason}`);
  },
};

const record: fc.Arbitrary<Omit<TruthRecord, 'index'>> = fc
  .record({
    account: fc.constantFrom('a', 'b'),
    cluster: fc.constantFrom('c', 'c', 'c', 'late'),
    accelerator: fc.constantFrom('', '', 'X', 'x-alias', 'Y'),
    node: fc.constantFrom('', 'n1', 'n1', 'n2'),
    what: fc.oneof(
      fc.record({ count: fc.integer({ min: 1, max: 5 }), job: fc.constantFrom('', 'j', 'k') }),
      fc.record({ devices: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }) }),
    ),
    start: fc.integer({ min: 0, max: 15 }),
    length: fc.integer({ min: 1, max: 12 }),
    kind: fc.integer({ min: 0, max: 5 }),
    ppm: fc.constantFrom(0, 1, 430_000, 1_000_000),
    format: fc.integer({ min: 0, max: 7 }),
    evidence: fc.integer({ min: 0, max: 3 }),
    workload: fc.integer({ min: 0, max: 3 }),
    workloadEvidence: fc.integer({ min: 0, max: 3 }),
    correction: fc.option(
      fc.record({
        epoch: fc.constant(1),
        sequence: fc.bigInt({ min: 1n, max: 7n }),
        index: fc.integer({ min: 0, max: 3 }),
        void: fc.boolean(),
      }),
      { nil: undefined, freq: 2 },
    ),
  })
  .map(({ what, start, length, kind, ppm, correction, ...rest }) => {
    if (correction?.void) return { ...VOID, correction };
    const devices = 'devices' in what && rest.node !== '' ? [...what.devices].sort((x, y) => x - y) : [];
    const count = 'count' in what ? what.count : Math.max(devices.length, 1);
    const startMs = NOON + start * 600_000;
    const job = 'job' in what ? what.job : '';
    return { ...rest, devices, count, job, startMs, endMs: startMs + length * 600_000, kind, ppm: kind === 0 ? 0 : ppm, correction };
  });

const VOID = {
  account: '',
  cluster: '',
  accelerator: '',
  node: '',
  devices: [],
  job: '',
  count: 0,
  startMs: 0,
  endMs: 0,
  kind: 0,
  ppm: 0,
  format: 0,
  evidence: 0,
  workload: 0,
  workloadEvidence: 0,
};

const report: fc.Arbitrary<Fact> = fc
  .record({
    source: fc.constantFrom('m', 'm', 'm', 'other'),
    sequence: fc.bigInt({ min: 1n, max: 6n }),
    records: fc.array(record, { minLength: 1, maxLength: 3 }),
    rejected: fc.constantFrom<number[]>([], [], [], [0], [1]),
  })
  .map(({ source, sequence, records, rejected }) => {
    const self = (r: Omit<TruthRecord, 'index'>, index: number) => r.correction?.sequence === sequence && r.correction.index === index;
    const kept = records
      .map((one, i) => ({ ...one, index: i + rejected.filter((index) => index <= i).length }))
      .filter((one) => !self(one, one.index));
    const recordCount = records.length + rejected.length;
    const outOf = kept.filter((one) => one.index < recordCount);
    const submission: Submission = {
      provider: 'p',
      source,
      epoch: 1,
      sequence,
      contentHash: '',
      recordCount,
      rejected: Array.from({ length: recordCount }, (_, i) => i).filter((i) => !outOf.some((one) => one.index === i)),
      records: outOf,
      opaque: false,
    };
    submission.contentHash = contentHash(columnsOf(submission)).toString('hex');
    return { type: 'report', report: submission };
  });

const PEAKS = { tf32: 500_000n, bf16: 1_000_000n, fp8: 2_000_000n };
const WORLD: Fact[] = [
  { type: 'accelerator', model: 'X', aliases: [], peaks: PEAKS },
  { type: 'cluster', cluster: { provider: 'p', id: 'c', accelerator: 'X', accelerators: 8, acceleratorsPerNode: 4, inServiceFromMs: 0 } },
];
const lateFact: fc.Arbitrary<Fact> = fc.constantFrom<Fact>(
  { type: 'alias', alias: 'X  Alias', model: 'X' },
  { type: 'accelerator', model: 'Y', aliases: [], peaks: { int8: 3_000_000n, fp4: 7_000_000n } },
  { type: 'accelerator', model: 'X', aliases: [], peaks: { ...PEAKS, fp4: 9_000_000n } },
  {
    type: 'cluster',
    cluster: { provider: 'p', id: 'late', accelerator: 'X', accelerators: 8, acceleratorsPerNode: 0, inServiceFromMs: NOON + HOUR },
  },
  {
    type: 'cluster',
    cluster: { provider: 'p', id: 'late', accelerator: 'Y', accelerators: 8, acceleratorsPerNode: 2, inServiceFromMs: 0 },
  },
  { type: 'cluster', cluster: { provider: 'p', id: 'c', accelerator: 'X', accelerators: 8, acceleratorsPerNode: 3, inServiceFromMs: 0 } },
);
const history = fc.array(fc.oneof({ weight: 5, arbitrary: report }, { weight: 1, arbitrary: lateFact }), { minLength: 1, maxLength: 14 });

function columnsOf({ records, rejected }: Pick<Submission, 'records' | 'rejected'>): Uint8Array {
  if (records.length === 0) return new Uint8Array(0);
  const names = [''];
  const place = (name: string) => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1);
  const deviceStart = [0];
  for (const one of records) deviceStart.push(deviceStart.at(-1)! + one.devices.length);
  // The dictionary is in order of first appearance, record by record.
  const places = records.map((r) => [r.account, r.cluster, r.accelerator, r.node, r.job].map(place));
  const column = (i: number) => Uint32Array.from(places, (p) => p[i]!);
  const columns: RecordColumns = {
    length: records.length,
    names,
    index: Uint16Array.from(records, (r) => r.index),
    account: column(0),
    cluster: column(1),
    accelerator: column(2),
    node: column(3),
    job: column(4),
    count: Uint32Array.from(records, (r) => r.count),
    startMs: Float64Array.from(records, (r) => r.startMs),
    endMs: Float64Array.from(records, (r) => r.endMs),
    grade: Uint16Array.from(records, (r) => grade(r.kind, r.format, r.evidence, r.workload, r.workloadEvidence)),
    ppm: Uint32Array.from(records, (r) => r.ppm),
    deviceStart: Uint32Array.from(deviceStart),
    devices: Uint16Array.from(records.flatMap((r) => r.devices)),
    corrections: new Map(records.flatMap((r, row) => (r.correction ? [[row, r.correction]] : []))),
  };
  void rejected;
  return encodeColumns(columns);
}

describe('counting', () => {
  let postgres: TestPostgres;
  let database: AppDatabase;
  let scratch: ScratchDatabase;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await openAppDatabase({ url: postgres.url, ...LEDGER_DATABASE });
    scratch = await openScratchDatabase(postgres.url, LEDGER_DATABASE);
  });
  afterAll(async () => {
    await scratch.drop();
    await database.close();
    await postgres.stop();
  });

  async function emptyLedger({ dataSource }: AppDatabase = database): Promise<void> {
    await dataSource.query(
      `truncate provider, source, account, compute_cluster, accelerator, cluster_node, facility_fact, segment, report, report_copy, report_span,
         source_epoch, record_state, hour_total, claim_bucket, source_count, finding, outbox, input_position, origin_mark restart identity cascade`,
    );
    await dataSource.query('update ledger_head set position = 0, known_at_ms = 0, fact_position = 0');
  }

  const newEngine = () =>
    new CountingEngine(
      new PostgresCountingStore(database.transactions),
      new PostgresLedgerRecords(),
      new AcceleratorCatalogue(1, []),
      database.transactions,
      new SystemClock(),
    );

  /** Feeds the facts in their order: neighbouring reports as one batch, each batch to the next of the engines. */
  async function count(facts: readonly Fact[], engines: CountingEngine[]): Promise<void> {
    let reportOffset = 0n;
    let factOffset = 0n;
    let batch: IncomingMessage[] = [];
    let turn = 0;
    // Each batch begins as after a rebalance: the engine asks how far its partition was taken.
    const next = async (topic: string) => {
      const engine = engines[turn++ % engines.length]!;
      await engine.startAt(topic, 0);
      return engine;
    };
    const flush = async () => {
      if (batch.length === 0) return;
      const messages = batch;
      batch = [];
      await (await next('usage.reports.v1')).countReports(
        { topic: 'usage.reports.v1', partition: 0, messages, endOffset: reportOffset },
        CONTEXT,
      );
    };
    for (const fact of facts) {
      if (fact.type === 'report') {
        batch.push(message(reportOffset, envelopeOf(fact.report, reportOffset)));
        reportOffset++;
      } else {
        await flush();
        const messages = [message(factOffset, factBytes(fact, factOffset))];
        factOffset++;
        await (await next('facility.v1')).takeFacts({ topic: 'facility.v1', partition: 0, messages, endOffset: factOffset }, CONTEXT);
      }
    }
    await flush();
  }

  async function compare(truth: Truth): Promise<void> {
    const { dataSource } = database;
    const totals: Record<string, string>[] = await dataSource.query(
      `select c.name as cluster, a.name as account, x.model, hour, accelerator_ms, lower, expected, upper
       from hour_total t join account a on a.id = account_id join compute_cluster c on c.id = cluster_id join accelerator x on x.id = accelerator_id
       where (accelerator_ms, lower, expected, upper) <> (0, 0, 0, 0)`,
    );
    const counted = totals.map((row) => [
      totalsKey('p', row.account!, row.cluster!, row.model!, Number(row.hour)),
      [row.accelerator_ms, row.lower, row.expected, row.upper].join(' '),
    ]);
    const expected = Array.from(truth.totals, ([key, one]) => [key, [one.acceleratorMs, one.lower, one.expected, one.upper].join(' ')]);
    expect(counted.sort()).toEqual(expected.sort());

    expect(await postedRests(dataSource)).toEqual(trueRests(truth));

    const states: Record<string, string>[] = await dataSource.query(
      `select s.name as source, r.epoch, r.sequence, st.index, st.state from record_state st join report r on r.position = st.report_position join source s on s.id = r.source_id`,
    );
    const fates = new Map(states.map((row) => [`p/${row.source}|${row.epoch}|${row.sequence}|${row.index}`, STATES[Number(row.state)]]));
    for (const [key, one] of truth.records) {
      if (one.fate === 'rejected') continue;
      expect(`${key} ${fates.get(key) ?? 'counted'}`).toBe(`${key} ${one.fate}`);
    }

    const counts: Record<string, string>[] = await dataSource.query(
      'select s.name as source, c.* from source_count c join source s on s.id = c.source_id',
    );
    const conserved = counts.map((row) => [
      `p/${row.source}`,
      ['received', ...FATES].map((fate) => `${fate} ${row[`records_${fate}`]} ${row[`ms_${fate}`] ?? 0}`).join(', '),
    ]);
    const conservation = Array.from(truth.conservation, ([key, one]) => [
      key,
      (['received', ...FATES] as const).map((fate) => `${fate} ${one.records[fate]} ${one.acceleratorMs[fate]}`).join(', '),
    ]);
    expect(conserved.sort()).toEqual(conservation.sort());

    // What is derived also equals what the segments alone say.
    const rebuilt = await new Rebuild(database.transactions, rebuildSteps()).run();
    expect(rebuilt.flatMap((step) => step.differences)).toEqual([]);
  }

  it('holds a report whole that would make a total leave its 64 bits, and goes on', async () => {
    await emptyLedger();
    const model: Fact = { type: 'accelerator', model: 'Giant', aliases: [], peaks: { bf16: 1_000_000_000n } };
    const huge = { ...VOID, account: 'a', cluster: 'c', accelerator: 'Giant', count: 1_000_000, startMs: NOON, endMs: NOON + HOUR };
    const report = (sequence: bigint, records: object[]): Fact => ({
      type: 'report',
      report: {
        ...{ provider: 'p', source: 'm', epoch: 1, sequence, contentHash: '', recordCount: records.length, rejected: [], opaque: false },
        records: records.map((one, index) => ({ ...huge, ...one, index })),
      },
    });
    const once = [{ accelerator: '', count: 1 }];
    // 3.6e15 TFLOP each: 2,000 fit below 9.2e18, and another 2,000 do not.
    const half = Array.from({ length: 2_000 }, () => ({}));
    await count([...WORLD, model, report(1n, half), report(2n, once), report(3n, half), report(4n, once)], [newEngine()]);
    const { dataSource } = database;
    expect(await dataSource.query('select upper from hour_total where upper > 1e18')).toEqual([{ upper: '7200000000000000000' }]);
    expect(await dataSource.query('select reason, count(*)::int from record_state group by reason')).toEqual([
      { reason: 'TOTAL_OVERFLOW', count: 2_000 },
    ]);
    expect(await dataSource.query('select records_counted, records_held from source_count')).toEqual([
      { records_counted: '2002', records_held: '2000' },
    ]);
    expect(await dataSource.query('select kind, occurrences from finding')).toContainEqual({ kind: 'TOTAL_OVERFLOW', occurrences: '1' });
  });

  /** Everything decided again from the inputs, in batches of another size than before: the order alone decides. */
  async function compareReplay(reportsMax: number): Promise<void> {
    await emptyLedger(scratch);
    const { replay, step } = openReplay(scratch.transactions, new AcceleratorCatalogue(1, []), reportsMax);
    await replay.catchUp(database.transactions);
    const replayed = await new Rebuild(database.transactions, [step]).run();
    expect(replayed.flatMap(({ differences }) => differences)).toEqual([]);
  }

  it('says so when a cluster is registered otherwise after it was counted in, and changes nothing that was decided', async () => {
    await emptyLedger();
    const cluster = (acceleratorsPerNode: number): Fact => ({
      type: 'cluster',
      cluster: { provider: 'p', id: 'c', accelerator: 'X', accelerators: 8, acceleratorsPerNode, inServiceFromMs: 0 },
    });
    const one = { ...VOID, index: 0, account: 'a', cluster: 'c', count: 4, node: 'n', startMs: NOON, endMs: NOON + HOUR };
    const report: Fact = {
      type: 'report',
      report: {
        ...{ provider: 'p', source: 'm', epoch: 1, sequence: 1n, contentHash: '', recordCount: 1, rejected: [], opaque: false },
        records: [one],
      },
    };
    // Before anything was counted, and the same once more: nothing to say.
    await count([...WORLD, cluster(5), report, cluster(5), cluster(2)], [newEngine()]);
    const { dataSource } = database;
    expect(await dataSource.query('select kind, detail from finding')).toEqual([
      { kind: 'REGISTRATION_CHANGED', detail: 'acceleratorsPerNode 5 -> 2' },
    ]);
    expect(await dataSource.query('select accelerator_ms from hour_total')).toEqual([{ accelerator_ms: String(4 * HOUR) }]);
  });

  it('tells of a correction that changes no total, only whose word it rests on', async () => {
    await emptyLedger();
    const one = { ...VOID, index: 0, account: 'a', cluster: 'c', count: 4, startMs: NOON, endMs: NOON + HOUR, kind: 5, ppm: 400_000 };
    const report = (sequence: bigint, said: Partial<TruthRecord>): Fact => ({
      type: 'report',
      report: {
        ...{ provider: 'p', source: 'm', epoch: 1, sequence, contentHash: '', recordCount: 1, rejected: [], opaque: false },
        records: [{ ...one, ...said }],
      },
    });
    const correction = (sequence: bigint) => ({ correction: { epoch: 1, sequence, index: 0, void: false } });
    const graded = [report(1n, { evidence: 0 }), report(2n, { evidence: 1, ...correction(1n) })];
    const label = { workload: 2, account: 'b' };
    const labelled = [report(3n, { ...label, workloadEvidence: 0 }), report(4n, { ...label, workloadEvidence: 1, ...correction(3n) })];
    const facts = [...WORLD, ...graded, ...labelled];
    await count(facts, [newEngine()]);
    await compare(deriveTruth(facts));
    const expected = String(4 * 3_600 * 1_000 * 0.4);
    const told = (await postedRests(database.dataSource)).map(([key, said]) => `${key.split('|').at(-1)} ${said}`);
    expect(told).toEqual([`3 ${4 * HOUR} ms ${expected}`, `1 ${4 * HOUR} ms ${expected}`, `label:1 ${4 * HOUR} ms ${expected}`]);
  });

  it('comes to the truth, whatever the history', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.constantFrom(1, 2, 400), async (events, reportsMax) => {
        await emptyLedger();
        const facts = [...WORLD, ...events];
        await count(facts, [newEngine()]);
        await compare(deriveTruth(facts));
        await compareReplay(reportsMax);
      }),
      { numRuns: Number(process.env.COUNTING_RUNS ?? 120) },
    );
  }, 600_000);

  it('comes to the same with two engines that take turns', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (events) => {
        await emptyLedger();
        const facts = [...WORLD, ...events];
        await count(facts, [newEngine(), newEngine()]);
        await compare(deriveTruth(facts));
        await compareReplay(400);
      }),
      { numRuns: Number(process.env.COUNTING_RUNS ?? 120) / 3 },
    );
  }, 600_000);
});

function message(offset: bigint, value: Uint8Array): IncomingMessage {
  return { offset, key: 'k', value: Buffer.from(value), headers: {}, timestampMs: 0 };
}

function envelopeOf(submission: Submission, offset: bigint): Uint8Array {
  const columns = columnsOf(submission);
  return encodeEnvelope({
    provider: submission.provider,
    source: submission.source,
    epoch: submission.epoch,
    sequence: submission.sequence,
    receivedAtMs: NOON,
    producedAtMs: 0,
    contentHash: contentHash(columns),
    origin: { stream: 'door/test', offset },
    recordCount: submission.recordCount,
    rejected: submission.rejected.map((index) => ({ index, code: 'COUNT_OUT_OF_RANGE', field: 'count' })),
    columns,
    schemaVersion: 1,
    opaque: new Uint8Array(0),
    opaqueContentType: '',
    door: 'http',
  });
}

function factBytes(fact: Exclude<Fact, { type: 'report' }>, offset: bigint): Uint8Array {
  const inner = () => {
    switch (fact.type) {
      case 'cluster': {
        const { inServiceFromMs, inServiceToMs, ...cluster } = fact.cluster;
        const value = {
          ...cluster,
          inServiceFromMs: BigInt(inServiceFromMs),
          ...(inServiceToMs === undefined ? {} : { inServiceToMs: BigInt(inServiceToMs) }),
        };
        return { case: 'cluster' as const, value: create(facility.ComputeClusterSchema, value) };
      }
      case 'accelerator':
        return {
          case: 'accelerator' as const,
          value: create(facility.AcceleratorSchema, { model: fact.model, vendor: 'v', aliases: fact.aliases, peaksGflops: fact.peaks }),
        };
      case 'alias':
        return { case: 'alias' as const, value: create(facility.AcceleratorAliasSchema, { alias: fact.alias, model: fact.model }) };
    }
  };
  return toBinary(facility.FacilityEventSchema, create(facility.FacilityEventSchema, { id: `f-${offset}`, fact: inner() }));
}
