/**
 * The postings of one segment as bytes: zstd of
 *
 *   uint32 n, int32 account_id[n], cluster_id[n], accelerator_id[n], hour[n],
 *   int64 accelerator_ms[n], lower[n], expected[n], upper[n]
 *
 * all little-endian. Columns, because neighbours in a column are alike and compress to a few bytes a posting.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Signed differences by account x cluster x accelerator x hour. All arrays have `length` entries. */
export interface PostingColumns {
  length: number;
  accountId: Int32Array;
  clusterId: Int32Array;
  acceleratorId: Int32Array;
  /** Hours since 1970-01-01T00:00Z. */
  hour: Int32Array;
  /** Accelerator-milliseconds. */
  acceleratorMs: BigInt64Array;
  /** TFLOP (1e12 operations). */
  lower: BigInt64Array;
  expected: BigInt64Array;
  upper: BigInt64Array;
}

const HEADER_BYTES = 4;
const BYTES_A_POSTING = 4 * 4 + 4 * 8;
const ENTRIES_MAX = 0xffffffff;

/** The bytes are the platform's own order; all platforms that Node is published for today but one are little-endian. */
if (new Uint8Array(new Uint16Array([1]).buffer)[0] !== 1) throw new Error('The ledger needs a little-endian machine');

const columnsInOrder = (c: PostingColumns) => [
  c.accountId,
  c.clusterId,
  c.acceleratorId,
  c.hour,
  c.acceleratorMs,
  c.lower,
  c.expected,
  c.upper,
];

/** New columns of `length` zeros, to be filled. */
export function emptyPostingColumns(length: number): PostingColumns {
  return {
    length,
    accountId: new Int32Array(length),
    clusterId: new Int32Array(length),
    acceleratorId: new Int32Array(length),
    hour: new Int32Array(length),
    acceleratorMs: new BigInt64Array(length),
    lower: new BigInt64Array(length),
    expected: new BigInt64Array(length),
    upper: new BigInt64Array(length),
  };
}

/** Packs the first `length` entries of each column; arrays that are longer (a reused scratch) are cut. Throws when one is shorter. */
export function encodePostingColumns(columns: PostingColumns): Buffer {
  const { length } = columns;
  if (!Number.isInteger(length) || length < 0 || length > ENTRIES_MAX) throw new RangeError(`posting columns: length ${length}`);
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + length * BYTES_A_POSTING);
  bytes.writeUInt32LE(length, 0);
  let at = HEADER_BYTES;
  for (const column of columnsInOrder(columns)) {
    if (column.length < length) throw new RangeError(`posting columns: a column has ${column.length} of ${length} entries`);
    const size = length * column.BYTES_PER_ELEMENT;
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, size), at);
    at += size;
  }
  return zstdCompressSync(bytes);
}

/** Throws when the bytes are not exactly what `encodePostingColumns` writes. */
export function decodePostingColumns(packed: Uint8Array): PostingColumns {
  const bytes = zstdDecompressSync(packed);
  const length = bytes.length >= HEADER_BYTES ? bytes.readUInt32LE(0) : -1;
  if (bytes.length !== HEADER_BYTES + length * BYTES_A_POSTING) throw new Error(`posting columns: ${bytes.length} bytes are no postings`);
  const columns = emptyPostingColumns(length);
  let at = HEADER_BYTES;
  for (const column of columnsInOrder(columns)) {
    // Copied, because the int64 columns do not stand on multiples of 8 in the packed form.
    const target = new Uint8Array(column.buffer);
    target.set(bytes.subarray(at, at + target.length));
    at += target.length;
  }
  return columns;
}
