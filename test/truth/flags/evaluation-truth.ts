/** When use asks for another evaluation: six-fold growth since the last, or three months with use above 1e24. */
import { crossingsOf, flop } from './crossing-truth.js';
import type { FlagFact, HoursTruth, RuleTruth, StandingTruth } from './flag-truth.model.js';
import { hourOf } from './identity-truth.js';
import { type Rational, rational } from './rational.js';
import { totalThrough } from './totals-truth.js';

/** The number of the rule that has none of its own. */
const QUARTER_NUMBER = rational(10n ** 24n);

export function evaluationDue(
  scope: string,
  hours: HoursTruth,
  rule: RuleTruth,
  facts: readonly FlagFact[],
  nowMs: number,
): StandingTruth[] {
  const evaluations = facts.filter(
    (fact): fact is Extract<FlagFact, { type: 'evaluated' }> => fact.type === 'evaluated' && fact.scope === scope && fact.atMs <= nowMs,
  );
  const atMs = evaluations.length === 0 ? undefined : Math.max(...evaluations.map((one) => one.atMs));
  const due = rule.id === 'evaluation-growth' ? grown(hours, atMs) : quarterPassed(hours, rule.number ?? QUARTER_NUMBER, atMs, nowMs);
  if (!due) return [];
  return [{ kind: 'EVALUATION_DUE', rule: rule.id, version: rule.version, scope, n: 1, ...due, atEntryIntoForce: false }];
}

type Due = { hour: number; minute: number } | undefined;

/** The first hour by whose end the growth was five times what there was. */
function grown(hours: HoursTruth, atMs: number | undefined): Due {
  if (atMs === undefined) return undefined;
  const then = totalThrough(hours, lastHourBegunBefore(atMs)).expected;
  if (then <= 0n) return undefined;
  const number = flop(then * 6n);
  const crossing = crossingsOf(hours, 'expected', { number, comparison: 'AT_LEAST' })[0];
  return crossing && { hour: crossing.hour, minute: crossing.minute };
}

function quarterPassed(hours: HoursTruth, number: Rational, atMs: number | undefined, nowMs: number): Due {
  const crossing = crossingsOf(hours, 'expected', { number, comparison: 'AT_LEAST' })[0];
  if (!crossing) return undefined;
  const since = Math.max(atMs ?? -Infinity, crossing.hour * 3_600_000 + crossing.minute * 60_000);
  const dueMs = threeMonthsAfter(since);
  return nowMs < dueMs ? undefined : { hour: hourOf(dueMs), minute: Math.floor((dueMs % 3_600_000) / 60_000) };
}

/** An hour belongs to the time before an instant by its start. */
const lastHourBegunBefore = (ms: number): number => Math.ceil(ms / 3_600_000) - 1;

/** The same day and time so many calendar months on; the last day of the month where it has no such day. */
export const threeMonthsAfter = (ms: number): number => monthsAfter(ms, 3);

export function monthsAfter(ms: number, months: number): number {
  const date = new Date(ms);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime();
}
