import { addExact, type TotalOverflow } from '../metering/exact-total.js';
import { type HourVector, indexFrom, VECTOR_COLUMNS } from './hour-vector.js';
import { addCells, type Halves, halvesOf, subtractCells } from './wide-columns.js';

/** One hour's totals, in TFLOP. */
export interface HourEntry {
  readonly hour: number;
  readonly lower: bigint;
  readonly expected: bigint;
  readonly upper: bigint;
}

type Combine = typeof addCells;

const LEAST_CAPACITY = 8;
/** Int32 holds hours until the year 246,000; beyond is no hour of use. */
const HOUR_LIMIT = 2 ** 31 - 1;

/**
 * A vector that can be added to. An hour is kept while it holds anything: entries of zeros are dropped, so that what was added and taken
 * away again leaves the same vector as if it had never been.
 *
 * An hour's total that would leave 64 bits is refused as a value and changes nothing; nothing ever wraps.
 */
export class HourSums implements HourVector {
  length = 0;
  hours: Int32Array;
  lower!: BigInt64Array;
  expected!: BigInt64Array;
  upper!: BigInt64Array;
  /** The columns as halves, in the order of VECTOR_COLUMNS. */
  private halves!: readonly Halves[];

  /** `capacity`: entries to make room for at once. */
  constructor(capacity = LEAST_CAPACITY) {
    const room = Math.max(LEAST_CAPACITY, capacity);
    this.hours = new Int32Array(room);
    this.takeColumns(new BigInt64Array(room), new BigInt64Array(room), new BigInt64Array(room));
  }

  /** Of entries in any order, hours repeated or not. Throws where an hour's total leaves 64 bits. */
  static of(entries: Iterable<HourEntry>): HourSums {
    const sums = new HourSums();
    for (const { hour, lower, expected, upper } of entries) mustFit(sums.add(hour, lower, expected, upper));
    return sums;
  }

  /** The hours [fromHour, toHour) of a vector, copied. */
  static copyOf(vector: HourVector, fromHour = -Infinity, toHour = Infinity): HourSums {
    const sums = new HourSums(vector.length);
    mustFit(sums.addVector(vector, fromHour, toHour));
    return sums;
  }

  /** Adds to one hour, whole TFLOP of either sign. At the end at once; before it, later entries move. */
  add(hour: number, lower: bigint, expected: bigint, upper: bigint): TotalOverflow | undefined {
    if (!Number.isInteger(hour) || Math.abs(hour) > HOUR_LIMIT) throw new RangeError(`${hour} is not an hour`);
    const at = this.placeOf(hour);
    const stands = at < this.length && this.hours[at] === hour;
    const a = addExact(stands ? this.lower[at]! : 0n, lower);
    const b = addExact(stands ? this.expected[at]! : 0n, expected);
    const c = addExact(stands ? this.upper[at]! : 0n, upper);
    if ('refused' in a) return a.refused;
    if ('refused' in b) return b.refused;
    if ('refused' in c) return c.refused;
    if (a.total === 0n && b.total === 0n && c.total === 0n) {
      if (stands) this.move(at + 1, at);
      return undefined;
    }
    if (!stands) this.insert(at, hour);
    this.lower[at] = a.total;
    this.expected[at] = b.total;
    this.upper[at] = c.total;
    return undefined;
  }

  /** Adds the hours [fromHour, toHour) of another vector. */
  addVector(other: HourVector, fromHour = -Infinity, toHour = Infinity): TotalOverflow | undefined {
    return this.combine(other, fromHour, toHour, addCells, subtractCells);
  }

  /** Takes the hours [fromHour, toHour) of another vector away. */
  subtractVector(other: HourVector, fromHour = -Infinity, toHour = Infinity): TotalOverflow | undefined {
    return this.combine(other, fromHour, toHour, subtractCells, addCells);
  }

  /** Every hour of the other gets a place first, so that what remains is sums over runs of equal hours, which can be taken back. */
  private combine(other: HourVector, fromHour: number, toHour: number, forth: Combine, back: Combine): TotalOverflow | undefined {
    const from = indexFrom(other, fromHour);
    const to = indexFrom(other, toHour);
    if (from >= to) return undefined;
    const columns = VECTOR_COLUMNS.map((name) => halvesOf(other[name]));
    const start = this.placeOf(other.hours[from]!);
    if (this.runLength(start, other.hours, from, to) < to - from) this.makePlaces(other.hours, from, to);
    const wrapped = this.overRuns(other.hours, columns, from, to, start, forth);
    if (wrapped) this.overRuns(other.hours, columns, from, to, start, back);
    this.dropEmpty(start, indexFrom(this, other.hours[to - 1]! + 1));
    return wrapped ? this.firstOverflow(other, from, to, forth === addCells ? 1n : -1n) : undefined;
  }

  private overRuns(hours: Int32Array, columns: readonly Halves[], from: number, to: number, start: number, combine: Combine): boolean {
    let wrapped = false;
    for (let i = start, j = from; j < to; ) {
      while (this.hours[i]! < hours[j]!) i++;
      const count = this.runLength(i, hours, j, to);
      for (let c = 0; c < 3; c++) if (combine(this.halves[c]!, i, columns[c]!, j, count)) wrapped = true;
      i += count;
      j += count;
    }
    return wrapped;
  }

