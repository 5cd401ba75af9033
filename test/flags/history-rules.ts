/** The rules that histories are judged by: few and small, so that every number, window, date, condition and level is met. */
import { DAY_MS, type FlagStatement, type RuleTruth, SCOPE_KINDS, type ScopeKindTruth } from '../truth/flags/flag-truth.model.js';
import { type Rational, rational } from '../truth/flags/rational.js';

/** All histories begin here, forty days after the earliest use. */
export const BEGIN_MS = Date.UTC(2026, 2, 10, 12, 20);
const FIRST_DAY = Math.floor(BEGIN_MS / DAY_MS);

/** Of TFLOP. */
const number = (amount: number, parts = 1): Rational => rational(BigInt(amount) * 10n ** 12n, parts);
const all: ScopeKindTruth[] = [...SCOPE_KINDS];

const training = (over: Partial<RuleTruth> & Pick<RuleTruth, 'id'>): RuleTruth => ({
  ...{ version: 1, kind: 'TRAINING', scopes: all, tiers: ['POSSIBLE', 'PROBABLE', 'CERTAIN'], number: number(100), comparison: 'GREATER' },
  ...{ controlRule: 'control', conditions: [] },
  ...over,
});
const band = (id: string, level: RuleTruth['level'], of: Rational): RuleTruth => ({
  ...training({ id, kind: 'BAND', scopes: ['account', 'customer', 'party'], tiers: ['PROBABLE'], number: of, comparison: 'AT_LEAST' }),
  level: level!,
});
const evaluation = (id: string, of?: Rational): RuleTruth => {
  const { number: _, ...rest } = training({ id, kind: 'EVALUATION', scopes: ['customer', 'party', 'group'], tiers: ['PROBABLE'] });
  return of ? { ...rest, number: of } : rest;
};
const capacity = (over: Partial<RuleTruth> & Pick<RuleTruth, 'id'>): RuleTruth =>
  training({ kind: 'CAPACITY', scopes: ['cluster'], tiers: ['POSSIBLE', 'CERTAIN'], ...over });

/** In force from the beginning of every history. */
export const FIRST_RULES: readonly RuleTruth[] = [
  training({ id: 'all-time', tiers: ['POSSIBLE', 'PROBABLE', 'CERTAIN', 'PROJECTED'], horizonDays: 5 }),
  training({ id: 'plain', number: number(60), comparison: 'AT_LEAST' }),
  training({ id: 'dated', number: number(60), comparison: 'AT_LEAST', fromMs: (FIRST_DAY - 20) * DAY_MS, toMs: (FIRST_DAY + 2) * DAY_MS }),
  training({ id: 'window', number: number(50), comparison: 'AT_LEAST', windowDays: 30 }),
  training({ id: 'owned', number: number(100, 3), scopes: ['group'], controlRule: 'ownership-25' }),
  training({ id: 'text', number: number(40), conditions: [{ type: 'DECLARED_MODALITY', anyOf: ['TEXT', 'IMAGE'] }], tiers: ['PROBABLE'] }),
  training({ id: 'attested', number: number(40), conditions: [{ type: 'ATTESTED', subject: 'RISK' }], tiers: ['PROBABLE'] }),
  band('band-billing', 'NONE', number(10)),
  band('band-identity', 'IDENTIFIED', number(20)),
  band('band-enhanced', 'ENHANCED', number(100, 3)),
  evaluation('evaluation-growth'),
  evaluation('evaluation-quarter', number(60)),
  capacity({ id: 'capacity', number: rational(2n * 10n ** 15n), comparison: 'AT_LEAST', interconnectAboveGbps: 100 }),
  capacity({ id: 'any-capacity', number: rational(3n * 10n ** 15n), comparison: 'GREATER' }),
];

const placeOf = (id: string): number => FIRST_RULES.findIndex((rule) => rule.id === id);
export const PLAIN = placeOf('plain');
export const BAND_IDENTITY = placeOf('band-identity');

/** Those that a history may add, try, or take away; the first ones may be taken away too. */
export const LATER_RULES: readonly RuleTruth[] = [
  training({ id: 'all-time', version: 2, number: number(80), tiers: ['PROBABLE', 'PROJECTED'], horizonDays: 30 }),
  training({ id: 'thirds', number: number(200, 3), tiers: ['PROBABLE', 'CERTAIN'] }),
  training({ id: 'future', number: number(30), fromMs: (FIRST_DAY + 3) * DAY_MS, tiers: ['PROBABLE'] }),
  training({ id: 'future-window', number: number(30), fromMs: (FIRST_DAY + 25) * DAY_MS, windowDays: 30, tiers: ['PROBABLE'] }),
  training({ id: 'quarter-year', number: number(70), windowDays: 90, tiers: ['POSSIBLE', 'PROBABLE'] }),
  training({ id: 'policy', number: number(25), provider: 'p', tiers: ['PROBABLE'] }),
];

export const RULE_POOL: readonly RuleTruth[] = [...LATER_RULES, ...LATER_RULES, ...FIRST_RULES.slice(0, 7)];

export const ruleFact = (rule: RuleTruth, state: 'ACTIVE' | 'TRIAL' | 'RETIRED' = 'ACTIVE'): FlagStatement => ({
  type: 'rule',
  rule,
  state,
});
