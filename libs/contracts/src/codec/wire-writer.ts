const TWO_32 = 4_294_967_296;
const LONGEST_VARINT = 10;

/** Writes protobuf primitives, shortest varints. Grows as needed; one instance is used again and again. */
export class WireWriter {
  private bytes = Buffer.allocUnsafeSlow(64 * 1024);
  private position = 0;

  /** Starts over. */
  start(): this {
    this.position = 0;
    return this;
  }

  /** A copy of what was written. */
  finish(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.position));
  }

  reserve(count: number): void {
    if (this.bytes.length - this.position >= count) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.bytes.length, this.position + count));
    this.bytes.copy(larger, 0, 0, this.position);
    this.bytes = larger;
  }

  /** A non-negative integer up to 2^53. The caller has reserved. */
  varint(value: number): void {
    let rest = value;
    while (rest >= TWO_32) {
      this.bytes[this.position++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    rest >>>= 0;
    while (rest > 127) {
      this.bytes[this.position++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.position++] = rest;
  }

  /** Fields with the default value are left out, as proto3 does. */
  uint(field: number, value: number): void {
    if (value === 0) return;
    this.reserve(2 * LONGEST_VARINT);
    this.varint(field << 3);
    this.varint(value);
  }

  /** A varint without a tag, of any unsigned integer of 64 bits. */
  integer(value: number | bigint): void {
    this.reserve(LONGEST_VARINT);
    if (typeof value === 'number') this.varint(value);
    else this.bigVarint(value);
  }

  uint64(field: number, value: bigint): void {
    if (value === 0n) return;
    this.reserve(2 * LONGEST_VARINT);
    this.varint(field << 3);
    this.bigVarint(value);
  }

  private bigVarint(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    while (rest > 127n) {
      this.bytes[this.position++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    this.bytes[this.position++] = Number(rest);
  }

  text(field: number, value: string): void {
    if (value !== '') this.entry(field, value);
  }

  /** A text that is written also when it is empty: an entry of a repeated field. */
  entry(field: number, value: string): void {
    const length = Buffer.byteLength(value);
    this.header(field, length);
    this.bytes.write(value, this.position, length, 'utf8');
    this.position += length;
  }

  bytesField(field: number, value: Uint8Array): void {
    if (value.length > 0) this.message(field, value);
  }

  /** Written also when empty: a message that is present. */
  message(field: number, value: Uint8Array): void {
    this.header(field, value.length);
    this.bytes.set(value, this.position);
    this.position += value.length;
  }

  /** The tag and length of a field with `length` bytes, which are then reserved. */
  header(field: number, length: number): void {
    this.reserve(2 * LONGEST_VARINT + length);
    this.varint((field << 3) | 2);
    this.varint(length);
  }
}

/** Bytes of the shortest varint of a non-negative integer up to 2^53. */
export function varintSize(value: number): number {
  if (value < 128) return 1;
  if (value < 16_384) return 2;
  let size = 2;
  for (let rest = Math.floor(value / 16_384); rest > 0; rest = Math.floor(rest / 128)) size++;
  return size;
}
