import {
  COLUMN_OF_TIER,
  CROSSING_TIERS,
  type Crossing,
  type CrossingTerms,
  type CrossingTier,
  CURRENT_METERING_POLICY,
  crossingsOf,
  fraction,
  HourSums,
  passingTotal,
  runningTotals,
  windowTotals,
} from '@tidemark/domain';
import type { ScopeHours } from '../totals/hour-vectors.port.js';
import type { Supposition } from './supposition.js';

export interface SupposedCrossing extends Crossing {
  readonly tier: CrossingTier;
}

/**
 * The crossings of a scope's hours by what is supposed, exactly. Another prior utilisation takes the part of `expected` that rests on the
 * policy's and puts the same at the other in its place; so that everything stays whole, totals and number are multiplied by the same.
 */
export function supposedCrossings(hours: ScopeHours, supposed: Supposition): SupposedCrossing[] {
  const { vector, factor } = atPrior(hours, supposed.priorPpm);
  const terms = termsOf(supposed, factor);
  const allTime = runningTotals(vector);
  const totals = terms.windowHours === undefined ? allTime : windowTotals(allTime, terms.windowHours);
  const passing = passingTotal(terms.number, terms.comparison);
  const tiers = CROSSING_TIERS.filter((tier) => supposed.rule?.tiers.includes(tier) ?? true);
  return tiers.flatMap((tier) =>
    crossingsOf(totals, COLUMN_OF_TIER[tier], terms, passing).map((crossing) => ({
      ...crossing,
      totals: divided(crossing.totals, factor),
      tier,
    })),
  );
}

/** The largest total of a scope that its hours could have, in TFLOP: whoever's does not pass cannot cross. */
export function highestOf({ expected, upper }: { expected: bigint; upper: bigint }, priorPpm: number | undefined): bigint {
  const times = priorPpm === undefined ? 1n : BigInt(Math.max(1, Math.ceil(priorPpm / CURRENT_METERING_POLICY.priorPpm)));
  const atMost = expected * times;
  return atMost > upper ? atMost : upper;
}

function atPrior({ vector, onPrior }: ScopeHours, priorPpm: number | undefined): { vector: HourSums; factor: bigint } {
  if (priorPpm === undefined || priorPpm === CURRENT_METERING_POLICY.priorPpm) return { vector, factor: 1n };
  const { numerator, denominator: factor } = fraction(BigInt(priorPpm), BigInt(CURRENT_METERING_POLICY.priorPpm));
  const priors = new Map(Array.from({ length: onPrior.length }, (_, i) => [onPrior.hours[i]!, onPrior.expected[i]!]));
  const scaled = HourSums.of(
    Array.from({ length: vector.length }, (_, i) => {
      const hour = vector.hours[i]!;
      const prior = priors.get(hour) ?? 0n;
      const expected = (vector.expected[i]! - prior) * factor + prior * numerator;
      return { hour, lower: vector.lower[i]! * factor, expected, upper: vector.upper[i]! * factor };
    }),
  );
  return { vector: scaled, factor };
}

function termsOf({ number, comparison, window, effectiveFrom, effectiveTo }: Supposition, factor: bigint): CrossingTerms {
  return {
    number: { numerator: number.numerator * factor, denominator: number.denominator },
    comparison,
    windowHours: window === 'ALL_TIME' ? undefined : window * 24,
    fromMs: dateMs(effectiveFrom),
    toMs: dateMs(effectiveTo),
  };
}

const dateMs = (date: string | undefined): number | undefined =>
  date === undefined ? undefined : Date.parse(`${date.slice(0, 10)}T00:00:00Z`);

/** To whole TFLOP, down: for showing alone. */
const divided = ({ lower, expected, upper }: Crossing['totals'], factor: bigint): Crossing['totals'] => ({
  ...{ lower: lower / factor, expected: expected / factor, upper: upper / factor },
});
