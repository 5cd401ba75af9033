import type { Rule } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** The rules that scopes are judged by: those that stand, and beside them those in trial, whose flags are seen by their report alone. */
export interface RulesInPlay {
  readonly version: string;
  readonly live: readonly Rule[];
  readonly trial: readonly Rule[];
  readonly all: readonly Rule[];
}

/** Where the rules in play stand. `nowMs`: rules that are to be active from a later date are not in play yet. */
export abstract class RuleSource {
  abstract inPlay(tx: Transaction, nowMs: number): Promise<RulesInPlay>;
}
