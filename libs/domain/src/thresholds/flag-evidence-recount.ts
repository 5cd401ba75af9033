/**
 * Crossings worked out as the rules say it, step by step and in integers of any size: on purpose by another way than the one that raised the
 * flag, which is prepared, incremental and fast. Whoever doubts a flag reads this file.
 */
import { HOUR_MS } from '../metering/hour-slots.js';
import type { Crossing, CrossingTerms } from './crossing.js';
import type { HourRow } from './flag-evidence-text.js';
import type { TripleTotal, VectorColumn } from './hour-vector.js';

/** Rows added up by hour, rising. */
export function addUp(members: readonly (readonly HourRow[])[]): HourRow[] {
  const byHour = new Map<number, [bigint, bigint, bigint]>();
  for (const rows of members) {
    for (const [hour, lower, expected, upper] of rows) {
      const sum = byHour.get(hour) ?? [0n, 0n, 0n];
      byHour.set(hour, [sum[0] + lower, sum[1] + expected, sum[2] + upper]);
    }
  }
  return [...byHour].map(([hour, [lower, expected, upper]]): HourRow => [hour, lower, expected, upper]).sort(([a], [b]) => a - b);
}

const PLACE = { lower: 1, expected: 2, upper: 3 } as const;
const TERA = 10n ** 12n;

/** Hour ends at which the total of the window can be another than before, in order, each with that total. */
function totalsByHourEnd(rows: readonly HourRow[], windowHours: number): { hour: number; totals: TripleTotal }[] {
  const leaving = Number.isFinite(windowHours) ? rows.map(([hour]) => hour + windowHours) : [];
  const hours = [...new Set([...rows.map(([hour]) => hour), ...leaving])].sort((a, b) => a - b);
  let [entered, left] = [0, 0];
  let [lower, expected, upper] = [0n, 0n, 0n];
  return hours.map((hour) => {
    for (; entered < rows.length && rows[entered]![0] <= hour; entered += 1) {
      lower += rows[entered]![1];
      expected += rows[entered]![2];
      upper += rows[entered]![3];
    }
    for (; left < rows.length && rows[left]![0] <= hour - windowHours; left += 1) {
      lower -= rows[left]![1];
      expected -= rows[left]![2];
      upper -= rows[left]![3];
    }
    return { hour, totals: { lower, expected, upper } };
  });
}

/** All crossings of one column. */
export function recountCrossings(rows: readonly HourRow[], column: VectorColumn, terms: CrossingTerms): Crossing[] {
  const ends = totalsByHourEnd(rows, terms.windowHours ?? Number.POSITIVE_INFINITY);
  const used = new Map(rows.map((row) => [row[0], row[PLACE[column]]]));
  const fromHour = terms.fromMs === undefined ? Number.NEGATIVE_INFINITY : terms.fromMs / HOUR_MS;
  const toHour = terms.toMs === undefined ? Number.POSITIVE_INFINITY : terms.toMs / HOUR_MS;
  const crossings: Crossing[] = [];
  let mayCross = true;
  let before = 0n;
  const atEntry = ends.findLast(({ hour }) => hour < fromHour);
  if (atEntry && hasPassed(atEntry.totals[column], terms)) {
    if (fromHour < toHour) crossings.push({ n: 1, moment: { hour: fromHour, minute: 0 }, atEntryIntoForce: true, totals: atEntry.totals });
    mayCross = false;
  }
  for (const { hour, totals } of ends) {
    const total = totals[column];
    if (hour >= fromHour && hour < toHour) {
      if (mayCross && hasPassed(total, terms)) {
        const minute = minuteOf(before, used.get(hour) ?? 0n, terms);
        crossings.push({ n: crossings.length + 1, moment: { hour, minute }, atEntryIntoForce: false, totals });
        mayCross = false;
      } else if (isBelowNinety(total, terms) && terms.windowHours !== undefined) mayCross = true;
    }
    before = total;
  }
  return crossings;
}

/** total x 1e12 x denominator against numerator. */
function hasPassed(tflop: bigint, { number, comparison }: CrossingTerms): boolean {
  const difference = tflop * TERA * number.denominator - number.numerator;
  return comparison === 'GREATER' ? difference > 0n : difference >= 0n;
}

const isBelowNinety = (tflop: bigint, { number }: CrossingTerms): boolean =>
  tflop * TERA * number.denominator * 10n < number.numerator * 9n;

/** floor(60 (T - C(h - 1)) / v(h)), between 0 and 59. */
function minuteOf(before: bigint, used: bigint, { number }: CrossingTerms): number {
  const missing = number.numerator - before * TERA * number.denominator;
  if (missing <= 0n) return 0;
  if (used <= 0n) return 59;
  const minute = (60n * missing) / (used * TERA * number.denominator);
  return minute > 59n ? 59 : Number(minute);
}
