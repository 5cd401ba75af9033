import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { SystemClock } from '@tidemark/access';
import { type Envelope, encodeEnvelope, facility } from '@tidemark/contracts';
import { AcceleratorCatalogue, type CorrectionTarget, type RecordColumns } from '@tidemark/domain';
import type { BatchContext } from '@tidemark/messaging';
import type { Transactions } from '@tidemark/persistence';
import { CountingEngine } from '../src/count/counting-engine.js';
import { PostgresCountingStore } from '../src/postgres/counting-store.postgres.js';
import { PostgresLedgerRecords } from '../src/postgres/ledger-records.postgres.js';
import { envelopeOf } from './ledger-rows.fixture.js';

/** The catalogue that these ledgers begin with: everything comes by facts. */
export const EMPTY_CATALOGUE = new AcceleratorCatalogue(1, []);
const START_MS = Date.UTC(2025, 0, 1);
const HOUR_MS = 3_600_000;
const CONTEXT: BatchContext = {
  isStale: () => false,
  heartbeat: async () => undefined,
  deadLetter: async (_, reason) => {
    throw new Error(reason);
  },
};

/** Two accelerators of account `a` on node `n1` of cluster `c` for the first hour, unless it says otherwise. */
export interface CountedRecord {
  account?: string;
  cluster?: string;
  count?: number;
  hour?: number;
  correction?: CorrectionTarget;
}

/** A ledger that the engine itself counts, a message at a time. */
export class CountedLedger {
  private readonly engine: CountingEngine;
  private reports = 0n;
  private facts = 0n;

  constructor(transactions: Transactions) {
    const store = new PostgresCountingStore(transactions);
    this.engine = new CountingEngine(store, new PostgresLedgerRecords(), EMPTY_CATALOGUE, transactions, new SystemClock());
  }

  async fact(fact: MessageInitShape<typeof facility.FacilityEventSchema>['fact']): Promise<void> {
    const event = create(facility.FacilityEventSchema, { id: `fact-${this.facts}`, ...(fact && { fact }) });
    const messages = [this.message(this.facts++, toBinary(facility.FacilityEventSchema, event))];
    await this.engine.takeFacts({ topic: 'facility.v1', partition: 0, messages, endOffset: this.facts }, CONTEXT);
  }

  /** In one batch. */
  async count(...reports: Envelope[]): Promise<void> {
    const messages = reports.map((report) => {
      const offset = this.reports++;
      return this.message(offset, encodeEnvelope({ ...report, origin: { stream: 'door/test', offset } }));
    });
    await this.engine.countReports({ topic: 'usage.reports.v1', partition: 0, messages, endOffset: this.reports }, CONTEXT);
  }

  private message(offset: bigint, value: Uint8Array) {
    return { offset, key: undefined, value: Buffer.from(value), headers: {}, timestampMs: 0 };
  }
}

/** A report of provider `alpha`, meter `m`. */
export const reportOf = (sequence: bigint, ...records: CountedRecord[]): Envelope =>
  envelopeOf({ provider: 'alpha', source: 'm', epoch: 1, sequence }, columnsOf(records));

function columnsOf(records: readonly CountedRecord[]): RecordColumns {
  const names = [''];
  const place = (name: string) => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1);
  const numbers = (of: (record: CountedRecord) => number) => Uint32Array.from(records, (one) => (one.correction?.void ? 0 : of(one)));
  const text = (of: (record: CountedRecord) => string) => numbers((one) => place(of(one)));
  const time = (of: (hour: number) => number) =>
    Float64Array.from(records, ({ hour = 0, correction }) => (correction?.void ? 0 : START_MS + of(hour) * HOUR_MS));
  // The dictionary is in order of first appearance, record by record.
  for (const one of records) if (!one.correction?.void) for (const name of [one.account ?? 'a', one.cluster ?? 'c', 'n1']) place(name);
  return {
    length: records.length,
    names,
    index: Uint16Array.from(records, (_, i) => i),
    account: text((one) => one.account ?? 'a'),
    cluster: text((one) => one.cluster ?? 'c'),
    accelerator: numbers(() => 0),
    node: text(() => 'n1'),
    job: numbers(() => 0),
    count: numbers((one) => one.count ?? 2),
    startMs: time((hour) => hour),
    endMs: time((hour) => hour + 1),
    grade: new Uint16Array(records.length),
    ppm: numbers(() => 0),
    deviceStart: new Uint32Array(records.length + 1),
    devices: new Uint16Array(0),
    corrections: new Map(records.flatMap(({ correction }, row) => (correction ? [[row, correction]] : []))),
  };
}

/** Counted whole, in parts, held and released, corrected, voided, sent twice, sent otherwise: something for every derived table. */
export async function countSomethingOfEverything(ledger: CountedLedger): Promise<void> {
  const cluster = (id: string) => ({
    case: 'cluster' as const,
    value: { provider: 'alpha', id, accelerator: 'X', accelerators: 8, acceleratorsPerNode: 4, inServiceFromMs: 0n },
  });
  await ledger.fact({ case: 'accelerator', value: { model: 'X', vendor: 'v', aliases: [], peaksGflops: { bf16: 1_000_000n } } });
  await ledger.fact(cluster('c'));
  await ledger.count(reportOf(1n, {}, { account: 'b', hour: 1 }), reportOf(2n, { account: 'b', count: 3 }, { cluster: 'late' }));
  await ledger.count(reportOf(1n, {}, { account: 'b', hour: 1 }), reportOf(2n, { account: 'other' }));
  await ledger.count(reportOf(3n, { correction: { epoch: 1, sequence: 1n, index: 0, void: false }, count: 1 }));
  await ledger.fact(cluster('late'));
  await ledger.count(reportOf(5n, { correction: { epoch: 1, sequence: 1n, index: 1, void: true } }, { cluster: 'nowhere' }));
}
