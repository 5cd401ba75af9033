import type { FacilityEvent } from '@tidemark/contracts';
import {
  Attribution,
  type ControlRule,
  type IdentityFact,
  OrderBook,
  type OrderFact,
  type Rule,
  type Scope,
  type Span,
  scopeKey,
  type TripleTotal,
} from '@tidemark/domain';
import { AccountTotals } from './account-totals.js';
import type { FlagRecords } from './flag-records.js';
import { HeldPostings } from './held-postings.js';
import { ProviderNames } from './provider-names.js';
import { RegisteredClusters } from './registered-clusters.js';
import type { RulesInPlay } from './rules-in-play.port.js';

/** That a model was evaluated, as the rules on growth ask. */
export interface RecordedEvaluation {
  readonly id: string;
  readonly scope: Scope;
  readonly atMs: number;
}

/** What every judging needs at hand. As of one change of the head; whoever finds the head elsewhere reads it all anew. */
export class MonitorMemory {
  readonly providers = new Map<string, number>();
  readonly accelerators = new Map<string, number>();
  readonly accounts = new ProviderNames();
  readonly clusters = new ProviderNames();
  readonly accountTotals = new AccountTotals();
  readonly clusterTotals = new Map<number, TripleTotal>();
  readonly registered = new RegisteredClusters();
  readonly held = new HeldPostings();
  /** What casework ordered. */
  readonly orders = new OrderBook();
  readonly evaluations: RecordedEvaluation[] = [];
  /** Where the partitions of the log go on, by `topic/partition`: they move with the head. */
  readonly positions = new Map<string, bigint>();
  readonly attribution: Attribution;
  /** The rules by which groups are kept. */
  readonly controlRules: readonly ControlRule[];

  constructor(
    /** The head's change that it stands for. */
    public change: bigint,
    readonly rules: RulesInPlay,
    readonly flags: FlagRecords,
  ) {
    this.controlRules = controlRulesOf(rules.all, flags);
    this.attribution = new Attribution({ controlRules: this.controlRules });
  }

  /** Facts come in the order in which they became known; those that say nothing of use were left out. */
  takeIdentity(fact: IdentityFact): void {
    this.attribution.take({ ...fact, sequence: this.attribution.sequence + 1 });
  }

  takeFacility(event: FacilityEvent): { provider: string; id: string }[] {
    return this.registered.take(event);
  }

  /** Whose use is to be looked at now; undefined: nobody's. */
  takeOrder(fact: OrderFact): Scope | undefined {
    return this.orders.take(fact);
  }

  addToCluster(clusterId: number, { lower, expected, upper }: TripleTotal): void {
    const known = this.clusterTotals.get(clusterId) ?? { lower: 0n, expected: 0n, upper: 0n };
    this.clusterTotals.set(clusterId, {
      lower: known.lower + lower,
      expected: known.expected + expected,
      upper: known.upper + upper,
    });
  }

  evaluationsOf(scope: Scope): RecordedEvaluation[] {
    const key = scopeKey(scope);
    return this.evaluations.filter((one) => scopeKey(one.scope) === key);
  }

  get membershipStamp(): string {
    return `${this.attribution.sequence}/${this.accounts.size}`;
  }

  spansOf(scope: Scope): readonly Span[] {
    if (scope.kind === 'account') return [{ provider: scope.provider, account: scope.id, fromHour: -Infinity, toHour: Infinity }];
    return scope.kind === 'cluster' ? [] : this.attribution.spansOf(scope);
  }

  scopesAt(provider: string, account: string, hour: number): readonly Scope[] {
    return this.attribution.scopesAt(provider, account, hour);
  }
}

/** Those of the rules in play, and of groups that were flagged by rules no longer in play: what is to be withdrawn is looked at once more. */
function controlRulesOf(rules: readonly Rule[], flags: FlagRecords): ControlRule[] {
  const flagged = [...flags.scopes()].flatMap((scope) => (scope.kind === 'group' ? [scope.controlRule] : []));
  return [...new Set<ControlRule>(['control', ...rules.map(({ controlRule }) => controlRule), ...flagged])];
}
