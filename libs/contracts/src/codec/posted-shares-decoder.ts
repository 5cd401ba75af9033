import type { PostedShareColumns } from './posted-columns.js';
import { VARINT, WireReader } from './wire-reader.js';

const FIELDS = 4;

/** The WorkloadShare or BasisShare messages of one batch: noted as they come, read when the number of postings is known. */
export class ShareRanges {
  private readonly ranges: number[] = [];

  /** Codes are at least `codeFrom` and below `codeLimit`. */
  constructor(
    private readonly bytes: Buffer,
    private readonly malformed: (reason: string) => Error,
    private readonly codeFrom: number,
    private readonly codeLimit: number,
  ) {}

  push(start: number, end: number): void {
    this.ranges.push(start, end);
  }

  /** Throws where a share is not of one of the `postings` rows, or its code is none. */
  decode(postings: number): PostedShareColumns {
    const length = this.ranges.length / 2;
    const into = {
      length,
      row: new Uint32Array(length),
      code: new Uint8Array(length),
      acceleratorMs: new BigInt64Array(length),
      expected: new BigInt64Array(length),
    };
    for (let i = 0; i < length; i++) this.read(i, into, postings);
    return into;
  }

  private read(i: number, into: PostedShareColumns, postings: number): void {
    const reader = new WireReader(this.bytes, this.malformed, this.ranges[2 * i]!, this.ranges[2 * i + 1]!);
    let code = 0;
    while (reader.more()) {
      const tag = reader.tag();
      const field = tag >>> 3;
      if (field <= FIELDS) reader.expect(tag & 7, VARINT, `field ${field} of a share`);
      if (field === 1) into.row[i] = reader.uint32();
      else if (field === 2) code = reader.uint32();
      else if (field === 3) into.acceleratorMs[i] = zigzag(reader.bigint());
      else if (field === 4) into.expected[i] = zigzag(reader.bigint());
      else reader.skip(tag & 7);
    }
    if (into.row[i]! >= postings) reader.fail(`share of posting ${into.row[i]}`);
    if (code < this.codeFrom || code >= this.codeLimit) reader.fail(`share of code ${code}`);
    into.code[i] = code;
  }
}

const zigzag = (value: bigint): bigint => (value >> 1n) ^ -(value & 1n);
