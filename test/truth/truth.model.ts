/**
 * What the truth is derived from, and what it says. Plain objects, no type of the product: the model is written from the text of
 * the metering method alone, so that an error in the product and an error here are unlikely to be the same.
 */

/** Dense peaks in GFLOP/s; absent: the model does not have the format. */
export interface Peaks {
  fp64t?: bigint;
  tf32?: bigint;
  bf16?: bigint;
  fp8?: bigint;
  int8?: bigint;
  fp4?: bigint;
}

/** An accepted record. Numbers of enums as on the wire. Interval [startMs, endMs). A void has only index and correction. */
export interface TruthRecord {
  index: number;
  account: string;
  cluster: string;
  /** Model or alias as sent; empty: the cluster's. */
  accelerator: string;
  count: number;
  startMs: number;
  endMs: number;
  node: string;
  devices: number[];
  job: string;
  kind: number;
  ppm: number;
  format: number;
  evidence: number;
  workload: number;
  workloadEvidence: number;
  correction?: { epoch: number; sequence: bigint; index: number; void: boolean };
}

/** One durable submission of a report. */
export interface Submission {
  provider: string;
  source: string;
  epoch: number;
  sequence: bigint;
  /** Anything that is equal exactly when the accepted content is. */
  contentHash: string;
  /** Records as sent, rejected ones included. */
  recordCount: number;
  rejected: number[];
  records: TruthRecord[];
  /** True when the schema version cannot be read. */
  opaque: boolean;
}

export interface ClusterFact {
  provider: string;
  id: string;
  accelerator: string;
  accelerators: number;
  /** 0: not registered. */
  acceleratorsPerNode: number;
  inServiceFromMs: number;
  inServiceToMs?: number;
}

/** One fact, in the order in which the ledger took them: its place in the list is its ledger position. */
export type Fact =
  | { type: 'report'; report: Submission }
  | { type: 'cluster'; cluster: ClusterFact }
  | { type: 'accelerator'; model: string; aliases: string[]; peaks: Peaks }
  | { type: 'alias'; alias: string; model: string };

export const FATES = ['counted', 'held', 'duplicate', 'conflict', 'rejected', 'replaced'] as const;
export type Fate = (typeof FATES)[number];

export type HeldReason =
  | 'UNKNOWN_ACCELERATOR'
  | 'UNKNOWN_CLUSTER'
  | 'NOT_IN_SERVICE'
  | 'TARGET_MISSING'
  | 'TARGET_REJECTED'
  | 'TARGET_OUT_OF_RANGE'
  | 'CORRECTION_CYCLE';

/** Accelerator-milliseconds. */
export interface Parts {
  counted: bigint;
  duplicate: bigint;
  conflict: bigint;
}

export interface RecordTruth {
  fate: Fate;
  parts: Parts;
  /** Of a held record: everything that it waits for, at least one. */
  reasons: HeldReason[];
  /** Of a replaced record: "epoch/sequence/index" of what stands in its place. */
  replacedBy: string;
}

/** TFLOP. */
export interface Totals {
  acceleratorMs: bigint;
  lower: bigint;
  expected: bigint;
  upper: bigint;
}

/** Part of the totals of one key. */
export type Rest = Pick<Totals, 'acceleratorMs' | 'expected'>;

export type Counts = Record<Fate | 'received', bigint>;

export interface Conservation {
  records: Counts;
  acceleratorMs: Counts;
  opaqueReports: bigint;
}

export interface Truth {
  /** By `totalsKey`; no entry with nothing in it. */
  totals: Map<string, Totals>;
  /** What the totals rest on, by `totalsKey` and `basisOf`, and by `totalsKey` and `label:` with the evidence for INFERENCE. */
  rests: Map<string, Rest>;
  /** Records of standing reports, by `recordKey`. */
  records: Map<string, RecordTruth>;
  /** By `sourceKey`. */
  conservation: Map<string, Conservation>;
  /** "KIND provider/source ..." or "KIND provider/cluster ...": see findings.ts. */
  findings: Set<string>;
}

export const totalsKey = (provider: string, account: string, cluster: string, model: string, hour: number): string =>
  [provider, account, cluster, model, hour].join('|');
export const sourceKey = (provider: string, source: string): string => `${provider}/${source}`;
export const reportKey = (provider: string, source: string, epoch: number, sequence: bigint): string =>
  `${provider}/${source}|${epoch}|${sequence}`;
export const recordKey = (provider: string, source: string, epoch: number, sequence: bigint, index: number): string =>
  `${reportKey(provider, source, epoch, sequence)}|${index}`;
