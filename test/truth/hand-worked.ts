/** A small world for cases worked out by hand: provider p, meter m, cluster c of model X with 8 accelerators a node. */
import {
  type ClusterFact,
  type Counts,
  type Fact,
  type Parts,
  type Submission,
  type Totals,
  type Truth,
  type TruthRecord,
  totalsKey,
} from './truth.model.js';

export const HOUR = 3_600_000;
export const NOON = Date.UTC(2025, 0, 1, 12);
const PEAKS = { tf32: 500_000n, bf16: 1_000_000n, fp8: 2_000_000n };

export const fact = {
  cluster: (over: Partial<ClusterFact> = {}): Fact => ({
    type: 'cluster',
    cluster: { provider: 'p', id: 'c', accelerator: 'X', accelerators: 1_000, acceleratorsPerNode: 8, inServiceFromMs: 0, ...over },
  }),
  alias: (alias: string): Fact => ({ type: 'alias', alias, model: 'X' }),
  accelerator: (model: string): Fact => ({ type: 'accelerator', model, aliases: [], peaks: PEAKS }),
};

export const world = (over: Partial<ClusterFact> = {}): Fact[] => [fact.accelerator('X'), fact.cluster(over)];

/** One accelerator of account a in cluster c from 12:00 to 13:00, unless told otherwise. */
export const record = (over: Partial<TruthRecord>): TruthRecord => ({
  ...{ index: 0, account: 'a', cluster: 'c', accelerator: '', count: 1, startMs: NOON, endMs: NOON + HOUR, node: '', devices: [], job: '' },
  ...{ kind: 0, ppm: 0, format: 0, evidence: 0, workload: 0, workloadEvidence: 0 },
  ...over,
});

export const report = (sequence: number, records: TruthRecord[], over: Partial<Submission> = {}): Fact => ({
  type: 'report',
  report: {
    ...{
      provider: 'p',
      source: 'm',
      epoch: 1,
      sequence: BigInt(sequence),
      recordCount: records.length,
      rejected: [],
      records,
      opaque: false,
    },
    contentHash: JSON.stringify(records, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
    ...over,
  },
});

export const total = (truth: Truth, hour = 0): Totals => truth.totals.get(totalsKey('p', 'a', 'c', 'X', NOON / HOUR + hour))!;
export const counted = (truth: Truth): Counts => truth.conservation.get('p/m')!.records;
export const share = (truth: Truth, sequence: number): Parts => truth.records.get(`p/m|1|${sequence}|0`)!.parts;
