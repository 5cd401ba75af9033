/**
 * A little use of the two made-up providers, so that what is said of their customers is about something. It lies on clusters and meters of its
 * own: the others are left for whoever tries to send reports.
 */
export interface SampleUsage {
  provider: string;
  source: string;
  cluster: string;
  use: readonly { account: string; accelerators: number; from: string; days: number; training: boolean }[];
}

export const SAMPLE_USAGE: readonly SampleUsage[] = [
  {
    provider: 'aurora-cloud',
    source: 'aurora-meter-a100',
    cluster: 'aurora-a100',
    use: [
      { account: 'nordlys-train', accelerators: 256, from: '2026-02-02', days: 20, training: true },
      { account: 'nordlys-serve', accelerators: 8, from: '2026-02-02', days: 28, training: false },
      { account: 'hanse-eval', accelerators: 32, from: '2026-02-09', days: 5, training: false },
      { account: 'ostara-web', accelerators: 16, from: '2026-01-12', days: 30, training: false },
      // Its link begins on the tenth: a week of it stays nobody's.
      { account: 'marchetti-films', accelerators: 8, from: '2026-02-03', days: 14, training: true },
      { account: 'walk-in-7', accelerators: 64, from: '2026-02-20', days: 6, training: true },
    ],
  },
  {
    provider: 'borealis-compute',
    source: 'borealis-meter-a100',
    cluster: 'borealis-a100',
    use: [
      { account: 'polar-main', accelerators: 192, from: '2026-01-19', days: 30, training: true },
      { account: 'sanabili-1', accelerators: 16, from: '2026-02-01', days: 10, training: false },
      { account: 'open-tongues', accelerators: 64, from: '2026-02-10', days: 12, training: true },
      { account: 'halcyon', accelerators: 8, from: '2026-02-01', days: 20, training: true },
      { account: 'starharbour-pool', accelerators: 40, from: '2026-02-01', days: 28, training: false },
      { account: 'starharbour-school-1', accelerators: 8, from: '2026-02-01', days: 28, training: false },
      { account: 'nobody-yet', accelerators: 24, from: '2026-02-14', days: 7, training: true },
    ],
  },
];

const DAY_MS = 86_400_000;

/** As one report, the first of its meter: sent again it is a repetition. */
export function usageReport({ source, cluster, use }: SampleUsage): object {
  return {
    source,
    epoch: 1,
    sequence: '1',
    records: use.map(({ account, accelerators, from, days, training }) => ({
      account,
      cluster,
      count: accelerators,
      startMs: String(Date.parse(from)),
      endMs: String(Date.parse(from) + days * DAY_MS),
      utilisation: { kind: 'GPU_UTIL', value: '0.71' },
      evidence: 'BILLED',
      workload: training ? 'TRAINING' : 'INFERENCE',
    })),
  };
}
