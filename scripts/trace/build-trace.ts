/**
 * Makes apps/standalone/data/microsoft-itp.trace.gz from the published trace.
 *
 *   node dist/scripts/trace/build-trace.js --data DIR     DIR holds traces/microsoft_itp_usage.csv.gz (optional evaluation data)
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { encodeTrace, type TraceCluster, type TraceJob } from '../../apps/standalone/src/trace/job-trace.js';

const ATTRIBUTION =
  'Derived from microsoft/elasticflow-traces (data/raw-traces.tar.gz), Copyright (c) Microsoft Corporation, MIT License. ' +
  'Jobs on ten compute clusters of Microsoft ITP, 2021-03-04 to 2021-05-02.';
const TARGET = 'apps/standalone/data/microsoft-itp.trace.gz';

const { values } = parseArgs({ options: { data: { type: 'string' } } });
const file = join(values.data ?? '', 'traces', 'microsoft_itp_usage.csv.gz');
if (values.data === undefined || !existsSync(file)) {
  console.error(`The published trace is not here (${file}). Say where it is with --data DIR. ${TARGET} stays as it is.`);
  process.exit(1);
}

const clusters = new Map<string, TraceJob[]>();
const [header, ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
const columns = header!.split(',');
for (const line of lines) {
  const cells = line.split(',');
  const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
  const startSeconds = Date.parse(cell('start')) / 1000;
  const job: TraceJob = {
    id: cell('job_id').replaceAll('-', '').slice(0, 10),
    startSeconds,
    durationSeconds: Date.parse(cell('end')) / 1000 - startSeconds,
    accelerators: Number(cell('accelerator_count')),
  };
  const jobs = clusters.get(cell('cluster'));
  if (jobs) jobs.push(job);
  else clusters.set(cell('cluster'), [job]);
}

const bytes = encodeTrace({ attribution: ATTRIBUTION, clusters: [...clusters].map(clusterOf) });
writeFileSync(TARGET, bytes);
console.log(`${TARGET}: ${lines.length} jobs of ${clusters.size} clusters in ${bytes.length} bytes`);

function clusterOf([name, jobs]: [string, TraceJob[]]): TraceCluster {
  jobs.sort((a, b) => a.startSeconds - b.startSeconds);
  return { name, peakAccelerators: peakOf(jobs), jobs };
}

/** Most accelerators at one time; a job that ends when another begins makes room for it. */
function peakOf(jobs: readonly TraceJob[]): number {
  const changes = jobs.flatMap(({ startSeconds, durationSeconds, accelerators }) => [
    { at: startSeconds, by: accelerators },
    { at: startSeconds + durationSeconds, by: -accelerators },
  ]);
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  let peak = 0;
  for (const { by } of changes) {
    now += by;
    peak = Math.max(peak, now);
  }
  return peak;
}
