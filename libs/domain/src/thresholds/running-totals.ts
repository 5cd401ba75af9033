import { type HourVector, indexFrom, type TripleTotal, VECTOR_COLUMNS, type VectorColumn } from './hour-vector.js';
import { accumulateCells, halvesOf } from './wide-columns.js';

type Totals = BigInt64Array | bigint[];

/**
 * A scope's cumulative totals at every hour end at which they changed: for all time, or over a window's hours (h - W, h]. Made once for each
 * vector and window; every rule and tier is judged on the same one.
 *
 * Totals that leave 64 bits are kept in bigints, slower and as exact.
 */
export interface RunningTotals {
  readonly length: number;
  /** Hours at whose end the totals are another than an hour before, rising. */
  readonly hours: Int32Array;
  readonly lower: Totals;
  readonly expected: Totals;
  readonly upper: Totals;
  /** By column: the totals never fall. */
  readonly rising: Readonly<Record<VectorColumn, boolean>>;
  /** By column: the highest of the totals; what it has not passed was never passed. */
  readonly highest: Readonly<Record<VectorColumn, bigint>>;
  readonly vector: HourVector;
}

/** Over all time: one pass. */
export function runningTotals(vector: HourVector): RunningTotals {
  return assemble(vector, vector, (name) => accumulate(vector[name], vector.length));
}

interface Column {
  readonly totals: Totals;
  readonly rising: boolean;
}

function assemble(
  vector: HourVector,
  { hours, length }: Pick<HourVector, 'hours' | 'length'>,
  make: (name: VectorColumn) => Column,
): RunningTotals {
  const [lower, expected, upper] = VECTOR_COLUMNS.map(make) as [Column, Column, Column];
  return {
    length,
    hours,
    lower: lower.totals,
    expected: expected.totals,
    upper: upper.totals,
    rising: { lower: lower.rising, expected: expected.rising, upper: upper.rising },
    highest: { lower: highestOf(lower), expected: highestOf(expected), upper: highestOf(upper) },
    vector,
  };
}

function highestOf({ totals, rising }: Column): bigint {
  if (rising) return totals.at(-1) ?? 0n;
  let highest = 0n;
  for (let i = 0; i < totals.length; i++) if (totals[i]! > highest) highest = totals[i]!;
  return highest;
}

function accumulate(column: BigInt64Array, length: number): Column {
  const totals = new BigInt64Array(length);
  const { wrapped, rising } = accumulateCells(halvesOf(totals), halvesOf(column), length);
  return { totals: wrapped ? accumulateSlowly(column, length) : totals, rising };
}

function accumulateSlowly(column: BigInt64Array, length: number): bigint[] {
  const totals: bigint[] = [];
  let sum = 0n;
  for (let i = 0; i < length; i++) totals.push((sum += column[i]!));
  return totals;
}

/**
 * Over a window of whole hours, from the totals over all time: C(h) is one less the other. Looks only at hours with use and at those in
 * which use leaves, so that years of idleness cost nothing.
 */
export function windowTotals(allTime: RunningTotals, windowHours: number): RunningTotals {
  if (!Number.isSafeInteger(windowHours) || windowHours < 1) throw new RangeError(`${windowHours} hours are no window`);
  const places = changesOf(allTime, windowHours);
  const of = (name: VectorColumn): Column => ({ totals: differences(allTime[name], places), rising: false });
  return assemble(allTime.vector, { hours: places.hours, length: places.hours.length }, of);
}

/** For each hour at which something enters or leaves: how many entries had entered, and how many had left, by its end. */
interface Changes {
  readonly hours: Int32Array;
  readonly entered: Int32Array;
  readonly left: Int32Array;
}

function changesOf({ hours, length }: RunningTotals, windowHours: number): Changes {
  const [at, entered, left] = [new Int32Array(length * 2), new Int32Array(length * 2), new Int32Array(length * 2)];
  let count = 0;
  for (let i = 0, j = 0; j < length; count++) {
    const hour = i < length ? Math.min(hours[i]!, hours[j]! + windowHours) : hours[j]! + windowHours;
    if (i < length && hours[i] === hour) i++;
    if (hours[j]! + windowHours === hour) j++;
    at[count] = hour;
    entered[count] = i;
    left[count] = j;
  }
  return { hours: at.slice(0, count), entered, left };
}

function differences(totals: Totals, { hours, entered, left }: Changes): Totals {
  const length = hours.length;
  const result: Totals = totals instanceof BigInt64Array ? new BigInt64Array(length) : new Array<bigint>(length);
  for (let i = 0; i < length; i++) {
    const gone = left[i]! === 0 ? 0n : totals[left[i]! - 1]!;
    result[i] = totals[entered[i]! - 1]! - gone;
  }
  return result;
}

/** The three totals at a place; nothing before the first. */
export function totalsAt({ lower, expected, upper }: RunningTotals, index: number): TripleTotal {
  if (index < 0) return { lower: 0n, expected: 0n, upper: 0n };
  return { lower: lower[index]!, expected: expected[index]!, upper: upper[index]! };
}

/** The three totals at the end of an hour. */
export const totalsAtEndOf = (totals: RunningTotals, hour: number): TripleTotal => totalsAt(totals, indexFrom(totals, hour + 1) - 1);
