/** Packed columns of integers, straight from the bytes into typed arrays. Each must come next, in the order of its field number. */

import { COLUMN } from './columns-encoder.js';
import { LENGTH_DELIMITED, type WireReader } from './wire-reader.js';

/** Starts are below 2^51 ms, so that sums with durations stay exact. */
const START_LIMIT = 2 ** 51;

type Column = Uint32Array | Uint16Array | Float64Array;

export function readOrZero(reader: WireReader, field: number, out: Uint32Array, n: number, limit: number): void {
  if (!readColumn(reader, field, out, n, limit)) out.fill(0, 0, n);
}

/** Reads the packed column when it comes next: exactly `n` integers below `limit`. False when it is absent. */
export function readColumn(reader: WireReader, field: number, out: Column, n: number, limit: number): boolean {
  if (reader.bytes[reader.position] !== ((field << 3) | LENGTH_DELIMITED) || !reader.more()) return false;
  reader.position++;
  const end = reader.length() + reader.position;
  if (!unpackColumn(reader.bytes, reader.position, end, out, n, limit))
    reader.fail(`column ${field} does not hold ${n} integers below ${limit}`);
  reader.position = end;
  return true;
}

/** Exactly `n` integers below `limit`, from the bytes of a packed column. False where they are not that. */
export function unpackColumn(bytes: Buffer, from: number, end: number, out: Column, n: number, limit: number): boolean {
  return end - from === n ? unpackBytes(bytes, from, out, n, limit) : unpack(bytes, from, end, out, n, limit);
}

/** As many bytes as integers: each must be one byte. */
function unpackBytes(bytes: Buffer, from: number, out: Column, n: number, limit: number): boolean {
  let all = 0;
  let wrong = 0;
  for (let i = 0; i < n; i++) {
    const value = bytes[from + i]!;
    all |= value;
    wrong |= value < limit ? 0 : 1;
    out[i] = value;
  }
  return all < 128 && wrong === 0;
}

function unpack(bytes: Buffer, from: number, end: number, out: Column, n: number, limit: number): boolean {
  let at = from;
  for (let i = 0; i < n; i++) {
    if (at >= end) return false;
    let value = bytes[at++]!;
    if (value > 127) {
      let byte = bytes[at++]!;
      value = (value & 127) | ((byte & 127) << 7);
      if (byte > 127) {
        byte = bytes[at++]!;
        value |= (byte & 127) << 14;
        if (byte > 127) {
          byte = bytes[at++]!;
          value |= (byte & 127) << 21;
          if (byte > 127) {
            byte = bytes[at++]!;
            if (!(byte < 16)) return false;
            value += byte * 268_435_456;
          }
        }
      }
    }
    if (value >= limit) return false;
    out[i] = value;
  }
  return at === end;
}

/** Starts as zigzag differences, up to 2^52 in size, so mostly one to five bytes but sometimes eight. */
export function readStarts(reader: WireReader, out: Float64Array, n: number): void {
  if (reader.bytes[reader.position] !== ((COLUMN.startDeltaMs << 3) | LENGTH_DELIMITED) || !reader.more()) {
    out.fill(0, 0, n);
    return;
  }
  reader.position++;
  const length = reader.length();
  const end = reader.position + length;
  if (!unpackStarts(reader.bytes, reader.position, end, out, n)) reader.fail(`starts do not hold ${n} times`);
  reader.position = end;
}

function unpackStarts(bytes: Buffer, from: number, end: number, out: Float64Array, n: number): boolean {
  let at = from;
  let start = 0;
  for (let i = 0; i < n; i++) {
    if (at >= end) return false;
    let byte = bytes[at++]!;
    let low = byte & 127;
    let scale = 128;
    // Up to 28 bits in an integer, the rest as a double: exact below 2^53.
    for (let shift = 7; byte > 127 && shift < 28; shift += 7) {
      byte = bytes[at++]!;
      low |= (byte & 127) << shift;
      scale *= 128;
    }
    let zigzag = low;
    for (let more = 0; byte > 127; more++) {
      if (more === 4) return false;
      byte = bytes[at++]!;
      zigzag += (byte & 127) * scale;
      scale *= 128;
    }
    start += low & 1 ? -(zigzag + 1) / 2 : zigzag / 2;
    if (!(start >= 0 && start < START_LIMIT)) return false;
    out[i] = start;
  }
  return at === end;
}
