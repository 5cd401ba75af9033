/**
 * Who each hour of use of each account belongs to, over all time: now, and as it was known at any time.
 *
 *   account ──link at the start of the hour──▶ customer ──resolution, without valid time──▶ party ──control at the start of the hour──▶ groups
 *
 * A pure function of the facts. What follows from them is worked out when it is asked for, and only where a fact can have changed it.
 */
import type { ControlRule } from '../control/customer-groups.js';
import type { Fraction } from '../control/fraction.js';
import type { VerificationLevel } from '../customers/customer-profile.js';
import type { Condition } from '../rulebook/rule.js';
import type { Scope } from '../thresholds/scope.js';
import { scopesOfAccount } from './account-scopes.js';
import { type Span, spansOf } from './account-spans.js';
import type { CustomerRecord } from './customer-records.js';
import type { ConditionAnswer, DeclaredPlan } from './declarations.js';
import { hasHour } from './hours.js';
import type { IdentityFact } from './identity-fact.js';
import { IdentityState, type StateListener } from './identity-state.js';
import { KeptFacts } from './kept-facts.js';
import { PastView } from './past-view.js';
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
  /** What would be by another share than the quarter of `ownership-25`: its groups are those of this share. */
  readonly ownershipShare?: Fraction | undefined;
}

export class Attribution {
  private readonly collector: TouchCollector | undefined;
  private readonly state: IdentityState;
  private readonly facts = new KeptFacts();
  private readonly views = new Map<number, Attribution>();
  /** Of one that stands for what was known at a time. */
  private past: { readonly view: PastView; readonly present: Attribution } | undefined;

  constructor(private readonly options: AttributionOptions = {}) {
    const { controlRules = ['control'], isOnlyAsked = false, ownershipShare } = options;
    this.collector = isOnlyAsked ? undefined : new TouchCollector();
    this.state = new IdentityState(controlRules, this.collector ?? NOBODY_LISTENS, ownershipShare);
  }

  /** Sequences start at 1 and have no gaps; known times never fall. Throws on anything else, and on an end without its start. */
  take(fact: IdentityFact): void {
    if (this.past) throw new Error('what was known at a time takes no further facts');
    this.facts.mustFollow(fact);
    this.facts.keep(fact, this.state.take(fact));
  }

  /** The last fact's sequence; 0 before the first. */
  get sequence(): number {
    return this.past?.view.count ?? this.facts.length;
  }

  /** What the facts taken since the last call can have changed. */
  touched(): Touched[] {
    if (!this.collector) throw new Error('what was touched is not gathered here');
    return this.collector.take(this.state);
  }

  /** Disjoint, merged, sorted by provider, account and hour. `knownAtMs` is included. */
  spansOf(scope: Scope | UnlinkedScope, knownAtMs?: number): Span[] {
    return knownAtMs === undefined ? spansOf(this.about(scope), scope) : this.asKnownAt(knownAtMs).spansOf(scope);
  }

  /** Customer, party and groups that the account's use of the hour belongs to; empty: it is unlinked. The same array for the same answer. */
  scopesAt(provider: string, account: string, hour: number): readonly Scope[] {
    this.past?.view.needAccount(provider, account);
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
    this.past?.view.needAccount(provider, account);
    return this.state.accounts.find(provider, account)?.customerAt(ms);
  }

  partyOf(customer: string): string {
    return this.recordOf(customer)?.party ?? customer;
  }

  /** Whose record it is: of its own facts' provider; undefined: no fact named it. */
  providerOf(customer: string): string | undefined {
    return this.recordOf(customer)?.provider;
  }

  membersOf(scope: Scope, fromHour: number, toHour: number): ScopeMember[] {
    return scopeMembers(this.about(scope), scope, [fromHour, toHour]);
  }

  /** Of one that nothing is known of: not verified, active. */
  standingOf(customer: string, nowMs: number): CustomerStandingAt & { readonly provider: string } {
    const record = this.recordOf(customer);
    return record ? { ...record.standing.at(nowMs), provider: record.provider } : { ...NEVER_STATED, provider: '' };
  }

  /** The lowest level of its records that rent; undefined: none does. */
  levelOfParty(party: string, nowMs: number): VerificationLevel | undefined {
    return levelOfParty(this.about({ kind: 'party', id: party }), party, nowMs);
  }

  suspensionsOf(customer: string): Suspension[] {
    return this.recordOf(customer)?.standing.suspensions() ?? [];
  }

  conditionOf(scope: Scope, condition: Condition, nowMs: number): ConditionAnswer {
    return conditionOf(this.about(scope), scope, condition, nowMs);
  }

  plansOf(scope: Scope, nowMs: number): DeclaredPlan[] {
    return plansOf(this.about(scope), scope, nowMs);
  }

  versionsBehind(scope: Scope): ScopeVersions {
    return versionsBehind(this.about(scope), scope);
  }

  /** Whoever controls anybody in any hour. */
  controllers(rule: ControlRule): string[] {
    this.past?.view.needAll();
    return this.state.groupsOf(rule).ids();
  }

  /** Whom the party is under in that hour, itself where it controls anybody; in the order of their ids. */
  controllersOf(party: string, rule: ControlRule, hour: number): string[] {
    this.past?.view.needScope({ kind: 'party', id: party });
    const controllers = [...this.state.groupsOf(rule).controllersOf(party)].filter(([, hours]) => hasHour(hours, hour));
    return controllers.map(([controller]) => controller).sort();
  }

  customers(): string[] {
    this.past?.view.needAll();
    return this.state.records.customers();
  }

  parties(): string[] {
    this.past?.view.needAll();
    return this.state.records.partyIds();
  }

  /** From the facts with a known time of at most `knownAtMs`. Not to be kept while further facts are taken; takes none itself. */
  asKnownAt(knownAtMs: number): Attribution {
    return this.asOfSequence(this.present.facts.countKnownAt(knownAtMs));
  }

  /** From the facts up to the sequence, itself included, as {@link asKnownAt}; of all where it is above the last one's. */
  asOfSequence(sequence: number): Attribution {
    if (sequence >= this.sequence) return this;
    const view = this.views.get(sequence) ?? this.viewOf(sequence, this.options);
    this.views.delete(sequence);
    this.views.set(sequence, view);
    if (this.views.size > VIEWS_MAX) this.views.delete(this.views.keys().next().value!);
    return view;
  }

  /** What would be if the groups of `ownership-25` were of those who own at least `share`, by the facts so far. Takes none itself. */
  byOwnershipShare(share: Fraction): Attribution {
    const controlRules = new Set<ControlRule>([...(this.options.controlRules ?? ['control']), 'ownership-25']);
    return this.viewOf(this.sequence, { controlRules: [...controlRules], ownershipShare: share });
  }

  private viewOf(sequence: number, options: AttributionOptions): Attribution {
    const attribution = new Attribution({ ...options, isOnlyAsked: true });
    const { state, facts } = this.present;
    attribution.past = { view: new PastView({ state, facts }, sequence, attribution.state), present: this.present };
    return attribution;
  }

  private get present(): Attribution {
    return this.past?.present ?? this;
  }

  private about(scope: Scope | UnlinkedScope): IdentityState {
    this.past?.view.needScope(scope);
    return this.state;
  }

  private recordOf(customer: string): CustomerRecord | undefined {
    this.past?.view.needCustomer(customer);
    return this.state.records.find(customer);
  }
}
