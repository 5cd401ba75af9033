/** The ledger's engine in this process, on a real database and without a log: fed by hand, batch by batch. */
import { create, toBinary } from '@bufbuild/protobuf';
import { SystemClock } from '@tidemark/access';
import { contentHash, encodeColumns, encodeEnvelope, FacilityEventSchema, type Peaks } from '@tidemark/contracts';
import { PUBLISHED_CATALOGUE, type RecordColumns } from '@tidemark/domain';
import type { BatchContext, IncomingMessage } from '@tidemark/messaging';
import { TOPICS } from '@tidemark/messaging';
import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import pg from 'pg';
import { CountingEngine } from '../../../apps/usage-ledger/src/count/counting-engine.js';
import { LEDGER_DATABASE } from '../../../apps/usage-ledger/src/ledger-database.js';
import { PostgresCountingStore } from '../../../apps/usage-ledger/src/postgres/counting-store.postgres.js';
import { PostgresLedgerRecords } from '../../../apps/usage-ledger/src/postgres/ledger-records.postgres.js';
import { PostgresReportFates } from '../../../apps/usage-ledger/src/postgres/report-fates.postgres.js';
import { reportFateView } from '../../../apps/usage-ledger/src/reports/report-fate.dto.js';
import { reportFate } from '../../../apps/usage-ledger/src/reports/report-fate.js';
import type { TruthRecord } from '../../truth/truth.model.js';
import type { Delivery } from '../workload/workload.js';
import type { FacilityStep } from '../workload/world.js';
import type { LedgerAnswers } from './ledger-state.js';
import { sqlAnswers } from './sql-answers.js';

const NO_GROUP: BatchContext = {
  isStale: () => false,
  heartbeat: async () => undefined,
  deadLetter: async (_, reason) => {
    throw new Error(`put aside: ${reason}`);
  },
};

export class CountingAlone {
  readonly #engines: CountingEngine[];
  readonly #next = new Map<string, bigint>();
  readonly #owner = new Map<string, CountingEngine>();
  /** What was appended, as the log would give it back. */
  readonly logged: { topic: string; partition: number; message: IncomingMessage }[] = [];

  private constructor(
    readonly database: AppDatabase,
    readonly client: pg.Client,
    instances: number,
  ) {
    const store = (): PostgresCountingStore => new PostgresCountingStore(database.transactions);
    this.#engines = Array.from(
      { length: instances },
      () => new CountingEngine(store(), new PostgresLedgerRecords(), PUBLISHED_CATALOGUE, database.transactions, new SystemClock()),
    );
  }

  static async start(url: string, instances: number): Promise<CountingAlone> {
    const database = await openAppDatabase({ url, ...LEDGER_DATABASE });
    const client = new pg.Client({ connectionString: url, options: '-c search_path=usage_ledger' });
    await client.connect();
    return new CountingAlone(database, client, instances);
  }

  async stop(): Promise<void> {
    await this.client.end();
    await this.database.close();
  }

  async learn(step: FacilityStep, instance: number): Promise<void> {
    const event = create(FacilityEventSchema, {
      id: `event-${this.logged.length}`,
      recordedAtMs: 1n,
      recordedBy: 'storm',
      fact: factOf(step),
    });
    const message = this.#message(TOPICS.facility, 0, toBinary(FacilityEventSchema, event));
    await (await this.#assigned(TOPICS.facility, 0, instance)).takeFacts(
      { topic: TOPICS.facility, partition: 0, messages: [message], endOffset: message.offset + 1n },
      NO_GROUP,
    );
  }

  async count(partition: number, deliveries: readonly Delivery[], instance: number): Promise<void> {
    const messages = deliveries.map((delivery) =>
      this.#message(TOPICS.reports, partition, envelopeOf(delivery, BigInt(this.logged.length))),
    );
    await (await this.#assigned(TOPICS.reports, partition, instance)).countReports(
      { topic: TOPICS.reports, partition, messages, endOffset: messages.at(-1)!.offset + 1n },
      NO_GROUP,
    );
  }

  /** The group gives a partition to an instance: it asks where to begin, as after every rebalance. */
  async #assigned(topic: string, partition: number, instance: number): Promise<CountingEngine> {
    const engine = this.#engines[instance % this.#engines.length]!;
    const lane = `${topic}/${partition}`;
    if (this.#owner.get(lane) !== engine) await engine.startAt(topic, partition);
    this.#owner.set(lane, engine);
    return engine;
  }

  #message(topic: string, partition: number, value: Uint8Array): IncomingMessage {
    const lane = `${topic}/${partition}`;
    const offset = this.#next.get(lane) ?? 0n;
    this.#next.set(lane, offset + 1n);
    const message = { offset, key: 'k', value: Buffer.from(value), headers: {}, timestampMs: Date.now() };
    this.logged.push({ topic, partition, message });
    return message;
  }

  get answers(): LedgerAnswers {
    const fates = new PostgresReportFates();
    return sqlAnswers(this.client, async (id) => {
      const stored = await this.database.transactions.read({ oversight: true }, (tx) => fates.find(tx, id));
      if (!stored) throw new Error(`report ${id.sequence} of ${id.source} is unknown`);
      return reportFateView(id, reportFate(stored));
    });
  }
}

