import type { PostedBasisShare, PostedShare } from './posted-batch-encoder.js';

type Exact<Share> = Readonly<Share> & { readonly acceleratorMs: bigint; readonly expected: bigint };

/** One tidemark.ledger.v1.PostedBatch, column by column. Amounts are differences. All arrays but `names` have `length` entries. */
export interface PostedColumns {
  readonly ledgerPosition: bigint;
  readonly part: number;
  /** Messages of the ledger's transaction; 0: not said. */
  readonly parts: number;
  readonly knownAtMs: number;
  readonly policyVersion: number;
  readonly catalogueVersion: number;
  /** Dictionary; entry 0 is "". */
  readonly names: string[];
  /** Postings in the batch. */
  readonly length: number;
  /** Places in `names`. */
  readonly provider: Uint32Array;
  readonly account: Uint32Array;
  readonly cluster: Uint32Array;
  readonly accelerator: Uint32Array;
  /** Hours since 1970-01-01T00:00Z. */
  readonly hour: Int32Array;
  readonly acceleratorMs: BigInt64Array;
  /** TFLOP. */
  readonly lower: BigInt64Array;
  readonly expected: BigInt64Array;
  readonly upper: BigInt64Array;
  /** See PostedBatch.basis. All 0 where the message has no such column: then nothing is known. */
  readonly basis: Uint8Array;
  /** Few: only what is labelled, and only what is mixed. */
  readonly workloadShares: readonly Exact<PostedShare>[];
  readonly basisShares: readonly Exact<PostedBasisShare>[];
}