  /** How many entries from `at` on have the same hours as hours[from, to). */
  private runLength(at: number, hours: Int32Array, from: number, to: number): number {
    const own = this.hours;
    const most = Math.min(to - from, this.length - at);
    let count = 0;
    while (count < most && own[at + count] === hours[from + count]) count++;
    return count;
  }

  /** Where the refusal comes from: looked for only once there is one. */
  private firstOverflow(other: HourVector, from: number, to: number, sign: bigint): TotalOverflow {
    for (let j = from; j < to; j++) {
      const at = indexFrom(this, other.hours[j]!);
      const stands = at < this.length && this.hours[at] === other.hours[j];
      for (const name of VECTOR_COLUMNS) {
        const sum = addExact(stands ? this[name][at]! : 0n, sign * other[name][j]!);
        if ('refused' in sum) return sum.refused;
      }
    }
    throw new Error('a sum left 64 bits, and none did');
  }

  /** Entries of zeros for those of hours[from, to) that have none. From the back, so that everything moves once. */
  private makePlaces(hours: Int32Array, from: number, to: number): void {
    const missing = this.countMissing(hours, from, to);
    if (missing === 0) return;
    let i = this.length - 1;
    let free = this.length + missing - 1;
    this.reserve(this.length + missing);
    this.length += missing;
    for (let j = to - 1; j >= from; j--) {
      const hour = hours[j]!;
      const last = i;
      while (i >= 0 && this.hours[i]! > hour) i--;
      this.shift(i + 1, last + 1, free - last);
      free -= last - i;
      if (i >= 0 && this.hours[i] === hour) continue;
      this.clear(free--, hour);
      if (free === i) return;
    }
  }

  private countMissing(hours: Int32Array, from: number, to: number): number {
    let missing = 0;
    for (let i = this.placeOf(hours[from]!), j = from; j < to; j++) {
      while (i < this.length && this.hours[i]! < hours[j]!) i++;
      if (i >= this.length) return missing + to - j;
      if (this.hours[i] !== hours[j]) missing++;
    }
    return missing;
  }

  /** Most use comes at the end. */
  private placeOf(hour: number): number {
    const last = this.length - 1;
    if (last < 0 || this.hours[last]! < hour) return this.length;
    return this.hours[last] === hour ? last : indexFrom(this, hour);
  }

  private insert(at: number, hour: number): void {
    this.reserve(this.length + 1);
    this.move(at, at + 1);
    this.hours[at] = hour;
  }

  /** Entries from `from` on stand from `to` on. */
  private move(from: number, to: number): void {
    this.shift(from, this.length, to - from);
    this.length += to - from;
  }

  private shift(from: number, to: number, by: number): void {
    if (by === 0 || from >= to) return;
    this.hours.copyWithin(from + by, from, to);
    for (const name of VECTOR_COLUMNS) this[name].copyWithin(from + by, from, to);
  }

  private clear(at: number, hour: number): void {
    this.hours[at] = hour;
    for (const name of VECTOR_COLUMNS) this[name][at] = 0n;
  }

  /** Of the entries [from, to). */
  private dropEmpty(from: number, to: number): void {
    let kept = from;
    while (kept < to && this.isUsed(kept)) kept++;
    if (kept === to) return;
    for (let i = kept + 1; i < to; i++) if (this.isUsed(i)) this.shift(i, i + 1, kept++ - i);
    this.move(to, kept);
  }

  private isUsed(at: number): boolean {
    // Upper is above zero wherever there is any use, so that nothing else is looked at as a rule.
    for (let c = 2; c >= 0; c--) if ((this.halves[c]![at * 2]! | this.halves[c]![at * 2 + 1]!) !== 0) return true;
    return false;
  }

  private reserve(length: number): void {
    if (length <= this.hours.length) return;
    const room = Math.max(length, Math.ceil(this.hours.length * 1.5));
    const hours = new Int32Array(room);
    hours.set(this.hours.subarray(0, this.length));
    this.hours = hours;
    const [lower, expected, upper] = VECTOR_COLUMNS.map((name) => {
      const column = new BigInt64Array(room);
      column.set(this[name].subarray(0, this.length));
      return column;
    }) as [BigInt64Array, BigInt64Array, BigInt64Array];
    this.takeColumns(lower, expected, upper);
  }

  private takeColumns(lower: BigInt64Array, expected: BigInt64Array, upper: BigInt64Array): void {
    this.lower = lower;
    this.expected = expected;
    this.upper = upper;
    this.halves = [halvesOf(lower), halvesOf(expected), halvesOf(upper)];
  }
}

/** The sum of vectors over all their hours. Throws where an hour's total leaves 64 bits. */
export function sumOfVectors(vectors: Iterable<HourVector>): HourSums {
  const sums = new HourSums();
  for (const vector of vectors) mustFit(sums.addVector(vector));
  return sums;
}

function mustFit(refused: TotalOverflow | undefined): void {
  if (refused) throw new RangeError(`${refused.code}: ${refused.total} + ${refused.added}`);
}
