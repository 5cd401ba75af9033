/**
 * Three totals for each hour in which there was any, in TFLOP. A scope's vector is the sum of the vectors of what belongs to it, each over
 * the hours in which it belonged.
 */
export interface HourVector {
  /** Entries in use of each column. Columns may be longer. */
  readonly length: number;
  /** Hours since 1970-01-01T00:00Z, rising, none twice. */
  readonly hours: Int32Array;
  /** Of one hour each, in TFLOP (1e12 operations). Never below zero once all of a ledger transaction was added. */
  readonly lower: BigInt64Array;
  readonly expected: BigInt64Array;
  readonly upper: BigInt64Array;
}

/** Three totals in TFLOP. lower <= expected <= upper. */
export interface TripleTotal {
  readonly lower: bigint;
  readonly expected: bigint;
  readonly upper: bigint;
}
