import type { ConditionAnswer } from '../attribution/declarations.js';
import { HOUR_MS } from '../metering/hour-slots.js';
import { type Condition, type Rule, ruleKey } from '../rulebook/rule.js';
import type { Crossing, CrossingTerms } from './crossing.js';
import type { HourVector, VectorColumn } from './hour-vector.js';
import { type PassingTotal, passingTotal } from './passing-total.js';
import { type RunningTotals, runningTotals, windowTotals } from './running-totals.js';
import { crossingsOf } from './scan-crossings.js';
import type { Scope } from './scope.js';
import type { Standing, Tier } from './standing.js';

/** Tiers that a crossing can have: by the column that crossed. PROJECTED has not crossed. */
export const CROSSING_TIERS = ['POSSIBLE', 'PROBABLE', 'CERTAIN'] as const satisfies readonly Tier[];
export type CrossingTier = (typeof CROSSING_TIERS)[number];
export const COLUMN_OF_TIER: Readonly<Record<CrossingTier, VectorColumn>> = {
  POSSIBLE: 'upper',
  PROBABLE: 'expected',
  CERTAIN: 'lower',
};

export interface CrossingFacts {
  /** By what the scope's customers declared and attested. */
  readonly conditionOf: (condition: Condition) => ConditionAnswer;
  /** Whose scope it is; undefined for parties and groups, which are no provider's. A provider's own policy judges its own scopes alone. */
  readonly provider?: string | undefined;
}

/** A rule that would be judged if somebody said whether its conditions hold. Never read as "does not apply". */
export interface NotEvaluable {
  readonly rule: string;
  readonly ruleVersion: number;
  /** What nobody has said, in the rule's words. */
  readonly missing: readonly string[];
  /** Tiers at which the number itself is passed. */
  readonly passed: readonly CrossingTier[];
}

export interface JudgedCrossings {
  readonly standings: Standing[];
  readonly notEvaluable: NotEvaluable[];
}

/**
 * All crossings of a scope that hold by what is known now, over every TRAINING rule and tier that applies to it. Other kinds of rules are
 * passed over. The vector is added up once, whatever the number of rules.
 */
export function judgeCrossings(scope: Scope, vector: HourVector, rules: readonly Rule[], facts: CrossingFacts): JudgedCrossings {
  const judged: JudgedCrossings = { standings: [], notEvaluable: [] };
  const totals = new TotalsByWindow(vector);
  for (const rule of rules) if (appliesTo(rule, scope, facts.provider)) judgeRule(rule, scope, totals, facts, judged);
  return judged;
}

/** Whether a TRAINING rule says anything about the scope. */
export function appliesTo(rule: Rule, scope: Scope, provider?: string): boolean {
  if (rule.kind !== 'TRAINING' || !rule.scopes.includes(scope.kind)) return false;
  if (scope.kind === 'group' && scope.controlRule !== rule.controlRule) return false;
  return rule.provider === undefined || rule.provider === ('provider' in scope ? scope.provider : provider);
}

function judgeRule(rule: Rule, scope: Scope, totals: TotalsByWindow, facts: CrossingFacts, judged: JudgedCrossings): void {
  const answers = rule.conditions.map(facts.conditionOf);
  if (answers.includes('NO')) return;
  const byTier = crossingsByTier(rule, totals);
  if (!answers.includes('UNKNOWN')) {
    for (const [tier, crossings] of byTier)
      for (const crossing of crossings) judged.standings.push(standingOf(rule, scope, tier, crossing));
    return;
  }
  judged.notEvaluable.push({
    rule: rule.id,
    ruleVersion: rule.version,
    missing: rule.conditions.filter((_, i) => answers[i] === 'UNKNOWN').map(({ words }) => words),
    passed: byTier.filter(([, crossings]) => crossings.length > 0).map(([tier]) => tier),
  });
}

function crossingsByTier(rule: Rule, totals: TotalsByWindow): (readonly [CrossingTier, Crossing[]])[] {
  const { terms, passing } = preparedTerms(rule);
  const series = totals.of(terms.windowHours);
  return CROSSING_TIERS.filter((tier) => rule.tiers.includes(tier)).map(
    (tier) => [tier, crossingsOf(series, COLUMN_OF_TIER[tier], terms, passing)] as const,
  );
}

function standingOf(rule: Rule, scope: Scope, tier: CrossingTier, crossing: Crossing): Standing {
  const { n, moment, atEntryIntoForce, totals } = crossing;
  return { kind: 'CROSSING', rule: rule.id, ruleVersion: rule.version, scope, tier, n, moment, atEntryIntoForce, totals, detail: {} };
}

/** What a scan needs of a rule. Throws on a rule without a number: only TRAINING and BAND rules have one to cross. */
export function termsOf(rule: Rule): CrossingTerms {
  const { number, comparison } = rule;
  if (number === undefined || comparison === undefined) throw new Error(`${ruleKey(rule)} has no number to cross`);
  return {
    number,
    comparison,
    windowHours: rule.window === 'ALL_TIME' ? undefined : rule.window * 24,
    fromMs: dateMs(rule, rule.effectiveFrom),
    toMs: dateMs(rule, rule.effectiveTo),
  };
}

/** 00:00 UTC of the day, which is an hour's start. */
function dateMs(rule: Rule, date: string | undefined): number | undefined {
  if (date === undefined) return undefined;
  const ms = Date.parse(date.length === 10 ? `${date}T00:00:00Z` : date);
  if (Number.isNaN(ms) || ms % HOUR_MS !== 0) throw new Error(`${ruleKey(rule)}: ${date} is no date`);
  return ms;
}

interface PreparedTerms {
  readonly terms: CrossingTerms;
  readonly passing: PassingTotal;
}

/** Rules are never edited, so what is worked out of one holds as long as it is there. */
const prepared = new WeakMap<Rule, PreparedTerms>();

export function preparedTerms(rule: Rule): PreparedTerms {
  const known = prepared.get(rule);
  if (known) return known;
  const terms = termsOf(rule);
  const made = { terms, passing: passingTotal(terms.number, terms.comparison) };
  prepared.set(rule, made);
  return made;
}

/** Running totals of one vector, each window made when it is first asked for. */
class TotalsByWindow {
  private readonly made = new Map<number | undefined, RunningTotals>();

  constructor(private readonly vector: HourVector) {}

  of(windowHours: number | undefined): RunningTotals {
    const known = this.made.get(windowHours);
    if (known) return known;
    const totals = windowHours === undefined ? runningTotals(this.vector) : windowTotals(this.of(undefined), windowHours);
    this.made.set(windowHours, totals);
    return totals;
  }
}
