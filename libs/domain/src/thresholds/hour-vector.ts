/**
 * Three totals for each hour in which there was any, in TFLOP. A scope's vector is the sum of the vectors of what belongs to it, each over
 * the hours in which it belonged.
 */
export interface HourVector {
  /** Entries in use of each column. Columns may be longer. */
  readonly length: number;
  /** Hours since 1970-01-01T00:00Z, rising, none twice. */
  readonly hours: Int32Array;
  /** Of one hour each, in TFLOP (1e12 operations). Never below zero once all of a ledger transaction was added. */
  readonly lower: BigInt64Array;
  readonly expected: BigInt64Array;
  readonly upper: BigInt64Array;
}

/** Three totals in TFLOP. lower <= expected <= upper. */
export interface TripleTotal {
  readonly lower: bigint;
  readonly expected: bigint;
  readonly upper: bigint;
}

export const VECTOR_COLUMNS = ['lower', 'expected', 'upper'] as const;
export type VectorColumn = (typeof VECTOR_COLUMNS)[number];

export const NO_USE: TripleTotal = { lower: 0n, expected: 0n, upper: 0n };

/** Where the first entry at or after `hour` stands; `length` if there is none. Takes -Infinity and Infinity. */
export function indexFrom({ hours, length }: Pick<HourVector, 'hours' | 'length'>, hour: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (hours[middle]! < hour) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The sums over [fromHour, toHour), exact whatever their size. */
export function totalsOf(vector: HourVector, fromHour = -Infinity, toHour = Infinity): TripleTotal {
  const from = indexFrom(vector, fromHour);
  const to = Math.max(from, indexFrom(vector, toHour));
  return { lower: sumOf(vector.lower, from, to), expected: sumOf(vector.expected, from, to), upper: sumOf(vector.upper, from, to) };
}

function sumOf(column: BigInt64Array, from: number, to: number): bigint {
  let sum = 0n;
  for (let i = from; i < to; i++) sum += column[i]!;
  return sum;
}

/** The three totals of one hour. */
export function totalsInHour(vector: HourVector, hour: number): TripleTotal {
  const at = indexFrom(vector, hour);
  if (at === vector.length || vector.hours[at] !== hour) return NO_USE;
  return { lower: vector.lower[at]!, expected: vector.expected[at]!, upper: vector.upper[at]! };
}

/** The same hours with the same totals. Entries of zeros alone say nothing and are passed over. */
export function sameVectors(a: HourVector, b: HourVector): boolean {
  let i = nextUse(a, 0);
  let j = nextUse(b, 0);
  for (; i < a.length && j < b.length; i = nextUse(a, i + 1), j = nextUse(b, j + 1)) {
    if (a.hours[i] !== b.hours[j] || a.lower[i] !== b.lower[j]) return false;
    if (a.expected[i] !== b.expected[j] || a.upper[i] !== b.upper[j]) return false;
  }
  return i >= a.length && j >= b.length;
}

/** The first index at or after `index` where something was used. */
export function nextUse({ length, lower, expected, upper }: HourVector, index: number): number {
  let i = index;
  while (i < length && upper[i] === 0n && expected[i] === 0n && lower[i] === 0n) i++;
  return i;
}
