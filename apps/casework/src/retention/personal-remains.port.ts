import type { Transaction } from '@tidemark/persistence';

/** What nobody can open any more once the key is gone, and what therefore need not lie about: content and names of personal files, mail. */
export abstract class PersonalRemains {
  abstract remove(tx: Transaction, caseId: string): Promise<void>;
}
