/** All flags that stand, from the facts known now and from nothing else. Slow on purpose: nothing is kept between two calls. */
import { unlinkedAbove, unverifiedAbove } from './band-truth.js';
import { type Answer, answerOf } from './condition-truth.js';
import { COLUMNS, crossingsOf } from './crossing-truth.js';
import { evaluationDue } from './evaluation-truth.js';
import { capacityOf, overCapacity, useAfterOrder } from './facility-truth.js';
import {
  type ControlRuleTruth,
  type CrossingTruth,
  type FlagFact,
  HOUR_MS,
  type HoursTruth,
  type LevelTruth,
  type RuleTruth,
  type ScopeKindTruth,
  type StandingTruth,
  type TierTruth,
} from './flag-truth.model.js';
import { hourStart, IdentityTruth } from './identity-truth.js';
import { type CourseTruth, courseAfter, hasCrossed, type PlanTruth, projectionOf } from './projection-truth.js';
import { repeatedUse } from './repeated-use-truth.js';
import { totalsOf } from './totals-truth.js';

export interface FlagTruth {
  /** By scope, only where there is any use. */
  totals: Map<string, HoursTruth>;
  /** Of active rules. */
  standings: StandingTruth[];
  /** Of rules in trial. */
  shadow: StandingTruth[];
}

/** What is true at `nowMs` by the facts given: leave out what was not known then, to ask as known then. */
export function deriveFlags(facts: readonly FlagFact[], nowMs: number): FlagTruth {
  return new FlagWorld(facts, nowMs).flags();
}

export const knownAt = (facts: readonly FlagFact[], knownAtMs: number): FlagFact[] => facts.filter((fact) => fact.knownAtMs <= knownAtMs);

type RuleState = 'ACTIVE' | 'TRIAL';

function latestRules(facts: readonly FlagFact[]): Map<string, Extract<FlagFact, { type: 'rule' }>> {
  const rules = new Map<string, Extract<FlagFact, { type: 'rule' }>>();
  for (const fact of facts) if (fact.type === 'rule') rules.set(`${fact.rule.id}@${fact.rule.version}`, fact);
  return rules;
}

/** The same hours have the same crossings: what was worked out for one step of a history need not be for the next. */
const answered = new Map<string, CrossingTruth[]>();
const ANSWERS_MAX = 20_000;

function crossingsAgain(hours: HoursTruth, tier: Exclude<TierTruth, 'PROJECTED'>, rule: RuleTruth): CrossingTruth[] {
  const column = COLUMNS[tier];
  const { numerator, denominator } = rule.number!;
  const of = [...hours].map(([hour, triple]) => `${hour}:${Object.values(triple).join('/')}`).sort();
  const key = [column, numerator, denominator, rule.comparison, rule.windowDays, rule.fromMs, rule.toMs, ...of].join(' ');
  const known = answered.get(key);
  if (known) return known;
  if (answered.size >= ANSWERS_MAX) answered.clear();
  const crossings = crossingsOf(hours, column, rule);
  answered.set(key, crossings);
  return crossings;
}

/** Everything known at one moment, to ask of it what stands and what is foretold. */
export class FlagWorld {
  readonly identity: IdentityTruth;
  readonly totals: Map<string, HoursTruth>;

  constructor(
    private readonly facts: readonly FlagFact[],
    private readonly nowMs: number,
  ) {
    this.identity = new IdentityTruth(facts);
    const rules: ControlRuleTruth[] = ['control', 'ownership-25'];
    this.totals = totalsOf(facts, this.identity, rules);
  }

  flags(): FlagTruth {
    return {
      totals: this.totals,
      standings: [...this.#judge(this.#rules('ACTIVE')), ...this.#withoutRule()],
      shadow: this.#judge(this.#rules('TRIAL')),
    };
  }

  #rules(state: RuleState): RuleTruth[] {
    return [...latestRules(this.facts).values()].filter((one) => one.state === state).map(({ rule }) => rule);
  }

