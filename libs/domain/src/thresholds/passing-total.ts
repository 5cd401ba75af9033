import type { NumberComparison, ThresholdNumber } from './crossing.js';

/** A TFLOP in FLOP: totals are kept in the one, numbers written in the other. */
export const TERA = 10n ** 12n;

/** A number of FLOP and how it is compared, in whole TFLOP: one division for each rule, and integer comparisons from then on. */
export interface PassingTotal {
  /** The smallest total that has passed. */
  readonly passes: bigint;
  /** A total below this is below 90 % of the number. */
  readonly fallsBelow: bigint;
}

/** Throws on a number that is not above zero: everybody would always have passed it. */
export function passingTotal({ numerator, denominator }: ThresholdNumber, comparison: NumberComparison): PassingTotal {
  if (numerator <= 0n || denominator <= 0n) throw new RangeError(`${numerator}/${denominator} FLOP is no number to pass`);
  const scale = denominator * TERA;
  const passes = comparison === 'GREATER' ? numerator / scale + 1n : ceilOf(numerator, scale);
  return { passes, fallsBelow: ceilOf(9n * numerator, 10n * scale) };
}

const ceilOf = (numerator: bigint, denominator: bigint): bigint => (numerator + denominator - 1n) / denominator;

/**
 * The minute of the hour in which a total passed the number, use taken as even over the hour: floor(60 (T - before) / inHour), between 0
 * and 59. `before`: the cumulative total at the end of the hour before, TFLOP; `inHour`: what the hour itself added.
 */
export function passingMinute({ numerator, denominator }: ThresholdNumber, before: bigint, inHour: bigint): number {
  const scale = denominator * TERA;
  const missing = numerator - before * scale;
  if (missing <= 0n) return 0;
  const minute = inHour <= 0n ? 59n : (60n * missing) / (inHour * scale);
  return minute > 59n ? 59 : Number(minute);
}
