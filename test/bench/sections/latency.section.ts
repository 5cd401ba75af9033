/** End to end at the pace of the world's node-minutes: from handing a report to the log until its effect is committed in the ledger. */
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeEnvelope } from '@tidemark/contracts';
import { TOPICS } from '@tidemark/messaging';
import pg from 'pg';
import { differenceOf, expectedTotals } from '../fleet/expected-totals.js';
import { envelopeOf, meterTemplate, PROVIDER, sourceOf, WORLD_FLEET } from '../fleet/fleet.js';
import { cpuSeconds, residentBytes } from '../machine/processes.js';
import { type CpuByPart, teachFacilities } from '../tidemark/drain.js';
import { ledgerClient, ledgerTotals, type RunningLedger, startLedger, untilTaken } from '../tidemark/ledger.js';
import type { Say } from './drain.section.js';
import type { LatencyResult } from './results.js';
import type { Sizes } from './sizes.js';
import type { Stage } from './stage.js';

const REPORTS_PER_SECOND = 40_000 / WORLD_FLEET.nodes;
/** The first seconds compile and fill caches. */
const WARM_UP_SECONDS = 5;
const CORES = 2;

interface Waiting {
  offset: bigint;
  sentAtMs: number;
  counts: boolean;
}

export async function measureLatency(stage: Stage, { pacedSeconds }: Sizes, say: Say): Promise<LatencyResult> {
  await teachFacilities(stage.log, WORLD_FLEET, stage.settings);
  const ledger = await startLedger(stage.settings);
  try {
    return await pace(stage, ledger, pacedSeconds, say);
  } finally {
    await ledger.program.stop();
  }
}

async function pace(stage: Stage, ledger: RunningLedger, seconds: number, say: Say): Promise<LatencyResult> {
  const watcher = await CommitWatcher.start(stage.settings.databaseUrl);
  const reports = new Array<number>(WORLD_FLEET.meters).fill(0);
  const memory: number[] = [];
  say(`sending 40,000 records a second for ${seconds} s`);
  await send(stage, watcher, reports, { from: 0, seconds: WARM_UP_SECONDS, counts: false });
  const before = cpuOf(stage, ledger);
  const sampling = setInterval(() => memory.push(residentBytes(ledger.program.pid)), 1000);
  const sent = WARM_UP_SECONDS * REPORTS_PER_SECOND;
  await Promise.race([send(stage, watcher, reports, { from: sent, seconds, counts: true }), ledger.program.ended]);
  clearInterval(sampling);
  const cpu = minus(cpuOf(stage, ledger), before);
  const client = await ledgerClient(stage.settings.databaseUrl);
  await untilTaken(client, ledger, (WARM_UP_SECONDS + seconds) * REPORTS_PER_SECOND);
  const difference = differenceOf(expectedTotals(WORLD_FLEET, reports), await ledgerTotals(client));
  await client.end();
  if (difference) throw new Error(`Tidemark counted wrongly: ${difference}`);
  const latencies = (await watcher.stop()).sort((a, b) => a - b);
  return {
    p50: latencies[Math.floor(latencies.length * 0.5)]!,
    p99: latencies[Math.floor(latencies.length * 0.99)]!,
    cpuShare: (cpu.app + cpu.postgres + cpu.broker) / (seconds * CORES),
    cpu,
    memory: { first: memory[0]!, most: Math.max(...memory), last: memory.at(-1)! },
    seconds,
  };
}

/** One report every 12.5 ms, each handed over when it is due whether or not the one before is durable. */
async function send(
  { log }: Stage,
  watcher: CommitWatcher,
  reports: number[],
  { from, seconds, counts }: { from: number; seconds: number; counts: boolean },
): Promise<void> {
  const templates = Array.from({ length: WORLD_FLEET.meters }, (_, meter) => meterTemplate(WORLD_FLEET, meter));
  const startedMs = performance.now();
  const appends: Promise<void>[] = [];
  for (let i = 0; i < seconds * REPORTS_PER_SECOND; i += 1) {
    const meter = (from + i) % WORLD_FLEET.meters;
    const envelope = envelopeOf(templates[meter]!, reports[meter]!, { stream: 'bench/paced', offset: BigInt(from + i) }, Date.now());
    const value = encodeEnvelope(envelope);
    const dueInMs = startedMs + (i * 1000) / REPORTS_PER_SECOND - performance.now();
    if (dueInMs > 0) await sleep(dueInMs);
    reports[meter]! += 1;
    const sentAtMs = performance.now();
    appends.push(
      log
        .append(TOPICS.reports, [{ key: `${PROVIDER}/${sourceOf(meter)}`, value }])
        .then(([at]) => watcher.expect(at!.partition, { offset: at!.offset, sentAtMs, counts })),
    );
  }
  await Promise.all(appends);
}

const cpuOf = ({ database, broker }: Stage, ledger: RunningLedger): CpuByPart => ({
  app: cpuSeconds(ledger.program.pid),
  postgres: cpuSeconds(database.pid),
  broker: broker ? cpuSeconds(broker.pid) : 0,
});

const minus = (a: CpuByPart, b: CpuByPart): CpuByPart => ({
  app: a.app - b.app,
  postgres: a.postgres - b.postgres,
  broker: a.broker - b.broker,
});

/** Learns of commits from the notification that the ledger's outbox sends with them, so that nothing is polled on the measured cores. */
class CommitWatcher {
  readonly #waiting = new Map<number, Waiting[]>();
  readonly #taken = new Map<number, { next: bigint; atMs: number }>();
  readonly #latencies: number[] = [];
  #looking: Promise<void> | undefined;
  #again = false;

  private constructor(private readonly client: pg.Client) {}

  static async start(databaseUrl: string): Promise<CommitWatcher> {
    const client = new pg.Client({ connectionString: databaseUrl, options: '-c search_path=usage_ledger' });
    await client.connect();
    const watcher = new CommitWatcher(client);
    client.on('notification', () => watcher.#look(performance.now()));
    await client.query('listen outbox_usage_ledger');
    return watcher;
  }

  expect(partition: number, waiting: Waiting): void {
    const taken = this.#taken.get(partition);
    // The append may be answered after the ledger has already counted.
    if (taken && waiting.offset < taken.next) this.#settle(waiting, taken.atMs);
    else if (!this.#waiting.get(partition)?.push(waiting)) this.#waiting.set(partition, [waiting]);
  }

  #look(atMs: number): void {
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = this.#read(atMs).finally(() => {
      this.#looking = undefined;
      if (this.#again) {
        this.#again = false;
        this.#look(performance.now());
      }
    });
  }

  async #read(atMs: number): Promise<void> {
    const { rows } = await this.client.query<{ partition: number; next_offset: string }>(
      'select partition, next_offset from input_position where topic = $1',
      [TOPICS.reports],
    );
    for (const { partition, next_offset } of rows) {
      const next = BigInt(next_offset);
      if (next === this.#taken.get(partition)?.next) continue;
      this.#taken.set(partition, { next, atMs });
      const waiting = this.#waiting.get(partition) ?? [];
      for (const one of waiting) if (one.offset < next) this.#settle(one, atMs);
      this.#waiting.set(
        partition,
        waiting.filter((one) => one.offset >= next),
      );
    }
  }

  #settle({ sentAtMs, counts }: Waiting, atMs: number): void {
    if (counts) this.#latencies.push(Math.max(0, atMs - sentAtMs));
  }

  async stop(): Promise<number[]> {
    await this.#looking;
    await this.#read(performance.now());
    await this.client.end();
    return this.#latencies;
  }
}
