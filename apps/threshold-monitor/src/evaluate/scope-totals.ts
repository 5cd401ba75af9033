import { intervalPairs, type Scope, scopeKey, type TripleTotal } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { hoursByAccount } from './account-hours.js';
import type { MonitorMemory } from './monitor-memory.js';
import type { TouchedScope } from './touched-scopes.js';
import type { AccountHours, VectorSource } from './vector-source.port.js';

const NOTHING: TripleTotal = { lower: 0n, expected: 0n, upper: 0n };

/**
 * All-time totals by scope: what tells in no time whether a scope can have passed anything. Of accounts and compute clusters they stand in
 * memory; of what stands over accounts they are found once and kept in step with what is posted.
 */
export class ScopeTotals {
  private readonly known = new Map<string, TripleTotal>();

  constructor(
    private readonly memory: MonitorMemory,
    private readonly source: VectorSource,
  ) {}

  /** Before and after what touched the scope. Before is nothing where it is not known: then everything counts as passed just now. */
  async move(tx: Transaction, touched: TouchedScope): Promise<{ before: TripleTotal; after: TripleTotal }> {
    const { scope, lower, expected, upper } = touched;
    const own = this.own(scope);
    if (own) return { before: { lower: own.lower - lower, expected: own.expected - expected, upper: own.upper - upper }, after: own };
    const key = scopeKey(scope);
    const known = this.known.get(key);
    const after =
      known && !touched.regrouped
        ? { lower: known.lower + lower, expected: known.expected + expected, upper: known.upper + upper }
        : await this.find(tx, scope);
    this.known.set(key, after);
    return { before: known ?? NOTHING, after };
  }

  /** As of now; of a scope that this transaction touched: after `move`. */
  async of(tx: Transaction, scope: Scope): Promise<TripleTotal> {
    const own = this.own(scope) ?? this.known.get(scopeKey(scope));
    if (own) return own;
    const found = await this.find(tx, scope);
    this.known.set(scopeKey(scope), found);
    return found;
  }

  private own(scope: Scope): TripleTotal | undefined {
    const { accounts, clusters, accountTotals, clusterTotals } = this.memory;
    if (scope.kind === 'account') return accountTotals.of(accounts.idOf(scope.provider, scope.id) ?? -1);
    if (scope.kind === 'cluster') return clusterTotals.get(clusters.idOf(scope.provider, scope.id) ?? -1) ?? NOTHING;
    return undefined;
  }

  /** Accounts that belong to the scope with all their hours are added by their totals; the rest is asked for. */
  private async find(tx: Transaction, scope: Scope): Promise<TripleTotal> {
    const { accountTotals, accounts } = this.memory;
    let [lower, expected, upper] = [0n, 0n, 0n];
    const partly: AccountHours[] = [];
    for (const [accountId, hours] of hoursByAccount(this.memory.spansOf(scope), accounts)) {
      for (const [fromHour, toHour] of intervalPairs(hours)) {
        if (!accountTotals.meets(accountId, fromHour, toHour)) continue;
        if (!accountTotals.isWithin(accountId, fromHour, toHour)) partly.push({ accountId, fromHour, toHour });
        else {
          const whole = accountTotals.of(accountId);
          lower += whole.lower;
          expected += whole.expected;
          upper += whole.upper;
        }
      }
    }
    const rest = await this.source.totalsOf(tx, partly);
    return { lower: lower + rest.lower, expected: expected + rest.expected, upper: upper + rest.upper };
  }
}
