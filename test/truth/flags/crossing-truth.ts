/** Crossings of one number by one scope, hour end by hour end. */
import { type CrossingTruth, HOUR_MS, type HoursTruth, type RuleTruth, type TierTruth, type Triple } from './flag-truth.model.js';
import { floorOf, isAbove, isAtLeast, minus, over, type Rational, rational, times } from './rational.js';
import { addTriples, NOTHING } from './totals-truth.js';

const FLOP_PER_TFLOP = 1_000_000_000_000n;

export const COLUMNS: Record<Exclude<TierTruth, 'PROJECTED'>, keyof Triple> = {
  POSSIBLE: 'upper',
  PROBABLE: 'expected',
  CERTAIN: 'lower',
};

export type Terms = Pick<RuleTruth, 'number' | 'comparison' | 'windowDays' | 'fromMs' | 'toMs'>;

/** FLOP of a total. */
export const flop = (tflop: bigint): Rational => ({ numerator: tflop * FLOP_PER_TFLOP, denominator: 1n });

export function hasPassed(tflop: bigint, { number, comparison }: Pick<Terms, 'number' | 'comparison'>): boolean {
  return comparison === 'GREATER' ? isAbove(flop(tflop), number!) : isAtLeast(flop(tflop), number!);
}

/** A window's total, hour end by hour end, from the hour before the first use to the last of `through` and the last use. */
export interface HourEnd {
  hour: number;
  /** Of this hour alone. */
  own: Triple;
  /** Cumulative: all time, or of the window that ends with this hour. */
  cumulative: Triple;
}

/** For all time nothing happens at an idle hour, so idle ones are left out there. */
export function hourEnds(hours: HoursTruth, windowHours: number | undefined, extra: number[] = []): HourEnd[] {
  if (hours.size === 0) return [];
  const first = Math.min(...hours.keys()) - 1;
  const last = Math.max(...hours.keys(), ...extra);
  const ends: HourEnd[] = [];
  let cumulative = NOTHING;
  const looked =
    windowHours === undefined
      ? [...new Set([first, ...hours.keys(), ...extra.filter((hour) => hour > first)])].sort((a, b) => a - b)
      : Array.from({ length: last - first + 1 }, (_, i) => first + i);
  for (const hour of looked) {
    const own = hours.get(hour) ?? NOTHING;
    const leaves = windowHours === undefined ? NOTHING : (hours.get(hour - windowHours) ?? NOTHING);
    if (own !== NOTHING || leaves !== NOTHING) cumulative = subtractTriples(addTriples(cumulative, own), leaves);
    ends.push({ hour, own, cumulative });
  }
  return ends;
}

const subtractTriples = (a: Triple, b: Triple): Triple => addTriples(a, { lower: -b.lower, expected: -b.expected, upper: -b.upper });

export function crossingsOf(hours: HoursTruth, column: keyof Triple, terms: Terms): CrossingTruth[] {
  const windowHours = terms.windowDays === undefined ? undefined : terms.windowDays * 24;
  const from = terms.fromMs === undefined ? -Infinity : Math.floor(terms.fromMs / HOUR_MS);
  const to = terms.toMs === undefined ? Infinity : Math.floor(terms.toMs / HOUR_MS);
  const crossings: CrossingTruth[] = [];
  let isArmed = true;
  let hadPassed = false;
  let before = 0n;
  for (const { hour, own, cumulative } of hourEnds(hours, windowHours, Number.isFinite(from) ? [from - 1] : [])) {
    const total = cumulative[column];
    const passes = hasPassed(total, terms);
    if (isBelowNineTenths(total, terms.number!)) isArmed = true;
    if (hour === from - 1 && passes && from < to) {
      crossings.push({ n: 1, hour: from, minute: 0, atEntryIntoForce: true, totals: cumulative });
      isArmed = false;
    }
    if (hour >= from && hour < to && passes && !hadPassed && isArmed) {
      const minute = minuteOf(terms.number!, before, own[column]);
      crossings.push({ n: crossings.length + 1, hour, minute, atEntryIntoForce: false, totals: cumulative });
      isArmed = false;
    }
    before = total;
    hadPassed = passes;
  }
  return crossings;
}

/** All time can never fall, so only a window's crossing can be followed by another. */
const isBelowNineTenths = (tflop: bigint, { numerator, denominator }: Rational): boolean =>
  isAbove({ numerator: numerator * 9n, denominator }, flop(tflop * 10n));

function minuteOf(number: Rational, before: bigint, own: bigint): number {
  const minute = floorOf(over(times(minus(number, flop(before)), rational(60)), flop(own)));
  return minute < 0n ? 0 : minute > 59n ? 59 : Number(minute);
}
