import type { Transaction } from '@tidemark/persistence';

export interface PendingStep {
  /** Of the proposal. */
  step: string;
  person: string;
  atMs: number;
}

/** Proposals that wait for another person. */
export abstract class PendingSteps {
  /** Those of the case, and no others. */
  abstract keep(tx: Transaction, caseId: string, steps: readonly PendingStep[]): Promise<void>;
  /** Cases with a step whose person changed, or stood in for somebody who could approve it (`approver`), or the other way round. */
  abstract doubtful(nowMs: number): Promise<{ caseId: string; approver: string | undefined }[]>;
}
