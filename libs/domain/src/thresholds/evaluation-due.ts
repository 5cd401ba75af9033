import { HOUR_MS } from '../metering/hour-slots.js';
import { type Rule, ruleKey } from '../rulebook/rule.js';
import { reachFrom, totalsThrough } from './band-reach.js';
import { monthsLater } from './calendar-months.js';
import type { HourMoment } from './crossing.js';
import { type HourVector, totalsOf } from './hour-vector.js';
import { TERA } from './passing-total.js';
import type { Scope } from './scope.js';
import type { Standing } from './standing.js';

/** That a model, or whoever makes it, was evaluated: recorded by a person. */
export interface Evaluation {
  readonly id: string;
  readonly atMs: number;
}

export interface EvaluationInput {
  readonly scope: Scope;
  readonly vector: HourVector;
  /** The rules of kind EVALUATION; those of other kinds are passed over. */
  readonly rules: readonly Rule[];
  /** All that were recorded for the scope. Those after `nowMs` have not been. */
  readonly evaluations: readonly Evaluation[];
  readonly nowMs: number;
}

/** Use that has outgrown its last evaluation, or gone on for a quarter without one. */
export function judgeEvaluation(input: EvaluationInput): Standing[] {
  const done = input.evaluations.filter(({ atMs }) => atMs <= input.nowMs);
  const latest = done.reduce<Evaluation | undefined>((last, one) => (last && last.atMs >= one.atMs ? last : one), undefined);
  return input.rules
    .filter((rule) => rule.kind === 'EVALUATION' && isAbout(rule, input.scope))
    .flatMap((rule) => {
      const { evaluation: terms } = rule;
      if (terms === undefined) throw new Error(`${ruleKey(rule)} does not say what makes an evaluation due`);
      return terms.type === 'GROWTH'
        ? grown(input, rule, { times: terms.times, latest })
        : overdue(input, rule, { months: terms.months, latest });
    });
}

/** A rule names who counts as being under a controller: groups by another reckoning are none of its own. */
const isAbout = ({ scopes, controlRule }: Rule, scope: Scope): boolean =>
  scopes.includes(scope.kind) && (scope.kind !== 'group' || scope.controlRule === controlRule);

/** So many times the use at the evaluation since it: five times since is six-fold in all. */
function grown(
  { scope, vector }: EvaluationInput,
  rule: Rule,
  { times, latest }: { times: number; latest: Evaluation | undefined },
): Standing[] {
  if (latest === undefined) return [];
  const evaluated = totalsOf(vector, Number.NEGATIVE_INFINITY, hourAfter(latest.atMs)).expected;
  if (evaluated <= 0n) return [];
  const reach = reachFrom(vector, { numerator: evaluated * BigInt(times + 1) * TERA, denominator: 1n });
  if (reach === undefined) return [];
  const detail = { evaluation: latest.id, evaluatedAtMs: latest.atMs, evaluatedFlop: (evaluated * TERA).toString() };
  return [standingOf({ scope, vector, rule, moment: reach.moment, detail })];
}

/** So many months since the number was reached and since the last evaluation, whichever was later. */
function overdue(
  { scope, vector, nowMs }: EvaluationInput,
  rule: Rule,
  { months, latest }: { months: number; latest: Evaluation | undefined },
): Standing[] {
  if (rule.number === undefined) throw new Error(`${ruleKey(rule)} has no number to reach`);
  const reach = reachFrom(vector, rule.number);
  if (reach === undefined) return [];
  const reachedMs = reach.moment.hour * HOUR_MS + reach.moment.minute * 60_000;
  const sinceMs = Math.max(reachedMs, latest?.atMs ?? Number.NEGATIVE_INFINITY);
  const dueMs = monthsLater(sinceMs, months);
  if (dueMs > nowMs) return [];
  const hour = Math.floor(dueMs / HOUR_MS);
  const moment = { hour, minute: Math.floor((dueMs - hour * HOUR_MS) / 60_000) };
  const detail = { sinceMs, reachedMs, ...(latest && { evaluation: latest.id, evaluatedAtMs: latest.atMs }) };
  return [standingOf({ scope, vector, rule, moment, detail })];
}

/** The first hour that had not begun at an evaluation: an hour belongs by its start. */
const hourAfter = (atMs: number): number => Math.ceil(atMs / HOUR_MS);

function standingOf({
  scope,
  vector,
  rule,
  moment,
  detail,
}: Pick<EvaluationInput, 'scope' | 'vector'> & { rule: Rule; moment: HourMoment; detail: Standing['detail'] }): Standing {
  return {
    kind: 'EVALUATION_DUE',
    rule: rule.id,
    ruleVersion: rule.version,
    scope,
    n: 1,
    moment,
    atEntryIntoForce: false,
    totals: totalsThrough(vector, moment.hour),
    detail,
  };
}
