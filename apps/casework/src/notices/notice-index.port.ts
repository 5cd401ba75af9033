import type { Transaction } from '@tidemark/persistence';

/** Which case a notice is of. */
export abstract class NoticeIndex {
  abstract add(tx: Transaction, notice: string, caseId: string): Promise<void>;
  abstract caseOf(notice: string): Promise<string | undefined>;
}
