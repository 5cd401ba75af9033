import type { DeclaredPlan } from '../attribution/declarations.js';
import { type Fraction, fraction, multiply } from '../control/fraction.js';
import { type Rule, ruleKey } from '../rulebook/rule.js';
import { horizonDaysOf } from '../rulebook/rulebook.js';
import { DAY_HOURS } from './calendar-months.js';
import { preparedTerms } from './judge-crossings.js';
import { TERA } from './passing-total.js';
import type { Projection, ProjectionTerms } from './projection.js';
import type { ProjectionCourse } from './projection-course.js';
import type { PlannedLoad } from './projection-loads.js';
import type { Scope } from './scope.js';
import type { Standing } from './standing.js';

/** What a projection needs of a rule. Throws on a rule without a number. */
export function projectionTermsOf(rule: Rule): ProjectionTerms & { readonly toMs?: number | undefined } {
  const { number, comparison, toMs } = preparedTerms(rule).terms;
  const windowDays = rule.window === 'ALL_TIME' ? undefined : rule.window;
  return { number, comparison, windowDays, horizonDays: horizonDaysOf(rule), toMs };
}

/** What is declared, as loads: who says that it will train, how much, and when. Anything less says nothing of any day. */
export const loadsOf = (plans: readonly DeclaredPlan[]): PlannedLoad[] =>
  plans.map(({ fromMs, toMs, computeFlop }) => ({ kind: 'PLAN', fromMs, toMs, flop: fraction(computeFlop) }));

/**
 * The standing of a projection that is raised; undefined: none is. Its moment is the start of the day that was told last, so that it moves
 * when that is told anew and not with every hour. Totals: of those that the projection was made from.
 */
export function projectionStanding(
  { scope, rule, n = 1 }: { scope: Scope; rule: Rule; n?: number },
  course: ProjectionCourse,
  projection: Projection,
): Standing | undefined {
  if (course.status === 'NONE') return undefined;
  const { rate, hasPlans, horizonDays, total, hour, day } = projection;
  if (rule.number === undefined) throw new Error(`${ruleKey(rule)} has no number to foretell`);
  return {
    kind: 'CROSSING',
    rule: rule.id,
    ruleVersion: rule.version,
    scope,
    tier: 'PROJECTED',
    n,
    moment: { hour: course.toldDay * DAY_HOURS, minute: 0 },
    atEntryIntoForce: false,
    detail: {
      projectedFromHour: hour,
      expectedFlop: (total * TERA).toString(),
      ratePerDayFlop: rate === undefined ? '0' : wholeFlop(rate.perDay),
      ...(rate && { basis: rate.basis, daysMeasured: rate.days }),
      hasPlans,
      horizonDays,
      ...(day !== undefined && { dayNow: day }),
    },
  };
}

/** Halves of a TFLOP are whole FLOP. */
const wholeFlop = (tflop: Fraction): string => {
  const { numerator, denominator } = multiply(tflop, fraction(TERA));
  return (numerator / denominator).toString();
};
