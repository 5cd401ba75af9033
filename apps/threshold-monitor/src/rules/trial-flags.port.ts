import type { Scope, Tier } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** A flag that stands, live or in shadow, as far as a comparison asks. */
export interface TrialFlag {
  readonly scope: Pick<Scope, 'kind'> & { readonly key: string; readonly id: string; readonly provider?: string };
  readonly kind: string;
  readonly tier: Tier | undefined;
  readonly n: number;
  readonly momentMs: number;
}

export abstract class TrialFlags {
  /** Of one version of a rule: those that stand now, of the tenant of the transaction. By scope, kind, tier, n. */
  abstract standing(tx: Transaction, rule: { id: string; version: number; shadow: boolean }, limit: number): Promise<TrialFlag[]>;
}
