import type { CaseId, PersonId } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** In which case a share is: an auditor knows the share alone. */
export abstract class ShareIndex {
  /** Undefined for a share that is not there, and for one that names another person. */
  abstract caseOf(share: string, auditor: PersonId): Promise<CaseId | undefined>;
  abstract add(tx: Transaction, row: { share: string; caseId: CaseId; auditor: PersonId }): Promise<void>;
}
