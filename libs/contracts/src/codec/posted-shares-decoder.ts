import { VARINT, type WireReader } from './wire-reader.js';

/** A WorkloadShare or a BasisShare: both have the same four fields, the second of which is the code. */
export interface CodedShare {
  row: number;
  code: number;
  acceleratorMs: bigint;
  expected: bigint;
}

/** What a share must keep to: rows below `rows`, codes from `codeFrom` on and below `codeLimit`. */
export interface ShareLimits {
  rows: number;
  codeFrom: number;
  codeLimit: number;
}

const FIELDS = 4;

/** Reads one share, from `reader`'s position to its end. */
export function readShare(reader: WireReader, { rows, codeFrom, codeLimit }: ShareLimits): CodedShare {
  const share: CodedShare = { row: 0, code: 0, acceleratorMs: 0n, expected: 0n };
  while (reader.more()) {
    const tag = reader.tag();
    const field = tag >>> 3;
    if (field <= FIELDS) reader.expect(tag & 7, VARINT, `field ${field} of a share`);
    if (field === 1) share.row = reader.uint32();
    else if (field === 2) share.code = reader.uint32();
    else if (field === 3) share.acceleratorMs = zigzag(reader.bigint());
    else if (field === 4) share.expected = zigzag(reader.bigint());
    else reader.skip(tag & 7);
  }
  if (share.row >= rows) reader.fail(`share of posting ${share.row}`);
  if (share.code < codeFrom || share.code >= codeLimit) reader.fail(`share of code ${share.code}`);
  return share;
}

const zigzag = (value: bigint): bigint => (value >> 1n) ^ -(value & 1n);
