import type { Rule, RuleState } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** For the other apps: clocks run by rules that an operator brought in. */
export abstract class RuleNews {
  /** The rule as it stands after a change, on `rule.v1`: `{rule, status, atMs}` as JSON, key `id@version`. Published if and only if the change commits. */
  abstract tell(tx: Transaction, rule: Rule, status: RuleState['status'], atMs: number): Promise<void>;
}