function factOf(step: FacilityStep) {
  switch (step.put) {
    case 'alias':
      return { case: 'alias' as const, value: { alias: step.alias, model: step.model } };
    case 'accelerator': {
      const peaksGflops = Object.fromEntries(
        Object.entries(step.peaksGflops).map(([format, value]) => [format.toLowerCase(), BigInt(value)]),
      );
      return {
        case: 'accelerator' as const,
        value: { model: step.model, vendor: 'Storm', aliases: step.aliases, peaksGflops: peaksGflops as unknown as Peaks },
      };
    }
    case 'cluster': {
      const { inServiceFromMs, inServiceToMs, ...cluster } = step.cluster;
      const to = inServiceToMs === undefined ? {} : { inServiceToMs: BigInt(inServiceToMs) };
      return { case: 'cluster' as const, value: { ...cluster, site: 'storm', inServiceFromMs: BigInt(inServiceFromMs), ...to } };
    }
  }
}

function envelopeOf(delivery: Delivery, offset: bigint): Uint8Array {
  const columns = delivery.opaque ? new Uint8Array(0) : encodeColumns(columnsOf(delivery.accepted));
  return encodeEnvelope({
    ...{ provider: delivery.provider, source: delivery.source, epoch: delivery.epoch, sequence: BigInt(delivery.sequence) },
    ...{ receivedAtMs: Date.now(), producedAtMs: 0, contentHash: contentHash(columns), origin: { stream: 'storm', offset } },
    recordCount: delivery.accepted.length + delivery.rejected.length,
    rejected: delivery.rejected.map((index) => ({ index, code: 'STORM', field: '' })),
    ...{
      columns,
      schemaVersion: delivery.opaque ? 2 : 1,
      opaque: new Uint8Array(delivery.opaque ? 1 : 0),
      opaqueContentType: '',
      door: 'http',
    },
  });
}

function columnsOf(records: readonly TruthRecord[]): RecordColumns {
  const names = [''];
  const place = (name: string): number => {
    const known = names.indexOf(name);
    return known >= 0 ? known : names.push(name) - 1;
  };
  const devices = records.map((record) => record.devices);
  const starts = [0];
  for (const list of devices) starts.push(starts.at(-1)! + list.length);
  return {
    length: records.length,
    names,
    index: Uint16Array.from(records, ({ index }) => index),
    account: Uint32Array.from(records, ({ account }) => place(account)),
    cluster: Uint32Array.from(records, ({ cluster }) => place(cluster)),
    accelerator: Uint32Array.from(records, ({ accelerator }) => place(accelerator)),
    node: Uint32Array.from(records, ({ node }) => place(node)),
    job: Uint32Array.from(records, ({ job }) => place(job)),
    count: Uint32Array.from(records, ({ count }) => count),
    startMs: Float64Array.from(records, ({ startMs }) => startMs),
    endMs: Float64Array.from(records, ({ endMs }) => endMs),
    grade: Uint16Array.from(records, (r) => r.kind | (r.format << 3) | (r.evidence << 6) | (r.workload << 8) | (r.workloadEvidence << 10)),
    ppm: Uint32Array.from(records, ({ ppm }) => ppm),
    deviceStart: Uint32Array.from(starts),
    devices: Uint16Array.from(devices.flat()),
    corrections: new Map(records.flatMap(({ correction }, row) => (correction ? [[row, correction]] : []))),
  };
}
