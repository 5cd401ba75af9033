import type { Transaction } from '@tidemark/persistence';

export interface IndexedNotice {
  caseId: string;
  /** Of the code that opens it; absent for notices from before it was kept here. */
  codeHash?: string | undefined;
}

/** Which case a notice is of, and what opens it. */
export abstract class NoticeIndex {
  abstract add(tx: Transaction, notice: string, indexed: Required<IndexedNotice>): Promise<void>;
  abstract find(notice: string): Promise<IndexedNotice | undefined>;
}
