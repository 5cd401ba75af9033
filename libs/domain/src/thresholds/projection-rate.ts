import { compare, type Fraction, fraction } from '../control/fraction.js';
import { DAY_HOURS } from './calendar-months.js';
import { type HourVector, indexFrom } from './hour-vector.js';

/** What a scope uses in a day, as its last complete days (UTC) say. */
export interface DailyRate {
  /** TFLOP, expected. */
  readonly perDay: Fraction;
  /** Which of the two medians is the larger. */
  readonly basis: 'MEDIAN_7' | 'MEDIAN_28';
  /** Complete days since the first use, of the last 28. */
  readonly days: number;
}

const SHORT_DAYS = 7;
const LONG_DAYS = 28;
const DAYS_MIN = 3;

/**
 * The larger of the medians of the daily totals over the last 7 and the last 28 complete days before the day of `hour`: a median, so that one
 * burst foretells nothing; the larger, so that a run that has just begun is not hidden by the quiet before it. Days before the first use
 * are left out, idle ones since count as nothing. Undefined with fewer than three days.
 */
export function dailyRate(vector: HourVector, hour: number): DailyRate | undefined {
  const totals = dailyTotals(vector, Math.floor(hour / DAY_HOURS));
  if (totals.length < DAYS_MIN) return undefined;
  const [short, long] = [medianOf(totals.slice(-SHORT_DAYS)), medianOf(totals)];
  const days = totals.length;
  return compare(short, long) >= 0 ? { perDay: short, basis: 'MEDIAN_7', days } : { perDay: long, basis: 'MEDIAN_28', days };
}

/** Whether there was any use in the last seven complete days before the day of `hour`. */
export function wasUsedLately(vector: HourVector, hour: number): boolean {
  const today = Math.floor(hour / DAY_HOURS);
  const [from, to] = [indexFrom(vector, (today - SHORT_DAYS) * DAY_HOURS), indexFrom(vector, today * DAY_HOURS)];
  for (let place = from; place < to; place += 1) if (vector.upper[place]! > 0n) return true;
  return false;
}

/** Expected TFLOP of each of the last 28 days before `today` (days since 1970) that are not before the day of the first use, in order. */
export function dailyTotals(vector: HourVector, today: number): bigint[] {
  const first = firstUseDay(vector);
  if (first === undefined || first >= today) return [];
  const start = Math.max(first, today - LONG_DAYS);
  const totals = new Array<bigint>(today - start).fill(0n);
  const end = indexFrom(vector, today * DAY_HOURS);
  for (let place = indexFrom(vector, start * DAY_HOURS); place < end; place += 1) {
    totals[Math.floor(vector.hours[place]! / DAY_HOURS) - start]! += vector.expected[place]!;
  }
  return totals;
}

function firstUseDay({ length, hours, upper }: HourVector): number | undefined {
  for (let place = 0; place < length; place += 1) if (upper[place]! > 0n) return Math.floor(hours[place]! / DAY_HOURS);
  return undefined;
}

/** The middle one; of an even number the mean of the two middle ones, exactly. Throws on none. */
export function medianOf(values: readonly bigint[]): Fraction {
  if (values.length === 0) throw new RangeError('the median of nothing');
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? fraction(sorted[middle]!) : fraction(sorted[middle - 1]! + sorted[middle]!, 2n);
}
