/** Builds and runs the Java rival (Kafka Streams, exactly_once_v2) on the topic that Tidemark drains, and reads its totals. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { TOPICS } from '@tidemark/messaging';
import { fleetPeaks, MODELS, modelOf, type TotalsRow } from '../fleet/expected-totals.js';
import { clusterOf, type FleetPlan, PROVIDER } from '../fleet/fleet.js';
import { checkout } from '../machine/checkout.js';
import { cpuSeconds, pinned } from '../machine/processes.js';
import type { Sample } from '../machine/progress.js';

const folder = (): string => join(checkout(), 'test', 'bench', 'kafka-streams');

/** Compiles the rival and fetches its jars, unless that was done since the sources changed. */
export async function buildKafkaStreams(): Promise<void> {
  const jar = join(folder(), 'target', 'kafka-streams-rival-1.jar');
  const sources = join(folder(), 'src', 'main', 'java', 'tidemark', 'bench');
  const newest = Math.max(
    ...[join(folder(), 'pom.xml'), ...(await readdir(sources)).map((name) => join(sources, name))].map((file) => statSync(file).mtimeMs),
  );
  if (existsSync(jar) && statSync(jar).mtimeMs > newest) return;
  await promisify(execFile)('mvn', ['-q', '-B', 'package', 'dependency:copy-dependencies'], { cwd: folder() });
}

export interface KafkaStreamsRun {
  samples: Sample[];
  totals: Map<string, TotalsRow>;
  cpuSeconds: number;
}

export async function drainWithKafkaStreams(
  bootstrap: string,
  plan: FleetPlan,
  commitIntervalMs: number,
  workFolder: string,
): Promise<KafkaStreamsRun> {
  const factsFile = join(workFolder, 'facts.tsv');
  const totalsFile = join(workFolder, 'totals.tsv');
  await writeFile(factsFile, factsOf(plan));
  const classPath = `${join(folder(), 'target', 'kafka-streams-rival-1.jar')}:${join(folder(), 'target', 'dependency', '*')}`;
  const application = `rival-${commitIntervalMs}-${process.hrtime.bigint()}`;
  const args = [bootstrap, TOPICS.reports, application, String(commitIntervalMs), join(workFolder, application), factsFile, totalsFile];
  const samples: Sample[] = [];
  const used = await watch(pinned('java', ['-Xms1g', '-Xmx1g', '-cp', classPath, 'tidemark.bench.Rival', ...args]), samples);
  return { samples, totals: readTotals(await readFile(totalsFile, 'utf8')), cpuSeconds: used };
}

/** Runs it to its end; answers the CPU seconds it had used when all was committed. */
function watch([command, args]: [string, string[]], samples: Sample[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const end = (): boolean => child.kill('SIGKILL');
    process.once('exit', end);
    let used = 0;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [word, at, messages] = line.split(' ');
      if (word === 'committed') samples.push({ atMs: Number(at), messages: Number(messages) });
      if (word === 'drained') used = cpuSeconds(child.pid!);
    });
    child.once('error', reject).once('exit', (code) => {
      process.removeListener('exit', end);
      if (code === 0) resolve(used);
      else reject(new Error(`the Kafka Streams rival ended with ${code}`));
    });
  });
}

function factsOf(plan: FleetPlan): string {
  const models = MODELS.map(({ model, peaks }) => {
    const { lower, expected, upper } = fleetPeaks(peaks);
    return ['model', model, lower, expected, upper].join('\t');
  });
  const clusters = Array.from({ length: plan.meters }, (_, meter) =>
    ['cluster', PROVIDER, clusterOf(meter), modelOf(meter).model].join('\t'),
  );
  return [...models, ...clusters].join('\n');
}

function readTotals(text: string): Map<string, TotalsRow> {
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.split('\t')[0]!, line.split('\t').slice(1).map(Number) as TotalsRow]));
}
