/**
 * A vector as bytes, for storage and for bundles that others recompute from: the same vector always gives the same bytes.
 *
 *     version 1 · entries · first hour, then gaps · for each entry lower, expected, upper, each less the one an entry before
 *
 * All are varints of 7 bits a byte, low first; the first hour and the differences are zigzagged, so that small steps of either sign are
 * short. Steady use takes 4 bytes an hour, noisy use about 20, against 28 in memory. Differences are taken modulo 2^64, which loses nothing.
 */
import { HourSums } from './hour-sums.js';
import { type HourVector, nextUse, VECTOR_COLUMNS } from './hour-vector.js';
import { VarintReader, VarintWriter } from './wide-varint.js';

const VERSION = 1;

/** Why bytes are no vector, and after how many of them it showed. */
export interface MalformedVector {
  readonly code: 'MALFORMED_VECTOR';
  readonly reason: string;
  readonly at: number;
}

/** Entries of zeros are left out. */
export function encodeVector(vector: HourVector): Uint8Array {
  const used: number[] = [];
  for (let i = nextUse(vector, 0); i < vector.length; i = nextUse(vector, i + 1)) used.push(i);
  const writer = new VarintWriter(16 + used.length * 16);
  writer.small(VERSION);
  writer.small(used.length);
  used.forEach((at, i) => {
    if (i === 0) writer.signed(BigInt(vector.hours[at]!));
    else writer.small(vector.hours[at]! - vector.hours[used[i - 1]!]! - 1);
  });
  used.forEach((at, i) => {
    for (const name of VECTOR_COLUMNS) writer.signed(vector[name][at]! - (i === 0 ? 0n : vector[name][used[i - 1]!]!));
  });
  return writer.bytes();
}

/** What {@link encodeVector} wrote, and nothing else: bytes that say the same in another way are refused too. */
export function decodeVector(bytes: Uint8Array): { readonly vector: HourSums } | { readonly refused: MalformedVector } {
  const reader = new VarintReader(bytes);
  const vector = readVector(reader);
  const reason = reader.problem ?? (reader.at === bytes.length ? undefined : 'more bytes than a vector');
  if (vector && reason === undefined) return { vector };
  return { refused: { code: 'MALFORMED_VECTOR', reason: reason ?? 'no vector', at: reader.at } };
}

function readVector(reader: VarintReader): HourSums | undefined {
  if (reader.small() !== VERSION) return reader.refuse('a version that is not known');
  const length = reader.small();
  // An entry takes four bytes at least: no claim of length makes room for more than the bytes can hold.
  if (length * 4 > reader.left) return reader.refuse('fewer bytes than entries');
  const hours = readHours(reader, length);
  return hours && readTotals(reader, hours);
}

function readHours(reader: VarintReader, length: number): Int32Array | undefined {
  const hours = new Int32Array(length);
  for (let i = 0, hour = 0; i < length; i++) {
    hour = i === 0 ? Number(reader.signed()) : hour + reader.small() + 1;
    if (hour > HOUR_MAX || hour < -HOUR_MAX) return reader.refuse('no hour');
    hours[i] = hour;
  }
  return hours;
}

const HOUR_MAX = 2 ** 31 - 1;

function readTotals(reader: VarintReader, hours: Int32Array): HourSums | undefined {
  const vector = new HourSums(hours.length);
  let [lower, expected, upper] = [0n, 0n, 0n];
  for (const hour of hours) {
    lower = BigInt.asIntN(64, lower + reader.signed());
    expected = BigInt.asIntN(64, expected + reader.signed());
    upper = BigInt.asIntN(64, upper + reader.signed());
    if (lower === 0n && expected === 0n && upper === 0n) return reader.refuse('an hour without use');
    vector.add(hour, lower, expected, upper);
  }
  return vector;
}
