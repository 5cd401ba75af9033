import type { Scope } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

export interface KeptEvaluation {
  readonly id: string;
  readonly scope: Scope;
  readonly atMs: number;
  readonly knownAtMs: number;
  readonly recordedBy: string;
  readonly evaluator: string;
  readonly method: string;
  readonly passed: boolean | undefined;
}

/** Evaluations are facts: never edited, latest first. */
export abstract class Evaluations {
  /** False: it was there already. */
  abstract add(tx: Transaction, evaluation: KeptEvaluation, change: bigint): Promise<boolean>;
  abstract of(tx: Transaction, scope: Scope, limit: number): Promise<KeptEvaluation[]>;
}
