/** Varints of 64 bits: 7 bits a byte, the lowest first, the high bit says that more follow; never longer than needed. */

const LENGTH_MAX = 10;

export class VarintWriter {
  private at = 0;
  private buffer: Uint8Array;

  /** `room`: bytes to start with. */
  constructor(room: number) {
    this.buffer = new Uint8Array(room);
  }

  /** A whole number from 0 to 2^53 - 1. */
  small(value: number): void {
    this.reserve();
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.buffer[this.at++] = (rest & 0x7f) | 0x80;
    this.buffer[this.at++] = rest;
  }

  /** Any number, modulo 2^64, zigzagged: 0, -1, 1, -2, ... are 0, 1, 2, 3, ... */
  signed(value: bigint): void {
    const wrapped = BigInt.asIntN(64, value);
    const zigzag = BigInt.asUintN(64, (wrapped << 1n) ^ (wrapped >> 63n));
    if (zigzag <= MAX_SMALL) this.small(Number(zigzag));
    else this.large(zigzag);
  }

  private large(value: bigint): void {
    this.reserve();
    let rest = value;
    for (; rest >= 0x80n; rest >>= 7n) this.buffer[this.at++] = Number(rest & 0x7fn) | 0x80;
    this.buffer[this.at++] = Number(rest);
  }

  bytes(): Uint8Array {
    return this.buffer.slice(0, this.at);
  }

  private reserve(): void {
    if (this.at + LENGTH_MAX <= this.buffer.length) return;
    const grown = new Uint8Array(this.buffer.length * 2 + LENGTH_MAX);
    grown.set(this.buffer);
    this.buffer = grown;
  }
}

const MAX_SMALL = BigInt(Number.MAX_SAFE_INTEGER);

/** Reads on after a problem as if there were zeros; whoever reads looks at `problem` in the end. */
export class VarintReader {
  at = 0;
  problem: string | undefined;

  constructor(private readonly bytes: Uint8Array) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** A whole number from 0 to 2^53 - 1. */
  small(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.next(scale > 1);
      if (byte === undefined) return 0;
      value += (byte & 0x7f) * scale;
      if (value > Number.MAX_SAFE_INTEGER) return this.refuse('a number that is too large') ?? 0;
      if (byte < 0x80) return value;
    }
  }

  /** What {@link VarintWriter.signed} wrote. */
  signed(): bigint {
    const start = this.at;
    let low = 0;
    for (let i = 0, scale = 1; i < 7; i++, scale *= 0x80) {
      const byte = this.next(i > 0);
      if (byte === undefined) return 0n;
      low += (byte & 0x7f) * scale;
      if (byte < 0x80) return unzigzag(BigInt(low));
    }
    return this.long(start, BigInt(low));
  }

  refuse(problem: string): undefined {
    this.problem ??= problem;
    return undefined;
  }

  /** From the eighth byte on, which doubles do not hold. */
  private long(start: number, low: bigint): bigint {
    let value = low;
    for (let shift = 49n; ; shift += 7n) {
      const byte = this.next(true);
      if (byte === undefined) return 0n;
      value |= BigInt(byte & 0x7f) << shift;
      if (this.at - start > LENGTH_MAX || value >= 1n << 64n) return this.refuse('a number that is too large') ?? 0n;
      if (byte < 0x80) return unzigzag(value);
    }
  }

  private next(isFurther: boolean): number | undefined {
    const byte = this.bytes[this.at];
    if (byte === undefined) return this.refuse('ends in the middle');
    this.at++;
    return byte === 0 && isFurther ? this.refuse('a number that is longer than needed') : byte;
  }
}

const unzigzag = (value: bigint): bigint => (value >> 1n) ^ -(value & 1n);
