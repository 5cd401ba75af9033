import type { ConditionAnswer } from '../attribution/declarations.js';
import { type Fraction, fraction, subtract, ZERO } from '../control/fraction.js';
import type { Condition, Rule } from '../rulebook/rule.js';
import { passes } from './band-reach.js';
import type { NumberComparison } from './crossing.js';
import type { TripleTotal } from './hour-vector.js';
import { TERA } from './passing-total.js';
import type { Projection } from './projection.js';
import type { Tier } from './standing.js';

/** How far one total of a scope is from one number. */
export interface Distance {
  readonly rule: string;
  readonly ruleVersion: number;
  readonly tier: Exclude<Tier, 'PROJECTED'>;
  readonly window: Rule['window'];
  /** As written: "1e25/3". */
  readonly number: string;
  readonly comparison: NumberComparison;
  /** TFLOP, of the tier's column and the rule's window, now. */
  readonly total: bigint;
  /** FLOP still to go, exact; nothing once the number is reached. */
  readonly remaining: Fraction;
  /** Of the number, exact: above one once it is passed. */
  readonly share: Fraction;
  /** Whether the total stands beyond the number now: of a window it may have crossed before and fallen since. */
  readonly isPassed: boolean;
  /** Of the expected total, where one was asked for and it has not passed: the UTC day (since 1970) on which it will, at today's rate. */
  readonly projectedDay?: number | undefined;
  /** What usage cannot show and nobody declared: while there is any, the rule is not evaluable, which is not the same as not crossed. */
  readonly notEvaluable: readonly string[];
  /** Conditions that a declaration says do not hold. */
  readonly notApplicable: readonly string[];
}

export interface DistanceInput {
  /** Of the window, as of now. */
  readonly totalsOf: (window: Rule['window']) => TripleTotal;
  readonly rules: readonly Rule[];
  readonly conditionOf: (condition: Condition) => ConditionAnswer;
  /** Absent: no projected days. */
  readonly projectionOf?: (rule: Rule) => Projection | undefined;
}

const COLUMN_OF = { POSSIBLE: 'upper', PROBABLE: 'expected', CERTAIN: 'lower' } as const;

/** Of every rule with a number of FLOP and every tier it raises, in the order of the rules. */
export function distancesOf({ totalsOf, rules, conditionOf, projectionOf }: DistanceInput): Distance[] {
  return rules
    .filter(({ kind, number }) => (kind === 'TRAINING' || kind === 'BAND') && number !== undefined)
    .flatMap((rule) => {
      const totals = totalsOf(rule.window);
      const conditions = conditionsOf(rule, conditionOf);
      return tiersOf(rule).map((tier) => {
        const distance = distanceTo(rule, tier, totals[COLUMN_OF[tier]]);
        const projectedDay = tier === 'PROBABLE' && !distance.isPassed ? projectionOf?.(rule)?.day : undefined;
        return { ...distance, ...conditions, ...(projectedDay !== undefined && { projectedDay }) };
      });
    });
}

/** Bands stand on the expected total alone, whatever else they say. */
function tiersOf({ kind, tiers }: Rule): Distance['tier'][] {
  if (kind === 'BAND') return ['PROBABLE'];
  return (['POSSIBLE', 'PROBABLE', 'CERTAIN'] as const).filter((tier) => tiers.includes(tier));
}

function distanceTo(rule: Rule, tier: Distance['tier'], total: bigint): Omit<Distance, 'notEvaluable' | 'notApplicable'> {
  const { numerator, denominator, printed } = rule.number!;
  const flop = fraction(total * TERA);
  const remaining = subtract(fraction(numerator, denominator), flop);
  const comparison = rule.comparison ?? 'AT_LEAST';
  return {
    rule: rule.id,
    ruleVersion: rule.version,
    tier,
    window: rule.window,
    number: printed,
    comparison,
    total,
    remaining: remaining.numerator < 0n ? ZERO : remaining,
    share: fraction(total * TERA * denominator, numerator),
    isPassed: passes(total, rule.number!, comparison),
  };
}

function conditionsOf({ conditions }: Rule, conditionOf: DistanceInput['conditionOf']): Pick<Distance, 'notEvaluable' | 'notApplicable'> {
  const wordsOf = (answer: 'UNKNOWN' | 'NO') => conditions.filter((one) => conditionOf(one) === answer).map(({ words }) => words);
  return { notEvaluable: wordsOf('UNKNOWN'), notApplicable: wordsOf('NO') };
}
