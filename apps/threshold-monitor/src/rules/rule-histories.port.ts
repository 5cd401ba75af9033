import type { RuleEvent, RuleState } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** A version of a rule with what became of it. */
export interface RuleHistory {
  readonly id: string;
  readonly version: number;
  readonly state: Exclude<RuleState, { status: 'NONE' }>;
  /** In order. Empty: the product ships with it and nobody touched it. */
  readonly events: readonly RuleEvent[];
}

/** Every version of every rule: those that the product ships with, and those that were brought as files. */
export abstract class RuleHistories {
  /** Those that the tenant of the transaction may see; all of them to whoever writes. By id, then version. */
  abstract all(tx: Transaction): Promise<RuleHistory[]>;
  /** Under the head: nobody else appends meanwhile. */
  abstract append(
    tx: Transaction,
    to: { id: string; version: number; provider: string | undefined; after: number },
    events: readonly RuleEvent[],
  ): Promise<void>;
}
