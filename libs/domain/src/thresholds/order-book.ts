import type { Suspension } from '../attribution/standing-timeline.js';
import { type Scope, scopeKey } from './scope.js';

/** What casework ordered of one provider, and that it took it back. */
export type OrderFact =
  | { readonly type: 'issued'; readonly order: string; readonly provider: string; readonly scope: Scope; readonly fromMs: number }
  | { readonly type: 'lifted'; readonly order: string; readonly atMs: number };

/** From when to when use is a breach of it, and at which provider: a party and a group stand over several. */
export interface StandingOrder extends Suspension {
  readonly provider: string;
}

interface Kept extends StandingOrder {
  readonly order: string;
  readonly scope: Scope;
}

/** Suspension orders by what they are about. */
export class OrderBook {
  private readonly orders = new Map<string, Kept>();
  private readonly byScope = new Map<string, Kept[]>();

  /** Answers what has to be judged; undefined: the fact was known, or is of no order that was. */
  take(fact: OrderFact): Scope | undefined {
    const known = this.orders.get(fact.order);
    if (fact.type === 'issued') {
      if (known) return undefined;
      const { order, provider, scope, fromMs } = fact;
      return this.put({ order, provider, scope, fromMs, toMs: Number.POSITIVE_INFINITY });
    }
    if (known === undefined || Number.isFinite(known.toMs)) return undefined;
    return this.put({ ...known, toMs: fact.atMs });
  }

  /** In the order of time. */
  of(scope: Scope): readonly StandingOrder[] {
    return this.byScope.get(scopeKey(scope)) ?? [];
  }

  scopes(): Scope[] {
    return [...this.byScope.values()].map(([first]) => first!.scope);
  }

  private put(kept: Kept): Scope {
    this.orders.set(kept.order, kept);
    const key = scopeKey(kept.scope);
    const others = (this.byScope.get(key) ?? []).filter(({ order }) => order !== kept.order);
    this.byScope.set(
      key,
      [...others, kept].sort((a, b) => a.fromMs - b.fromMs || (a.order < b.order ? -1 : 1)),
    );
    return kept.scope;
  }
}
