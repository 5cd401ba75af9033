/** The model's words in the product's: rules and scopes. */
import { type Rule, type Scope, type Standing } from '@tidemark/domain';
import { type ControlRuleTruth, type RuleTruth, type StandingTruth, scopeName } from '../truth/flags/flag-truth.model.js';

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export function ruleOf(truth: RuleTruth): Rule {
  const { fromMs, toMs, windowDays, number, conditions, ...same } = truth;
  return {
    ...{ title: same.id, regime: 'Test', jurisdiction: '-', citation: 'none', statuses: [{ from: '2020-01-01', status: 'HOUSE' }] },
    ...{ counts: 'all', duty: 'none', clocks: [], method: 'none', verified: false, note: '' },
    ...same,
    ...(same.kind === 'EVALUATION' && { evaluation: number ? { type: 'MONTHS', months: 3 } : { type: 'GROWTH', times: 5 } }),
    ...(number && { number: { ...number, printed: `${number.numerator}/${number.denominator}` } }),
    ...(fromMs !== undefined && { effectiveFrom: day(fromMs) }),
    ...(toMs !== undefined && { effectiveTo: day(toMs) }),
    window: (windowDays ?? 'ALL_TIME') as Rule['window'],
    conditions: conditions.map((condition) => ({ ...condition, words: JSON.stringify(condition) })),
  };
}

export function scopeOf(name: string): Scope {
  const [kind, first, second] = name.split(' ') as [Scope['kind'], string, string];
  if (kind === 'cluster' || kind === 'account') return { kind, provider: first, id: second };
  if (kind === 'group') return { kind, controlRule: first as ControlRuleTruth, id: second };
  return { kind, id: first };
}

export function nameOf(scope: Scope): string {
  switch (scope.kind) {
    case 'cluster':
    case 'account':
      return scopeName[scope.kind](scope.provider, scope.id);
    case 'group':
      return scopeName.group(scope.controlRule, scope.id);
    default:
      return scopeName[scope.kind](scope.id);
  }
}

export const truthOf = ({ kind, rule, ruleVersion, scope, tier, n, moment, atEntryIntoForce, totals }: Standing): StandingTruth => ({
  ...{ kind, rule, version: ruleVersion, scope: nameOf(scope), n, ...moment, atEntryIntoForce },
  ...(tier === undefined ? {} : { tier }),
  ...(totals === undefined ? {} : { totals }),
});
