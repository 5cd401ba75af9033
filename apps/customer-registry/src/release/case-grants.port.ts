import type { casework } from '@tidemark/contracts';
import type { Transaction } from '@tidemark/persistence';

/** A grant as the registry heard of it. */
export interface CaseGrant {
  id: string;
  caseId: string;
  customers: readonly string[];
  fields: readonly string[];
  persons: readonly string[];
  fromMs: number;
  untilMs: number;
  /** Ended before its time. */
  endedAtMs?: number | undefined;
}

/** What casework granted, ended and disclosed. The scheme's own: to be used under oversight. */
export abstract class CaseGrants {
  abstract find(tx: Transaction, grant: string): Promise<CaseGrant | undefined>;

  /** A fact that was taken before changes nothing. */
  abstract take(tx: Transaction, fact: casework.CaseFact): Promise<void>;
}
