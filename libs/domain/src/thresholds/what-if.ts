/**
 * The same use by another number, comparison, window or prior utilisation: answered from the vectors, exactly as flags are, and told apart
 * from them by its name. Nothing is ever raised from it. By another share of ownership: ask the attribution for groups by that share, and
 * these for what their vectors say.
 */
import { type Fraction, fraction } from '../control/fraction.js';
import { addExact, type TotalOverflow } from '../metering/exact-total.js';
import type { CrossingTerms, HourMoment } from './crossing.js';
import { type HourVector, indexFrom, VECTOR_COLUMNS } from './hour-vector.js';
import { COLUMN_OF_TIER, CROSSING_TIERS, type CrossingTier } from './judge-crossings.js';
import { passingTotal } from './passing-total.js';
import { runningTotals, totalsAtEndOf, windowTotals } from './running-totals.js';
import { crossingsOf } from './scan-crossings.js';

/** Three totals in TFLOP, exact: by another prior they are no whole numbers. */
export interface ExactTotals {
  readonly lower: Fraction;
  readonly expected: Fraction;
  readonly upper: Fraction;
}

export interface WhatIfCrossing {
  readonly n: number;
  readonly moment: HourMoment;
  readonly atEntryIntoForce: boolean;
  /** At the end of the moment's hour, of the window. */
  readonly totals: ExactTotals;
}

export interface WhatIfAnswer {
  readonly crossings: Readonly<Record<CrossingTier, readonly WhatIfCrossing[]>>;
  /** Of the window, at the end of the hour that was asked for. */
  readonly totals: ExactTotals;
}

/** A vector in parts of a TFLOP: each amount is so many times 1/scale. */
export interface ScaledVector {
  readonly vector: HourVector;
  readonly scale: bigint;
}

export const unscaled = (vector: HourVector): ScaledVector => ({ vector, scale: 1n });

/** What would have crossed. `atHour`: of the totals; absent: the last hour with any use. Throws on a number that is not above zero. */
export function whatIf({ vector, scale }: ScaledVector, terms: CrossingTerms, atHour?: number): WhatIfAnswer {
  const number = { numerator: terms.number.numerator * scale, denominator: terms.number.denominator };
  const scaled = { ...terms, number };
  const passing = passingTotal(number, terms.comparison);
  const allTime = runningTotals(vector);
  const totals = terms.windowHours === undefined ? allTime : windowTotals(allTime, terms.windowHours);
  const crossingsBy = (tier: CrossingTier): WhatIfCrossing[] =>
    crossingsOf(totals, COLUMN_OF_TIER[tier], scaled, passing).map((crossing) => ({
      ...crossing,
      totals: exactTotals(crossing.totals, scale),
    }));
  const [POSSIBLE, PROBABLE, CERTAIN] = CROSSING_TIERS.map(crossingsBy) as [WhatIfCrossing[], WhatIfCrossing[], WhatIfCrossing[]];
  const hour = atHour ?? vector.hours[vector.length - 1] ?? 0;
  const now = totalsAtEndOf(totals, hour);
  return { crossings: { POSSIBLE, PROBABLE, CERTAIN }, totals: exactTotals(now, scale) };
}

const exactTotals = (totals: { lower: bigint; expected: bigint; upper: bigint }, scale: bigint): ExactTotals => ({
  lower: fraction(totals.lower, scale),
  expected: fraction(totals.expected, scale),
  upper: fraction(totals.upper, scale),
});

/**
 * With another prior utilisation: expected' = expected - part + part x p / prior, hour by hour. Exact, but for the half TFLOP by which each
 * posting was rounded when it was metered. Neither lower nor upper knows a prior.
 *
 * `onPrior`: of the same scope, in `expected` the part that rests on the prior. `priorPpm`: the policy's; `ppm`: the one that is asked for.
 */
export function withPrior(
  vector: HourVector,
  onPrior: Pick<HourVector, 'length' | 'hours' | 'expected'>,
  { priorPpm, ppm }: { priorPpm: number; ppm: number },
): ScaledVector | { readonly refused: TotalOverflow } {
  const { numerator, denominator: scale } = fraction(BigInt(ppm), BigInt(priorPpm));
  const column = (amounts: BigInt64Array) => BigInt64Array.from({ length: vector.length }, (_, place) => amounts[place]! * scale);
  const overflow = firstOverflow(vector, scale);
  if (overflow) return { refused: overflow };
  const expected = column(vector.expected);
  for (let part = 0; part < onPrior.length; part += 1) {
    const place = indexFrom(vector, onPrior.hours[part]!);
    if (vector.hours[place] !== onPrior.hours[part]) throw new Error(`hour ${onPrior.hours[part]} rests on a prior and was not used`);
    const sum = addExact(expected[place]!, onPrior.expected[part]! * (numerator - scale));
    if ('refused' in sum) return sum;
    expected[place] = sum.total;
  }
  return {
    vector: { length: vector.length, hours: vector.hours, lower: column(vector.lower), expected, upper: column(vector.upper) },
    scale,
  };
}

/** An hour of more than 2^63 / scale TFLOP: no scope there is comes near, but nothing wraps. */
function firstOverflow(vector: HourVector, scale: bigint): TotalOverflow | undefined {
  for (const name of VECTOR_COLUMNS) {
    for (let place = 0; place < vector.length; place += 1) {
      const sum = addExact(0n, vector[name][place]! * scale);
      if ('refused' in sum) return sum.refused;
    }
  }
  return undefined;
}
