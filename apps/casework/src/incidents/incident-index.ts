import type { Caller } from '@tidemark/access';
import type { CaseId, CaseScope, IncidentKind } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

export interface IncidentRow {
  id: string;
  caseId: CaseId;
  authority: string;
  /** Undefined: reported by a regulator. */
  provider: string | undefined;
  kind: IncidentKind;
  /** 0 LOW to 3 CRITICAL. */
  severity: number;
  imminentDanger: boolean;
  occurredAtMs: number;
  discoveredAtMs: number;
  reportedAtMs: number;
}

/** Where an incident is to be found: by a provider those that it reported, by an authority those in its cases. */
export abstract class IncidentIndex {
  /** Undefined: there is none that the caller may know of. */
  abstract find(caller: Caller, id: string): Promise<IncidentRow | undefined>;
  /** Latest first, those behind the key `[reportedAtMs, id]`. */
  abstract list(caller: Caller, after: readonly [number, string] | undefined, limit: number): Promise<IncidentRow[]>;
  /** The case of this authority in which incidents about that scope are worked, held; of two who report at once the second finds the first one's. */
  abstract openCaseAbout(tx: Transaction, authority: string, about: CaseScope): Promise<CaseId | undefined>;
  /** The case of this authority that a flag is in. */
  abstract caseOfFlag(tx: Transaction, authority: string, flag: string): Promise<CaseId | undefined>;
  /** Whether there is such a case of this authority. */
  abstract isCaseOf(tx: Transaction, authority: string, id: CaseId): Promise<boolean>;
}
