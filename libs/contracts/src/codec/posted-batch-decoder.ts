/**
 * A walk over the bytes of a PostedBatch into typed arrays, without an object or a bigint per posting. What readers rely on is checked
 * here: columns of one length, places within the dictionary, shares of postings that are there. Bytes that are not right throw
 * MalformedEnvelope. Unknown fields are passed over, as protobuf does.
 */
import { BASIS_LIMIT } from '@tidemark/domain';
import { MalformedEnvelope } from './malformed.js';
import { unpackColumn } from './packed-column.js';
import { countPacked, unpackSint32, unpackSint64 } from './packed-zigzag.js';
import type { PostedColumns } from './posted-columns.js';
import { type CodedShare, readShare } from './posted-shares-decoder.js';
import { asBuffer, LENGTH_DELIMITED, VARINT, WireReader } from './wire-reader.js';

/** Field numbers of PostedBatch (proto/tidemark/ledger/v1/ledger.proto). */
const FIELD = {
  ...{ ledgerPosition: 1, part: 2, knownAtMs: 3, policyVersion: 4, catalogueVersion: 5, names: 6 },
  ...{ provider: 7, account: 8, cluster: 9, accelerator: 10, hour: 11, acceleratorMs: 12, lower: 13, expected: 14, upper: 15 },
  ...{ workloadShares: 16, basis: 17, basisShares: 18, parts: 19 },
} as const;
const EVIDENCE_LIMIT = 4;

const malformed = (reason: string) => new MalformedEnvelope(`postings: ${reason}`);

/** The columns of one message of usage.posted.v1. They share no memory with `bytes`. */
export function decodePostedBatch(bytes: Uint8Array): PostedColumns {
  const decoder = new PostedBatchDecoder(new WireReader(asBuffer(bytes), malformed));
  return decoder.decode();
}

const labelled = ({ row, code, acceleratorMs, expected }: CodedShare) => ({ row, workloadEvidence: code, acceleratorMs, expected });
const graded = ({ row, code, acceleratorMs, expected }: CodedShare) => ({ row, basis: code, acceleratorMs, expected });

type Unpack<T> = (bytes: Buffer, from: number, end: number, out: T) => boolean;

class PostedBatchDecoder {
  private readonly head = { ledgerPosition: 0n, part: 0, parts: 0, knownAtMs: 0, policyVersion: 0, catalogueVersion: 0 };
  private readonly names: string[] = [];
  /** Where the content of each packed column starts and ends; -1: absent. By field number. */
  private readonly starts = new Int32Array(FIELD.basisShares).fill(-1);
  private readonly ends = new Int32Array(FIELD.basisShares);
  /** Where shares start and end: read when the number of postings is known. */
  private readonly workloadShares: number[] = [];
  private readonly basisShares: number[] = [];

  constructor(private readonly reader: WireReader) {}

  decode(): PostedColumns {
    const { reader } = this;
    while (reader.more()) {
      const tag = reader.tag();
      this.readField(tag >>> 3, tag & 7);
    }
    if (this.names.length > 0 && this.names[0] !== '') reader.fail('the first name is not empty');
    const { provider } = FIELD;
    const n = this.starts[provider]! < 0 ? 0 : countPacked(reader.bytes, this.starts[provider]!, this.ends[provider]!);
    return {
      ...this.head,
      names: this.names,
      length: n,
      provider: this.places(provider, n),
      account: this.places(FIELD.account, n),
      cluster: this.places(FIELD.cluster, n),
      accelerator: this.places(FIELD.accelerator, n),
      hour: this.column(FIELD.hour, new Int32Array(n), unpackSint32),
      acceleratorMs: this.amounts(FIELD.acceleratorMs, n),
      lower: this.amounts(FIELD.lower, n),
      expected: this.amounts(FIELD.expected, n),
      upper: this.amounts(FIELD.upper, n),
      basis: this.bases(n),
      workloadShares: this.shares(this.workloadShares, n, 0, EVIDENCE_LIMIT).map(labelled),
      basisShares: this.shares(this.basisShares, n, 1, BASIS_LIMIT).map(graded),
    };
  }

  private readField(field: number, wireType: number): void {
    const { reader, head } = this;
    if (field > FIELD.parts) {
      reader.skip(wireType);
      return;
    }
    reader.expect(wireType, field < FIELD.names || field === FIELD.parts ? VARINT : LENGTH_DELIMITED, `field ${field}`);
    if (field === FIELD.ledgerPosition) head.ledgerPosition = BigInt.asIntN(64, reader.bigint());
    else if (field === FIELD.part) head.part = reader.uint32();
    else if (field === FIELD.parts) head.parts = reader.uint32();
    else if (field === FIELD.knownAtMs) head.knownAtMs = reader.safeInteger();
    else if (field === FIELD.policyVersion) head.policyVersion = reader.uint32();
    else if (field === FIELD.catalogueVersion) head.catalogueVersion = reader.uint32();
    else if (field === FIELD.names) this.names.push(reader.text());
    else if (field === FIELD.workloadShares) this.workloadShares.push(reader.skipped(), reader.position);
    else if (field === FIELD.basisShares) this.basisShares.push(reader.skipped(), reader.position);
    else this.noteColumn(field);
  }

  /** Protobuf would let a column come in pieces; the ledger writes each in one, and a second piece could only be somebody else's. */
  private noteColumn(field: number): void {
    if (this.starts[field]! >= 0) this.reader.fail(`column ${field} comes twice`);
    this.starts[field] = this.reader.skipped();
    this.ends[field] = this.reader.position;
  }

  private places(field: number, n: number): Uint32Array {
    const limit = this.names.length;
    return this.column(field, new Uint32Array(n), (bytes, from, end, out) => unpackColumn(bytes, from, end, out, n, limit));
  }

  private amounts(field: number, n: number): BigInt64Array {
    return this.column(field, new BigInt64Array(n), unpackSint64);
  }

  /** Fills `out` from the column, which must hold exactly as many values as it. */
  private column<T extends { length: number }>(field: number, out: T, unpack: Unpack<T>): T {
    const start = this.starts[field]!;
    if (start < 0 && out.length === 0) return out;
    const right = start >= 0 && unpack(this.reader.bytes, start, this.ends[field]!, out);
    if (!right) this.reader.fail(`column ${field} does not hold ${out.length} values as they should be`);
    return out;
  }

  /** A basis is below 128, so its bytes are its values. */
  private bases(n: number): Uint8Array {
    if (this.starts[FIELD.basis]! < 0) return new Uint8Array(n);
    const out = Uint8Array.from(this.reader.bytes.subarray(this.starts[FIELD.basis], this.ends[FIELD.basis]));
    if (out.length !== n || out.some((basis) => basis >= BASIS_LIMIT)) this.reader.fail(`column ${FIELD.basis} does not hold ${n} bases`);
    return out;
  }

  private shares(ranges: readonly number[], rows: number, codeFrom: number, codeLimit: number): CodedShare[] {
    const { bytes } = this.reader;
    const shares: CodedShare[] = [];
    for (let i = 0; i < ranges.length; i += 2)
      shares.push(readShare(new WireReader(bytes, malformed, ranges[i], ranges[i + 1]), { rows, codeFrom, codeLimit }));
    return shares;
  }
}
