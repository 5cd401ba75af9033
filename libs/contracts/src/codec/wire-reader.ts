import { isUtf8 } from 'node:buffer';

/** Wire types of protobuf. Groups (3, 4) are not read: proto3 has none. */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
export const FIXED32 = 5;

const TWO_32 = 4_294_967_296;
/** Stands for bytes that are not UTF-8. */
const NOT_UTF8 = '\ud800';
/** High words below this keep a 64-bit integer within 2^53. */
const SAFE_HIGH = 0x200000;

/** Reads the primitives of a protobuf message from `position` to `end`. Throws what `malformed` makes of a reason. */
export class WireReader {
  /** The last varint, as two unsigned 32-bit words. */
  low = 0;
  high = 0;

  constructor(
    readonly bytes: Buffer,
    private readonly malformed: (reason: string) => Error,
    public position = 0,
    public end = bytes.length,
  ) {}

  more(): boolean {
    return this.position < this.end;
  }

  fail(reason: string): never {
    throw this.malformed(`${reason} at byte ${this.position}`);
  }

  /** A field's number << 3 | wire type. */
  tag(): number {
    this.varint();
    if (this.high !== 0 || this.low < 8 || this.low > 0xffffffff) this.fail('bad field tag');
    return this.low;
  }

  /** Reads up to ten bytes into `low` and `high`. */
  varint(): void {
    const first = this.bytes[this.position]!;
    if (this.position < this.end && first < 128) {
      this.position++;
      this.low = first;
      this.high = 0;
    } else {
      this.longVarint();
    }
  }

  /** An unsigned integer up to 2^53, else a bigint. */
  unsigned(): number | bigint {
    this.varint();
    if (this.high < SAFE_HIGH) return this.high * TWO_32 + this.low;
    return (BigInt(this.high) << 32n) | BigInt(this.low);
  }

  /** A signed integer (int32, int64, enum: two's complement) within 2^53, else a bigint. */
  signed(): number | bigint {
    this.varint();
    if (this.high < SAFE_HIGH) return this.high * TWO_32 + this.low;
    const value = BigInt.asIntN(64, (BigInt(this.high) << 32n) | BigInt(this.low));
    return value < -9007199254740991n || value > 9007199254740991n ? value : Number(value);
  }

  bigint(): bigint {
    this.varint();
    return this.high === 0 ? BigInt(this.low) : (BigInt(this.high) << 32n) | BigInt(this.low);
  }

  /** A uint32; larger values are malformed, never cut off. */
  uint32(): number {
    this.varint();
    if (this.high !== 0) this.fail('integer above 32 bits');
    return this.low;
  }

  /** A non-negative integer within 2^53. */
  safeInteger(): number {
    this.varint();
    if (this.high >= SAFE_HIGH) this.fail('integer beyond 2^53');
    return this.high * TWO_32 + this.low;
  }

  /** The length of a length-delimited field, whose bytes then start at `position` and end within the message. */
  length(): number {
    this.varint();
    if (this.high !== 0 || this.low > this.end - this.position) this.fail('field is longer than its message');
    return this.low;
  }

  /** A view of the field's bytes, not a copy. */
  view(): Buffer {
    const start = this.skipped();
    return this.bytes.subarray(start, this.position);
  }

  text(): string {
    const start = this.skipped();
    const text = this.bytes.toString('utf8', start, this.position);
    if (text.includes('\ufffd') && !isUtf8(this.bytes.subarray(start, this.position))) this.fail('text is not UTF-8');
    return text;
  }

  /**
   * The text from `start` to `position`. Bytes that are not UTF-8 become a text with a lone surrogate, which no id may
   * have: so they cost the record they stand in and not the whole report.
   */
  looseText(start: number): string {
    const text = this.bytes.toString('utf8', start, this.position);
    return text.includes('\ufffd') && !isUtf8(this.bytes.subarray(start, this.position)) ? NOT_UTF8 : text;
  }

  /** Passes over a length-delimited field; answers where its content starts. */
  skipped(): number {
    const length = this.length();
    const start = this.position;
    this.position += length;
    return start;
  }

  skip(wireType: number): void {
    if (wireType === VARINT) this.varint();
    else if (wireType === LENGTH_DELIMITED) this.skipped();
    else if (wireType === FIXED64) this.advance(8);
    else if (wireType === FIXED32) this.advance(4);
    else this.fail(`wire type ${wireType}`);
  }

  /** Requires the wire type that a known field has. */
  expect(wireType: number, expected: number, field: string): void {
    if (wireType !== expected) this.fail(`${field} has wire type ${wireType} instead of ${expected}`);
  }

  private advance(count: number): void {
    if (count > this.end - this.position) this.fail('message ends within a field');
    this.position += count;
  }

  private longVarint(): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.position >= this.end) this.fail('message ends within an integer');
      const byte = this.bytes[this.position++]!;
      const bits = byte & 127;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= (bits & 15) << 28;
        high = bits >> 4;
      } else high |= shift < 63 ? bits << (shift - 32) : (bits & 1) << 31;
      if (byte < 128) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    this.fail('integer longer than ten bytes');
  }
}

/** The same memory as a Buffer, whose slices and texts are cheap. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
