/** What stands by the pure pieces of the domain alone, put together without anything kept between two questions. */
import {
  Attribution,
  bandCrossings,
  type Condition,
  type HourSums,
  type IdentityFact,
  judgeBandCrossings,
  judgeCapacity,
  judgeCrossings,
  judgeEvaluation,
  judgeOverCapacity,
  judgeUseAfterOrder,
  type Rule,
  type Scope,
  type Standing,
  HourSums as Sums,
} from '@tidemark/domain';
import { type FlagFact, HOUR_MS, type PostedTruth } from '../truth/flags/flag-truth.model.js';
import { postingsOf } from '../truth/flags/totals-truth.js';
import { nameOf, ruleOf } from './monitor-terms.js';

const NO_IDENTITY = new Set<FlagFact['type']>(['posted', 'cluster', 'rule', 'evaluated']);
const EVIDENCE = { kind: 'DECLARED', strength: 'FAIR', confirmation: 'PERSON' } as const;

const identityFacts = (facts: readonly FlagFact[]): IdentityFact[] =>
  facts.filter(({ type }) => !NO_IDENTITY.has(type)).map((fact, i) => identityFact(fact, i + 1));

function identityFact(fact: FlagFact, sequence: number): IdentityFact {
  if (fact.type === 'linked') return { ...fact, sequence, evidence: EVIDENCE };
  if (fact.type === 'unlinked') return { ...fact, sequence, cause: 'ENDED' };
  return { ...fact, sequence } as IdentityFact;
}

export function attributionOf(facts: readonly FlagFact[]): Attribution {
  const attribution = new Attribution({ controlRules: ['control', 'ownership-25'] });
  for (const fact of identityFacts(facts)) attribution.take(fact);
  return attribution;
}

export class DomainJudgement {
  readonly #postings: PostedTruth[];

  constructor(
    private readonly facts: readonly FlagFact[],
    private readonly nowMs: number,
    readonly attribution: Attribution,
  ) {
    this.#postings = postingsOf(facts);
  }

