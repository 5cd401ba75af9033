import type { TraceCluster } from './job-trace.js';

export const ITP_PROVIDER = { id: 'microsoft-itp', name: 'Microsoft ITP trace, 2021 (public data)' };

/** The trace names neither tenant nor model of accelerator: what is made up for it is said where it is registered. */
const ASSUMPTION =
  'The published trace does not name the accelerator: V100 is assumed. The number registered is the most that the trace shows in use at one time, ' +
  'in whole machines of eight. The account stands for all users of the compute cluster.';

/** Reports are numbered by this: cutting the trace anew would need a new epoch. */
const RECORDS_PER_REPORT = 1000;
export const ITP_EPOCH = 1;

export const itpSource = (cluster: TraceCluster): string => `itp-${cluster.name}`;

export function itpClusterRegistration(cluster: TraceCluster): object {
  return {
    site: 'itp',
    accelerator: 'V100',
    accelerators: Math.ceil(cluster.peakAccelerators / 8) * 8,
    inServiceFrom: '2021-03-01',
    inServiceTo: '2021-06-01',
    assumption: ASSUMPTION,
  };
}

export const itpReportCount = (cluster: TraceCluster): number => Math.ceil(cluster.jobs.length / RECORDS_PER_REPORT);

/**
 * The report of this number, 1 to {@link itpReportCount}, always the same for the same trace. Utilisation is left out (NONE), and the
 * evidence too (DECLARED, the weakest): nobody stands behind the values any more, and the hardware is assumed.
 */
export function itpReport(cluster: TraceCluster, sequence: number): object {
  const jobs = cluster.jobs.slice((sequence - 1) * RECORDS_PER_REPORT, sequence * RECORDS_PER_REPORT);
  return {
    source: itpSource(cluster),
    epoch: ITP_EPOCH,
    sequence: String(sequence),
    records: jobs.map(({ id, startSeconds, durationSeconds, accelerators }) => ({
      account: cluster.name,
      cluster: cluster.name,
      count: accelerators,
      startMs: String(startSeconds * 1000),
      endMs: String((startSeconds + durationSeconds) * 1000),
      workload: 'TRAINING',
      job: id,
    })),
  };
}
