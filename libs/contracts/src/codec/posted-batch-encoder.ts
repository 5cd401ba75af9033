/** Writes a tidemark.ledger.v1.PostedBatch straight from columns: the ledger makes some in every transaction. Equal to the generated code by test. */
import { WireWriter } from './wire-writer.js';

export interface PostedRow {
  /** Places in `names`. */
  provider: number;
  account: number;
  cluster: number;
  accelerator: number;
  hour: number;
  acceleratorMs: number | bigint;
  lower: number | bigint;
  expected: number | bigint;
  upper: number | bigint;
  /** See PostedBatch.basis; 0: mixed, its parts are in `basisShares`. */
  basis: number;
}

export interface PostedShare {
  /** Place of the posting among the rows. */
  row: number;
  workloadEvidence: number;
  acceleratorMs: number | bigint;
  expected: number | bigint;
}

export interface PostedBasisShare {
  /** Place of the posting among the rows. */
  row: number;
  basis: number;
  acceleratorMs: number | bigint;
  expected: number | bigint;
}

export interface PostedBatchContent {
  ledgerPosition: number;
  part: number;
  /** Messages of the transaction; absent or 0: not said. */
  parts?: number;
  knownAtMs: number;
  policyVersion: number;
  catalogueVersion: number;
  /** Entry 0 is "". */
  names: string[];
  rows: PostedRow[];
  shares: PostedShare[];
  basisShares: PostedBasisShare[];
}

const PLACES = ['provider', 'account', 'cluster', 'accelerator'] as const;
const AMOUNTS = ['acceleratorMs', 'lower', 'expected', 'upper'] as const;
const SAFE = 2 ** 52;

const writer = new WireWriter();
const inner = new WireWriter();

export function encodePostedBatch(batch: PostedBatchContent): Buffer {
  writer.start();
  writer.uint(1, batch.ledgerPosition);
  writer.uint(2, batch.part);
  writer.uint(3, batch.knownAtMs);
  writer.uint(4, batch.policyVersion);
  writer.uint(5, batch.catalogueVersion);
  for (const name of batch.names) writer.entry(6, name);
  if (batch.rows.length > 0) {
    for (const [i, column] of PLACES.entries()) packed(7 + i, batch.rows, (row) => row[column]);
    packed(11, batch.rows, (row) => zigzag(row.hour));
    for (const [i, column] of AMOUNTS.entries()) packed(12 + i, batch.rows, (row) => zigzag(row[column]));
  }
  for (const share of batch.shares) writer.message(16, encodeShare(share.workloadEvidence, share));
  if (batch.rows.length > 0) packed(17, batch.rows, (row) => row.basis);
  for (const share of batch.basisShares) writer.message(18, encodeShare(share.basis, share));
  writer.uint(19, batch.parts ?? 0);
  return writer.finish();
}

function packed(field: number, rows: readonly PostedRow[], value: (row: PostedRow) => number | bigint): void {
  inner.start();
  for (const row of rows) inner.integer(value(row));
  writer.message(field, inner.finish());
}

function encodeShare(code: number, { row, acceleratorMs, expected }: Pick<PostedShare, 'row' | 'acceleratorMs' | 'expected'>): Buffer {
  inner.start();
  inner.uint(1, row);
  inner.uint(2, code);
  inner.uint64(3, BigInt(zigzag(acceleratorMs)));
  inner.uint64(4, BigInt(zigzag(expected)));
  return inner.finish();
}

function zigzag(value: number | bigint): number | bigint {
  if (typeof value === 'number' && value < SAFE && value > -SAFE) return value >= 0 ? 2 * value : -2 * value - 1;
  const exact = BigInt(value);
  return exact >= 0n ? 2n * exact : -2n * exact - 1n;
}
