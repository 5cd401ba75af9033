/** The drain of a prefilled log, by Tidemark and by its rivals from the same bytes, each verified to the digit. */
import { differenceOf, expectedTotals, type TotalsRow } from '../fleet/expected-totals.js';
import { type Filled, fillReports } from '../fleet/fill.js';
import { WORLD_FLEET } from '../fleet/fleet.js';
import { buildKafkaStreams, drainWithKafkaStreams } from '../kafka-streams/kafka-streams.rival.js';
import { startDatabase } from '../machine/database.js';
import { cpuSeconds } from '../machine/processes.js';
import { drainRate, type Sample } from '../machine/progress.js';
import { drainWithStockNest } from '../stock-nest/stock-nest.rival.js';
import { type CpuByPart, drainWithTidemark, teachFacilities } from '../tidemark/drain.js';
import type { DrainResult } from './results.js';
import type { Sizes } from './sizes.js';
import type { Stage } from './stage.js';

export type Say = (text: string) => void;

const STOCK_TOPIC = 'bench.stock.v1';

interface Run {
  samples: Sample[];
  totals: Map<string, TotalsRow>;
  cpu: CpuByPart;
}

/** Fills the reports topic and drains it with Tidemark; answers what was filled, for the rivals. */
export async function drainTidemark(stage: Stage, { drainReports }: Sizes, say: Say): Promise<{ filled: Filled; result: DrainResult }> {
  const { log, settings, database, broker } = stage;
  say('teaching the ledger the fleet');
  await teachFacilities(log, WORLD_FLEET, settings);
  say(`filling ${drainReports} reports`);
  const filled = await fillReports(log, { plan: WORLD_FLEET, reports: drainReports, stream: 'bench/drain' });
  say('draining with Tidemark');
  const pids = { postgresPid: database.pid, ...(broker ? { brokerPid: broker.pid } : {}) };
  const run = await drainWithTidemark({ ...settings, ...pids, messages: filled.messages });
  return { filled, result: verified('Tidemark', filled, run) };
}

export async function drainKafkaStreams(stage: Stage, filled: Filled, commitMs: number, say: Say): Promise<DrainResult> {
  const broker = stage.broker!;
  await buildKafkaStreams();
  say(`draining with Kafka Streams, commit interval ${commitMs} ms`);
  const before = cpuSeconds(broker.pid);
  const { samples, totals, cpuSeconds: app } = await drainWithKafkaStreams(broker.bootstrap, WORLD_FLEET, commitMs, stage.folder);
  return verified('Kafka Streams', filled, { samples, totals, cpu: { app, postgres: 0, broker: cpuSeconds(broker.pid) - before } });
}

export async function drainStock(stage: Stage, { stockReports }: Sizes, say: Say): Promise<DrainResult> {
  const broker = stage.broker!;
  await stage.log.ensureTopics([{ name: STOCK_TOPIC, partitions: 8 }]);
  const filled = await fillReports(stage.log, { plan: WORLD_FLEET, reports: stockReports, stream: 'bench/stock', topic: STOCK_TOPIC });
  say('draining with stock NestJS and TypeORM');
  const database = await startDatabase();
  try {
    const before = { postgres: cpuSeconds(database.pid), broker: cpuSeconds(broker.pid) };
    const { samples, totals, cpuSeconds: app } = await drainWithStockNest(broker.bootstrap, database.url, STOCK_TOPIC, filled);
    const cpu = { app, postgres: cpuSeconds(database.pid) - before.postgres, broker: cpuSeconds(broker.pid) - before.broker };
    return verified('stock NestJS', filled, { samples, totals, cpu });
  } finally {
    await database.server.stop();
  }
}

/** A rate of a wrong result is no rate. */
function verified(name: string, filled: Filled, { samples, totals, cpu }: Run): DrainResult {
  const difference = differenceOf(expectedTotals(WORLD_FLEET, filled.reports), totals);
  if (difference) throw new Error(`${name} counted wrongly: ${difference}`);
  return { ...drainRate(samples, WORLD_FLEET.nodes), records: filled.records, cpu };
}