  #judge(rules: RuleTruth[]): StandingTruth[] {
    const bands = rules.filter(({ kind }) => kind === 'BAND');
    const standings = rules.filter(({ kind }) => kind === 'CAPACITY').flatMap((rule) => capacityOf(this.facts, rule));
    for (const [scope, hours] of this.totals) {
      const applicable = rules.filter((rule) => this.#applies(rule, scope));
      for (const rule of applicable) {
        if (rule.kind === 'TRAINING') standings.push(...this.#crossings(scope, hours, rule));
        if (rule.kind === 'EVALUATION') standings.push(...evaluationDue(scope, hours, rule, this.facts, this.nowMs));
      }
      standings.push(...this.#bands(scope, hours, bands));
    }
    return standings;
  }

  /** Courses of projections by "rule@version scope": what becomes of them by one look at everything. */
  project(before: ReadonlyMap<string, CourseTruth>, state: RuleState): Map<string, CourseTruth> {
    const rules = this.#rules(state).filter(({ tiers }) => tiers.includes('PROJECTED'));
    const after = new Map<string, CourseTruth>();
    const hour = Math.floor(this.nowMs / HOUR_MS);
    for (const [scope, hours] of this.totals)
      for (const rule of rules) {
        if (hours.size === 0 || !this.#applies(rule, scope) || this.#evaluable(scope, rule) !== 'YES') continue;
        const key = `${rule.id}@${rule.version} ${scope}`;
        const projection = projectionOf(hours, rule, hour, this.#plansOf(scope));
        const course = courseAfter(before.get(key), projection, rule, hasCrossed(hours, rule), this.nowMs);
        if (course) after.set(key, course);
      }
    return after;
  }

  /** "BAND_REACHED customer x band@1 1", "REPEATED_USE party y band@1 MONTHS 2026-03", "... YEAR 1": what use says of those who can be verified. */
  signals(): string[] {
    const bands = this.#rules('ACTIVE').filter(({ kind, level }) => kind === 'BAND' && level !== 'NONE');
    return [...this.totals].flatMap(([scope, hours]) => {
      if (!scope.startsWith('customer ') && !scope.startsWith('party ')) return [];
      return bands.filter((rule) => this.#applies(rule, scope)).flatMap((rule) => this.#signalsOf(scope, hours, rule));
    });
  }

  #signalsOf(scope: string, hours: HoursTruth, rule: RuleTruth): string[] {
    const of = `${scope} ${rule.id}@${rule.version}`;
    const reached = crossingsOf(hours, 'expected', { ...rule, comparison: 'AT_LEAST' }).map(({ n }) => `BAND_REACHED ${of} ${n}`);
    if (reached.length === 0) return [];
    let years = 0;
    const repeated = repeatedUse(hours, rule.number!, this.nowMs).map(({ pattern, hour }) => {
      if (pattern === 'MONTHS') return `REPEATED_USE ${of} MONTHS ${new Date(hourStart(hour)).toISOString().slice(0, 7)}`;
      years += 1;
      return `REPEATED_USE ${of} YEAR ${years}`;
    });
    return [...reached, ...repeated];
  }

  /** Of those who say that they train, how much and when. */
  #plansOf(scope: string): PlanTruth[] {
    return this.#customersBehind(scope).flatMap((customer) => {
      const { trains, computeFlop, fromMs, toMs } = this.identity.latestIntentOf(customer) ?? {};
      if (trains !== 'YES' || computeFlop === undefined || fromMs === undefined || toMs === undefined) return [];
      return [{ flop: computeFlop, fromMs, toMs }];
    });
  }

  /** House rules that hold whatever rulebook is active. */
  #withoutRule(): StandingTruth[] {
    return [...this.totals].flatMap(([scope, hours]) => {
      const [kind, id] = scope.split(' ');
      if (kind === 'cluster') return overCapacity(scope, this.facts);
      return kind === 'customer' ? useAfterOrder(id!, [...hours.keys()], this.identity) : [];
    });
  }

  /** A provider's own policy is about that provider's scopes alone, and a party is nobody's. */
  #applies(rule: RuleTruth, scope: string): boolean {
    const [kind, first] = scope.split(' ') as [ScopeKindTruth, string];
    if (!rule.scopes.includes(kind) || (kind === 'group' && rule.controlRule !== first)) return false;
    if (rule.provider === undefined) return true;
    if (kind === 'customer') return this.identity.providerOf(first) === rule.provider;
    return (kind === 'cluster' || kind === 'account') && rule.provider === first;
  }

  #crossings(scope: string, hours: HoursTruth, rule: RuleTruth): StandingTruth[] {
    if (this.#evaluable(scope, rule) !== 'YES') return [];
    const tiers = rule.tiers.filter((tier): tier is Exclude<TierTruth, 'PROJECTED'> => tier !== 'PROJECTED');
    return tiers.flatMap((tier) =>
      crossingsAgain(hours, tier, rule).map(
        (crossing): StandingTruth => ({ kind: 'CROSSING', rule: rule.id, version: rule.version, scope, tier, ...crossing }),
      ),
    );
  }

  /** YES only where all conditions are. */
  #evaluable(scope: string, rule: RuleTruth): Answer {
    const answers = rule.conditions.map((one) => answerOf(one, this.#customersBehind(scope), this.identity, this.nowMs));
    return answers.includes('NO') ? 'NO' : answers.includes('UNKNOWN') ? 'UNKNOWN' : 'YES';
  }

  /** Whose declarations speak for a scope: whoever is of it now. Nobody's for a cluster; for a group always the controller's own. */
  #customersBehind(scope: string): string[] {
    const [kind, first, second] = scope.split(' ') as [ScopeKindTruth, string, string];
    if (kind === 'customer') return [first];
    if (kind === 'party') return this.identity.recordsOf(first);
    if (kind === 'account') return [this.#linkedNow(first, second)].filter((one) => one !== undefined);
    if (kind === 'cluster') return [];
    const members = this.identity.groupsAt(this.#hourNow(), first as ControlRuleTruth).get(second) ?? [];
    return [second, ...members].flatMap((party) => this.identity.recordsOf(party));
  }

  #hourNow(): number {
    return hourStart(Math.floor(this.nowMs / HOUR_MS));
  }

  #linkedNow(provider: string, account: string): string | undefined {
    return this.identity.linkedTo(provider, account, this.#hourNow());
  }

  #bands(scope: string, hours: HoursTruth, all: RuleTruth[]): StandingTruth[] {
    const [kind, first, second] = scope.split(' ') as [ScopeKindTruth, string, string];
    const bands = all.filter((rule) => this.#applies(rule, scope));
    if (kind === 'account' && this.#linkedNow(first, second) === undefined) return unlinkedAbove(scope, hours, bands);
    return unverifiedAbove(scope, hours, this.#levelOf(scope), bands);
  }

  /** Undefined where nobody is asked for a level. */
  #levelOf(scope: string): LevelTruth | undefined {
    const [kind, first, second] = scope.split(' ') as [ScopeKindTruth, string, string];
    if (kind === 'account') return this.identity.levelOf(this.#linkedNow(first, second)!, this.nowMs);
    if (kind === 'customer') return this.identity.levelOf(first, this.nowMs);
    return kind === 'party' ? this.identity.levelOfParty(first, this.nowMs) : undefined;
  }
}
