import type { Transaction } from '@tidemark/persistence';

export interface RuleChange {
  readonly tx: Transaction;
  /** One clock for all that is known: it never falls from one change to the next. */
  readonly nowMs: number;
  /** Everything is judged by the rules as this change leaves them, and what follows commits with it. */
  judgeAgain(): void;
}

/** Changes of rules follow one another and all other changes of what the monitor knows. */
export abstract class RuleChanges {
  abstract run<Result>(work: (change: RuleChange) => Promise<Result>): Promise<Result>;
}
