/**
 * npm run bench [-- --quick] [--json FILE] [--only SECTION,...] [--paced SECONDS]: what Tidemark does in a second, beside rivals that do the same job on
 * the same cores. Sections: drain, streams, stock, postgres-drain, latency, postgres-latency, door, year, control, casework,
 * monitor (or one of its parts: monitor-fold, monitor-kafka-fold, monitor-latency, monitor-kafka-latency, monitor-standalone-latency, monitor-merge,
 * monitor-pairs).
 */
import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import { MEASURED_CORES } from './machine/processes.js';
import { measureQueue } from './sections/casework.section.js';
import { measureControl } from './sections/control.section.js';
import { measureDoor } from './sections/door.section.js';
import { drainKafkaStreams, drainStock, drainTidemark } from './sections/drain.section.js';
import { measureLatency } from './sections/latency.section.js';
import { MONITOR_PARTS, measureMonitor } from './sections/monitor.section.js';
import { type Results, summary } from './sections/results.js';
import { FULL, QUICK } from './sections/sizes.js';
import { type Stage, setStage } from './sections/stage.js';
import { tables } from './sections/table.js';
import { measureYear } from './sections/year.section.js';

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' }, only: { type: 'string' }, paced: { type: 'string' } },
});
const size = values.quick ? QUICK : FULL;
const sizes = values.paced ? { ...size, pacedSeconds: Number(values.paced) } : size;
const only = values.only?.split(',');
const wanted = (section: string): boolean => !only || only.includes(section);
const startedMs = Date.now();
/** What others did on the machine before anything was measured. */
const load = loadavg()[0]!.toFixed(1);
const say = (text: string): void => void process.stderr.write(`${((Date.now() - startedMs) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);

async function on(kind: 'kafka' | 'postgresLog', run: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await setStage(kind);
  try {
    await run(stage);
  } finally {
    await stage.stop();
  }
}

async function measure(): Promise<Results> {
  const results: Results = { drain: { kafka: {}, postgresLog: {} }, latency: {}, door: {} };
  const { kafka, postgresLog } = results.drain;
  if (wanted('drain') || wanted('streams'))
    await on('kafka', async (stage) => {
      const { filled, result } = await drainTidemark(stage, sizes, say);
      kafka.tidemark = result;
      if (!wanted('streams')) return;
      kafka.kafkaStreams100ms = await drainKafkaStreams(stage, filled, 100, say);
      kafka.kafkaStreams1s = await drainKafkaStreams(stage, filled, 1000, say);
    });
  if (wanted('stock')) await on('kafka', async (stage) => void (kafka.stock = await drainStock(stage, sizes, say)));
  if (wanted('postgres-drain'))
    await on('postgresLog', async (stage) => void (postgresLog.tidemark = (await drainTidemark(stage, sizes, say)).result));
  if (wanted('latency')) await on('kafka', async (stage) => void (results.latency.kafka = await measureLatency(stage, sizes, say)));
  if (wanted('postgres-latency'))
    await on('postgresLog', async (stage) => void (results.latency.postgresLog = await measureLatency(stage, sizes, say)));
  if (wanted('door')) await on('kafka', async (stage) => void (results.door = await measureDoor(stage, sizes, say)));
  if (wanted('year')) await on('postgresLog', async (stage) => void (results.year = await measureYear(stage, sizes, say)));
  if (wanted('control')) results.control = measureControl(say);
  if (wanted('casework')) results.casework = await measureQueue(say);
  const wantedOfMonitor = (part: string): boolean => wanted('monitor') || wanted(part);
  if (MONITOR_PARTS.some(wantedOfMonitor)) results.monitor = await measureMonitor({ sizes, say, on, wanted: wantedOfMonitor });
  return results;
}

// The clients' own talk does not belong between the figures.
Logger.overrideLogger(['fatal']);
const results = await measure();
process.stdout.write(
  `${cpus()[0]?.model ?? 'unknown CPU'}, ${MEASURED_CORES ? 'two cores measured' : `${cpus().length} cores, the measuring included`}, Node ${process.version}, load average before ${load}\n\n`,
);
process.stdout.write(`${tables(results)}\n`);
if (values.json) await writeFile(values.json, `${JSON.stringify(summary(results), undefined, 2)}\n`);
process.exit(0);
