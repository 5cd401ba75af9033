import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '../home/progress.js';
import type { ApiClient } from '../sample/api-client.js';
import { isCounted, nextSequence } from '../sample/report-numbers.js';
import { ITP_EPOCH, itpClusterRegistration, itpReport, itpReportCount, itpSource } from './itp-reports.js';
import { decodeTrace, type TraceCluster } from './job-trace.js';

const FILE = join(import.meta.dirname, '../../data/microsoft-itp.trace.gz');

/** How long the ledger may take to show what stood in the log when an earlier process was killed. */
const CATCH_UP_MS = 3000;
const COUNTED_WITHIN_MS = 60_000;

/**
 * Loads the Microsoft ITP trace through the public door, as its provider would, and returns when it is counted. Can be broken off and
 * repeated at any time: each report keeps its number, and what the ledger has already is not sent again.
 */
export async function loadTrace(provider: ApiClient, { resumed, progress }: { resumed: boolean; progress: Progress }): Promise<void> {
  const { clusters } = decodeTrace(await readFile(FILE));
  if (await isLoaded(provider, clusters)) return;
  const total = clusters.reduce((sum, cluster) => sum + cluster.jobs.length, 0);
  progress.begin('Loading the Microsoft ITP trace', total, 'jobs');
  await Promise.all(clusters.map((cluster) => provider.put(`/v1/clusters/${cluster.name}`, itpClusterRegistration(cluster))));
  await Promise.all(clusters.map((cluster) => provider.put(`/v1/meters/${itpSource(cluster)}`, { cluster: cluster.name })));
  if (resumed) await sleep(CATCH_UP_MS);
  await Promise.all(clusters.map((cluster) => sendReports(provider, cluster, (jobs) => progress.advance(jobs))));
  await Promise.all(clusters.map((cluster) => untilCounted(provider, cluster)));
  progress.end();
}

async function isLoaded(provider: ApiClient, clusters: readonly TraceCluster[]): Promise<boolean> {
  const last = clusters.map((cluster) => isCounted(provider, itpSource(cluster), ITP_EPOCH, itpReportCount(cluster)));
  return (await Promise.all(last)).every(Boolean);
}

async function sendReports(provider: ApiClient, cluster: TraceCluster, sent: (jobs: number) => void): Promise<void> {
  const next = await nextSequence(provider, itpSource(cluster), ITP_EPOCH);
  for (let sequence = 1; sequence <= itpReportCount(cluster); sequence++) {
    const report = itpReport(cluster, sequence) as { records: object[] };
    if (sequence >= next) await provider.post('/v1/reports', JSON.stringify(report));
    sent(report.records.length);
  }
}

async function untilCounted(provider: ApiClient, cluster: TraceCluster): Promise<void> {
  const deadline = Date.now() + COUNTED_WITHIN_MS;
  while (!(await isCounted(provider, itpSource(cluster), ITP_EPOCH, itpReportCount(cluster)))) {
    if (Date.now() > deadline)
      throw new Error(`The ledger has not counted the reports of ${itpSource(cluster)} after ${COUNTED_WITHIN_MS / 1000} s`);
    await sleep(50);
  }
}
