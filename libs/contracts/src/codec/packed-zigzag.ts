/** Packed columns of sint64, straight from the bytes into typed arrays: as pairs of 32-bit words, so that no bigint is made per value. */

/** Where the lower word of a 64-bit integer stands in memory. */
const LOW = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;
/** The tenth byte of a varint holds the last of 64 bits. */
const LAST_SHIFT = 63;

/** Integers in a packed column, were it well formed: bytes that end one. */
export function countPacked(bytes: Uint8Array, from: number, end: number): number {
  let count = 0;
  for (let at = from; at < end; at++) count += bytes[at]! < 128 ? 1 : 0;
  return count;
}

/** Exactly as many integers as `out` has entries. False where the bytes hold another number of them, or one is longer than 64 bits. */
export function unpackSint64(bytes: Uint8Array, from: number, end: number, out: BigInt64Array): boolean {
  const words = new Int32Array(out.buffer, out.byteOffset, 2 * out.length);
  let at = from;
  for (let i = 0; i < words.length; i += 2) {
    if (at >= end) return false;
    let byte = bytes[at++]!;
    let low = byte & 127;
    let high = 0;
    for (let shift = 7; byte > 127; shift += 7) {
      if (at >= end || shift > LAST_SHIFT) return false;
      byte = bytes[at++]!;
      const bits = byte & 127;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >> 4;
      } else if (shift < LAST_SHIFT) high |= bits << (shift - 32);
      else if (byte > 1) return false;
      else high |= byte << 31;
    }
    const sign = -(low & 1);
    words[i + LOW] = ((low >>> 1) | (high << 31)) ^ sign;
    words[i + HIGH] = (high >>> 1) ^ sign;
  }
  return at === end;
}

/** As `unpackSint64`, and each within 32 bits. */
export function unpackSint32(bytes: Uint8Array, from: number, end: number, out: Int32Array): boolean {
  let at = from;
  for (let i = 0; i < out.length; i++) {
    let zigzag = 0;
    let byte = 128;
    for (let shift = 0; byte > 127; shift += 7) {
      if (at >= end || shift > 28) return false;
      byte = bytes[at++]!;
      if (shift === 28 && byte > 15) return false;
      zigzag |= (byte & 127) << shift;
    }
    out[i] = (zigzag >>> 1) ^ -(zigzag & 1);
  }
  return at === end;
}
