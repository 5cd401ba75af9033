/** Numbers as on the wire (proto/tidemark/usage/v1). */
export const UtilisationKind = { NONE: 0, GPU_UTIL: 1, SM_ACTIVE: 2, TENSOR_ACTIVE: 3, OFU: 4, MFU_REPORTED: 5 } as const;
export const NumberFormat = { UNSPECIFIED: 0, FP64T: 1, TF32: 2, BF16: 3, FP16: 4, FP8: 5, INT8: 6, FP4: 7 } as const;
export const Evidence = { DECLARED: 0, BILLED: 1, TELEMETRY: 2, ATTESTED: 3 } as const;
export const Workload = { UNSPECIFIED: 0, TRAINING: 1, INFERENCE: 2, OTHER: 3 } as const;

/** The small enums of one record in one integer: kind | format << 3 | evidence << 6 | workload << 8 | workloadEvidence << 10. */
export const grade = (kind: number, format: number, evidence: number, workload: number, workloadEvidence: number): number =>
  kind | (format << 3) | (evidence << 6) | (workload << 8) | (workloadEvidence << 10);
export const kindOf = (g: number): number => g & 7;
export const formatOf = (g: number): number => (g >> 3) & 7;
export const evidenceOf = (g: number): number => (g >> 6) & 3;
export const workloadOf = (g: number): number => (g >> 8) & 3;
export const workloadEvidenceOf = (g: number): number => (g >> 10) & 3;

/** The record that another one replaces or voids: epoch, sequence and index in the same source. */
export interface CorrectionTarget {
  epoch: number;
  sequence: bigint;
  index: number;
  void: boolean;
}

/** The accepted records of one report, column by column: what the ledger folds without an object per record. All arrays have `length` entries. */
export interface RecordColumns {
  length: number;
  /** Dictionary of the id strings; entry 0 is "". */
  names: string[];
  /** Index of each record as sent. */
  index: Uint16Array;
  /** Places in `names`. */
  account: Uint32Array;
  cluster: Uint32Array;
  accelerator: Uint32Array;
  node: Uint32Array;
  job: Uint32Array;
  count: Uint32Array;
  /** Milliseconds since 1970, exact integers below 2^53. Half-open interval. */
  startMs: Float64Array;
  endMs: Float64Array;
  /** See `grade`. */
  grade: Uint16Array;
  /** Utilisation in parts per million, 0 to 1,000,000. */
  ppm: Uint32Array;
  /** Devices of record i: devices[deviceStart[i] .. deviceStart[i + 1]), ascending. `deviceStart` has length + 1 entries. */
  deviceStart: Uint32Array;
  devices: Uint16Array;
  /** By row in these columns; most reports have none. */
  corrections: Map<number, CorrectionTarget>;
}
