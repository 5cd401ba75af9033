import type { Caller } from '@tidemark/access';
import { type Attribution, passingTotal, type Scope, type ScopeKind } from '@tidemark/domain';
import { isVisible } from '../totals/totals-parts.js';
import { highestOf } from './supposed-crossings.js';
import type { Supposition } from './supposition.js';
import type { UsedEver } from './what-if.port.js';

export interface Candidate {
  readonly scope: Scope;
  /** How many hours of accounts may have to be read for it. */
  readonly hours: number;
}

/** So many people are looked at before others have their turn. */
const PAUSE_EVERY = 500;

/** The scopes that can have crossed at all: all that their accounts ever used, whenever it was theirs, passes the number. */
export class Candidates {
  private readonly byAccount: ReadonlyMap<string, UsedEver>;
  private readonly passes: bigint;

  constructor(
    private readonly caller: Caller,
    private readonly attribution: Attribution,
    private readonly supposed: Supposition,
    private readonly used: { readonly accounts: readonly UsedEver[]; readonly clusters: readonly UsedEver[] },
  ) {
    this.byAccount = new Map(used.accounts.map((one) => [`${one.provider}\t${one.name}`, one]));
    this.passes = passingTotal(supposed.number, supposed.comparison).passes;
  }

  *all(): Generator<Candidate | 'PAUSE'> {
    for (const kind of this.supposed.scopes) yield* this.ofKind(kind);
  }

  private *ofKind(kind: ScopeKind): Generator<Candidate | 'PAUSE'> {
    switch (kind) {
      case 'cluster':
      case 'account':
        for (const { provider, name, hours, ...totals } of kind === 'account' ? this.used.accounts : this.used.clusters)
          if (this.canPass(totals) && this.concerns({ kind, provider, id: name })) yield { scope: { kind, provider, id: name }, hours };
        return;
      case 'customer':
        return yield* this.ofPeople(this.attribution.customers().map((id) => ({ kind, id })));
      case 'party':
        return yield* this.ofPeople(this.attribution.parties().map((id) => ({ kind, id })));
      case 'group': {
        const { controlRule } = this.supposed;
        return yield* this.ofPeople(this.attribution.controllers(controlRule).map((id) => ({ kind, id, controlRule })));
      }
      default:
        kind satisfies never;
    }
  }

  private *ofPeople(scopes: readonly Scope[]): Generator<Candidate | 'PAUSE'> {
    for (const [i, scope] of scopes.entries()) {
      if (i % PAUSE_EVERY === PAUSE_EVERY - 1) yield 'PAUSE';
      if (!this.concerns(scope)) continue;
      const accounts = new Set(this.attribution.spansOf(scope).map(({ provider, account }) => `${provider}\t${account}`));
      const used = [...accounts].flatMap((key) => this.byAccount.get(key) ?? []);
      const sum = (of: (one: UsedEver) => bigint) => used.reduce((total, one) => total + of(one), 0n);
      if (this.canPass({ expected: sum(({ expected }) => expected), upper: sum(({ upper }) => upper) }))
        yield { scope, hours: used.reduce((total, { hours }) => total + hours, 0) };
    }
  }

  /** Customers are listed for all providers; a provider's own policy speaks of its own scopes. */
  private concerns(scope: Scope): boolean {
    if (scope.kind === 'customer' && !isVisible(this.caller, this.attribution, scope)) return false;
    const { rule } = this.supposed;
    return rule?.provider === undefined || rule.provider === this.providerOf(scope);
  }

  private providerOf(scope: Scope): string | undefined {
    return 'provider' in scope ? scope.provider : scope.kind === 'customer' ? this.attribution.providerOf(scope.id) : undefined;
  }

  private canPass(totals: { expected: bigint; upper: bigint }): boolean {
    return highestOf(totals, this.supposed.priorPpm) >= this.passes;
  }
}
