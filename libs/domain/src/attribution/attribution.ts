/**
 * Who each hour of use of each account belongs to, over all time: now, and as it was known at any time.
 *
 *   account ──link at the start of the hour──▶ customer ──resolution, without valid time──▶ party ──control at the start of the hour──▶ groups
 *
 * A pure function of the facts. What follows from them is worked out when it is asked for, and only where a fact can have changed it.
 */
import type { ControlRule } from '../control/customer-groups.js';
import type { VerificationLevel } from '../customers/customer-profile.js';
import type { Condition } from '../rulebook/rule.js';
import type { Scope } from '../thresholds/scope.js';
import { scopesOfAccount } from './account-scopes.js';
import { type Span, spansOf } from './account-spans.js';
import type { ConditionAnswer, DeclaredPlan } from './declarations.js';
import type { IdentityFact } from './identity-fact.js';
import { IdentityState, type StateListener } from './identity-state.js';
import { KeptFacts } from './kept-facts.js';
import { type ScopeMember, scopeMembers } from './scope-members.js';
import { conditionOf, levelOfParty, plansOf } from './scope-statements.js';
import type { Touched, UnlinkedScope } from './scope-touches.js';
import { type ScopeVersions, versionsBehind } from './scope-versions.js';
import { type CustomerStandingAt, NEVER_STATED, type Suspension } from './standing-timeline.js';
import { TouchCollector } from './touch-collector.js';

const NOBODY: readonly Scope[] = [];
const NOBODY_LISTENS: StateListener = {
  ownerChanged: () => undefined,
  partyChanged: () => undefined,
  restated: () => undefined,
  groupChanged: () => undefined,
};

/** Views of earlier known times that are kept, as the same few are asked for again and again. */
const VIEWS_MAX = 4;

export interface AttributionOptions {
  /** Groups are kept for these rules alone; asking for others throws. Absent: `control`. */
  readonly controlRules?: readonly ControlRule[];
  /** Nobody will ask what was touched: it is not gathered, and asking throws. */
  readonly isOnlyAsked?: boolean;
}

export class Attribution {
  private readonly rules: readonly ControlRule[];
  private readonly collector: TouchCollector | undefined;
  private readonly state: IdentityState;
  private readonly facts = new KeptFacts();
  private readonly views = new Map<number, Attribution>();
  private isView = false;

  constructor({ controlRules = ['control'], isOnlyAsked = false }: AttributionOptions = {}) {
    this.rules = controlRules;
    this.collector = isOnlyAsked ? undefined : new TouchCollector();
    this.state = new IdentityState(controlRules, this.collector ?? NOBODY_LISTENS);
  }

  /** Sequences start at 1 and have no gaps; known times never fall. Throws on anything else, and on an end without its start. */
  take(fact: IdentityFact): void {
    if (this.isView) throw new Error('what was known at a time takes no further facts');
    this.facts.keep(fact);
    this.state.take(fact);
  }

  /** The last fact's sequence; 0 before the first. */
  get sequence(): number {
    return this.facts.length;
  }

  /** What the facts taken since the last call can have changed. */
  touched(): Touched[] {
    if (!this.collector) throw new Error('what was touched is not gathered here');
    return this.collector.take(this.state);
  }

  /** Disjoint, merged, sorted by provider, account and hour. `knownAtMs` is included. */
  spansOf(scope: Scope | UnlinkedScope, knownAtMs?: number): Span[] {
    return knownAtMs === undefined ? spansOf(this.state, scope) : this.asKnownAt(knownAtMs).spansOf(scope);
  }

  /** Customer, party and groups that the account's use of the hour belongs to; empty: it is unlinked. The same array for the same answer. */
  scopesAt(provider: string, account: string, hour: number): readonly Scope[] {
    const known = this.state.accounts.find(provider, account);
    if (!known) return NOBODY;
    for (const groups of this.state.groups.values()) groups.settle();
    return scopesOfAccount(this.state, known).at(hour);
  }

  isLinkedAt(provider: string, account: string, ms: number): boolean {
    return this.customerAt(provider, account, ms) !== undefined;
  }

  /** Whom the account is linked to at that instant. */
  customerAt(provider: string, account: string, ms: number): string | undefined {
    return this.state.accounts.find(provider, account)?.customerAt(ms);
  }

  partyOf(customer: string): string {
    return this.state.records.partyOf(customer);
  }

  /** Whose record it is: of its own facts' provider; undefined: no fact named it. */
  providerOf(customer: string): string | undefined {
    return this.state.records.find(customer)?.provider;
  }

  membersOf(scope: Scope, fromHour: number, toHour: number): ScopeMember[] {
    return scopeMembers(this.state, scope, [fromHour, toHour]);
  }

  /** Of one that nothing is known of: not verified, active. */
  standingOf(customer: string, nowMs: number): CustomerStandingAt & { readonly provider: string } {
    const record = this.state.records.find(customer);
    return record ? { ...record.standing.at(nowMs), provider: record.provider } : { ...NEVER_STATED, provider: '' };
  }

  /** The lowest level of its records that rent; undefined: none does. */
  levelOfParty(party: string, nowMs: number): VerificationLevel | undefined {
    return levelOfParty(this.state, party, nowMs);
  }

  suspensionsOf(customer: string): Suspension[] {
    return this.state.records.find(customer)?.standing.suspensions() ?? [];
  }

  conditionOf(scope: Scope, condition: Condition, nowMs: number): ConditionAnswer {
    return conditionOf(this.state, scope, condition, nowMs);
  }

  plansOf(scope: Scope, nowMs: number): DeclaredPlan[] {
    return plansOf(this.state, scope, nowMs);
  }

  versionsBehind(scope: Scope): ScopeVersions {
    return versionsBehind(this.state, scope);
  }

  /** Whoever controls anybody in any hour. */
  controllers(rule: ControlRule): string[] {
    return this.state.groupsOf(rule).ids();
  }

  customers(): string[] {
    return this.state.records.customers();
  }

  parties(): string[] {
    return this.state.records.partyIds();
  }

  /** From the facts with a known time of at most `knownAtMs`. Not to be kept while further facts are taken; takes none itself. */
  asKnownAt(knownAtMs: number): Attribution {
    const count = this.facts.countKnownAt(knownAtMs);
    if (count === this.facts.length) return this;
    const view = this.views.get(count) ?? this.viewOf(count);
    this.views.delete(count);
    this.views.set(count, view);
    if (this.views.size > VIEWS_MAX) this.views.delete(this.views.keys().next().value!);
    return view;
  }

  private viewOf(count: number): Attribution {
    const view = new Attribution({ controlRules: this.rules, isOnlyAsked: true });
    for (const fact of this.facts.first(count)) view.take(fact);
    view.isView = true;
    return view;
  }
}