  scopes(): Scope[] {
    const own = this.#postings.flatMap(({ provider, account, cluster }): Scope[] => [
      { kind: 'account', provider, id: account },
      { kind: 'cluster', provider, id: cluster },
    ]);
    const registered = this.#clusters().map(({ provider, cluster }): Scope => ({ kind: 'cluster', provider, id: cluster }));
    const ids = (kind: 'customer' | 'party', all: string[]) => all.map((id): Scope => ({ kind, id }));
    const groups = (['control', 'ownership-25'] as const).flatMap((controlRule) =>
      this.attribution.controllers(controlRule).map((id): Scope => ({ kind: 'group', id, controlRule })),
    );
    const all = [
      ...own,
      ...registered,
      ...ids('customer', this.attribution.customers()),
      ...ids('party', this.attribution.parties()),
      ...groups,
    ];
    return [...new Map(all.map((scope) => [JSON.stringify(scope), scope])).values()];
  }

  vectorOf(scope: Scope): HourSums {
    if (scope.kind === 'cluster') return this.#sum(({ provider, cluster }) => provider === scope.provider && cluster === scope.id);
    if (scope.kind === 'account') return this.#sum(({ provider, account }) => provider === scope.provider && account === scope.id);
    const spans = this.attribution.spansOf(scope);
    return this.#sum(({ provider, account, hour }) =>
      spans.some((span) => span.provider === provider && span.account === account && span.fromHour <= hour && hour < span.toHour),
    );
  }

  #sum(belongs: (posting: PostedTruth) => boolean): HourSums {
    return Sums.of(this.#postings.filter(belongs));
  }

  #clusters(): Extract<FlagFact, { type: 'cluster' }>[] {
    const clusters = this.facts.filter((fact): fact is Extract<FlagFact, { type: 'cluster' }> => fact.type === 'cluster');
    return [...new Map(clusters.map((one) => [`${one.provider} ${one.cluster}`, one])).values()];
  }

  rules(state: 'ACTIVE' | 'TRIAL'): Rule[] {
    const latest = new Map<string, Extract<FlagFact, { type: 'rule' }>>();
    for (const fact of this.facts) if (fact.type === 'rule') latest.set(`${fact.rule.id}@${fact.rule.version}`, fact);
    return [...latest.values()].filter((one) => one.state === state).map(({ rule }) => ruleOf(rule));
  }

  standingsOf(scope: Scope, rules: readonly Rule[]): Standing[] {
    const vector = this.vectorOf(scope);
    const { nowMs, attribution } = this;
    const conditionOf = (condition: Condition) => attribution.conditionOf(scope, condition, nowMs);
    const provider = scope.kind === 'customer' ? attribution.providerOf(scope.id) : undefined;
    const standings = judgeCrossings(scope, vector, rules, { conditionOf, provider }).standings;
    if (scope.kind === 'cluster') return [...standings, ...this.#capacity(scope, rules)];
    if (scope.kind !== 'account') standings.push(...this.#evaluationDue(scope, vector, rules));
    if (scope.kind === 'group') return standings;
    const level = this.#levelOf(scope);
    if (level !== undefined)
      standings.push(...judgeBandCrossings({ scope, vector, rules, level }, bandCrossings({ scope, vector, rules })));
    return standings;
  }

  /** Of the house rules, which are always in play. */
  houseStandingsOf(scope: Scope): Standing[] {
    if (scope.kind === 'cluster') return this.#overCapacity(scope);
    if (scope.kind !== 'customer') return [];
    return judgeUseAfterOrder({ scope, vector: this.vectorOf(scope), suspensions: this.attribution.suspensionsOf(scope.id) });
  }

  /** A rule is about the groups of its own control rule. */
  #evaluationDue(scope: Scope, vector: HourSums, rules: readonly Rule[]): Standing[] {
    const own = rules.filter(({ controlRule }) => scope.kind !== 'group' || scope.controlRule === controlRule);
    return judgeEvaluation({ scope, vector, rules: own, nowMs: this.nowMs, evaluations: this.#evaluations(scope) });
  }

  #levelOf(scope: Scope & { kind: 'account' | 'customer' | 'party' }) {
    if (scope.kind === 'party') return this.attribution.levelOfParty(scope.id, this.nowMs);
    if (scope.kind === 'customer') return this.attribution.standingOf(scope.id, this.nowMs).level;
    const customer = this.attribution.customerAt(scope.provider, scope.id, Math.floor(this.nowMs / HOUR_MS) * HOUR_MS);
    return customer === undefined ? ('UNLINKED' as const) : this.attribution.standingOf(customer, this.nowMs).level;
  }

  #evaluations(scope: Scope) {
    return this.facts.flatMap((fact, i) => {
      if (fact.type !== 'evaluated' || fact.scope !== nameOf(scope)) return [];
      return [{ id: String(i), atMs: fact.atMs }];
    });
  }

  #capacity(scope: Scope & { kind: 'cluster' }, rules: readonly Rule[]): Standing[] {
    const own = this.#clusters().find(({ provider, cluster }) => provider === scope.provider && cluster === scope.id);
    if (!own) return [];
    const { accelerators, interconnectGbps, inServiceFromMs } = own;
    const peaks = { BF16: Number(own.peakOpsPerSecond / 1_000_000_000n) };
    return [...judgeCapacity({ scope, accelerator: 'X', peaks, accelerators, interconnectGbps, inServiceFromMs }, rules).standings];
  }

  #overCapacity(scope: Scope & { kind: 'cluster' }): Standing[] {
    const own = this.#clusters().find(({ provider, cluster }) => provider === scope.provider && cluster === scope.id);
    const use = new Map<number, bigint>();
    for (const { provider, cluster, hour, acceleratorMs } of this.#postings)
      if (provider === scope.provider && cluster === scope.id) use.set(hour, (use.get(hour) ?? 0n) + acceleratorMs);
    const hours = [...use.keys()].sort((a, b) => a - b);
    const acceleratorMs = hours.map((hour) => use.get(hour)!);
    return judgeOverCapacity({ scope, use: { hours, acceleratorMs }, registeredAt: () => own?.accelerators });
  }
}
