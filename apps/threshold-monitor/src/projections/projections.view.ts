import type { Caller } from '@tidemark/access';
import { type Distance, flopDecimal, legalStatusAt, type Rule, ruleKey } from '@tidemark/domain';
import { isoOf } from '../ask/window.js';
import type { FlagScopeView, FlagTotalsView } from '../flags/flags.dto.js';
import { scopeView } from '../totals/totals.view.js';
import type { DistancesView, OpenProjectionView, RuleDistanceView, TierDistanceView } from './projections.dto.js';
import type { OpenProjection } from './projections.port.js';
import type { ScopeDistances } from './projections.query.js';

const DAY_MS = 86_400_000;
const dayOf = (ms: number): string => isoOf(ms).slice(0, 10);

export const openProjectionView = ({ flag, projection }: OpenProjection): OpenProjectionView => ({
  flag: flag.id,
  scope: flag.content.scope as FlagScopeView,
  rule: flag.content.rule as string,
  ruleVersion: flag.content.ruleVersion as number,
  number: flag.content.number as string,
  day: dayOf(Number(projection.dayMs)),
  ratePerDay: projection.ratePerDay,
  horizonDays: projection.horizonDays,
  raisedAt: isoOf(flag.raisedAtMs),
});

export function distancesView(caller: Caller, { scope, nowMs, knownAtMs, total, rules, distances }: ScopeDistances): DistancesView {
  const byRule = Map.groupBy(distances, (one) => ruleKey({ id: one.rule, version: one.ruleVersion }));
  return {
    ...scopeView(caller, scope),
    at: isoOf(nowMs),
    knownAt: isoOf(knownAtMs),
    totals: {
      lower: flopDecimal(total.lower),
      expected: flopDecimal(total.expected),
      upper: flopDecimal(total.upper),
    } satisfies FlagTotalsView,
    rules: rules.flatMap((rule) => {
      const own = byRule.get(ruleKey(rule));
      return own ? [ruleDistanceView(rule, own, nowMs)] : [];
    }),
  };
}

function ruleDistanceView(rule: Rule, distances: readonly Distance[], nowMs: number): RuleDistanceView {
  const { number, comparison, window, notEvaluable, notApplicable } = distances[0]!;
  return {
    rule: rule.id,
    ruleVersion: rule.version,
    title: rule.title,
    kind: rule.kind,
    legalStatus: legalStatusAt(rule, nowMs),
    ...{ number, comparison, window: String(window) },
    ...(rule.level === undefined ? {} : { level: rule.level }),
    notEvaluable: [...notEvaluable],
    notApplicable: [...notApplicable],
    tiers: distances.map(tierView),
  };
}

const tierView = ({ tier, total, remaining, share, isPassed, projectedDay }: Distance): TierDistanceView => ({
  tier,
  total: flopDecimal(total),
  remaining: roundedUp(remaining).toString(),
  sharePpm: ((share.numerator * 1_000_000n) / share.denominator).toString(),
  passed: isPassed,
  ...(projectedDay === undefined ? {} : { projectedDay: dayOf(projectedDay * DAY_MS) }),
});

const roundedUp = ({ numerator, denominator }: Distance['remaining']): bigint => (numerator + denominator - 1n) / denominator;
