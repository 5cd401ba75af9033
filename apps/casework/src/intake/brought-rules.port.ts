import type { Rule } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** Rules that operators brought in, as `rule.v1` told of them. */
export abstract class BroughtRules {
  abstract keep(tx: Transaction, rules: readonly Rule[]): Promise<void>;
  /** By `id@version`. */
  abstract find(tx: Transaction, key: string): Promise<Rule | undefined>;
}
