import type { Caller } from '@tidemark/access';
import type { CaseContext, CaseDecision, CaseEvent, CaseId, CaseState } from '@tidemark/domain';
import type { Refused, WriteRequest } from '@tidemark/edge';
import type { Transaction } from '@tidemark/persistence';

/** Who asks for a change of a case, and how a repeat of the request is known. */
export interface CaseRequest extends Omit<WriteRequest, 'caller'> {
  caller: Caller;
  /** The version that `If-Match` names; absent: whatever it is. */
  ifMatch?: number | undefined;
}

/** A case that is held until the change commits. */
export interface OpenCase {
  readonly tx: Transaction;
  /** As it stands, what was decided in this change included. */
  readonly state: CaseState;
  readonly context: CaseContext;
  /** Takes the events of a decision into the change; answers its refusal, with which the change is to end. */
  apply(decision: CaseDecision<CaseEvent>): Refused | undefined;
}

/**
 * Every change of a case goes through here: the case is locked, its log folded, what its clocks had to say by now is said, the events appended with all that follows from them, every projector run,
 * in one transaction. An answer that is a refusal rolls back. Answers are kept for repeats as JSON and in the clear: no words of people stand in them.
 */
export abstract class CaseWrites {
  /** Refuses CASE_UNKNOWN for a case of another authority exactly as for none. */
  abstract run<Answer extends object>(
    request: CaseRequest,
    id: CaseId,
    work: (open: OpenCase) => Promise<Answer | Refused>,
  ): Promise<Answer | Refused>;

  /** A case that is not there yet: its log is empty, and the first event is `case-opened` with this id. */
  abstract open<Answer extends object>(
    request: CaseRequest,
    id: CaseId,
    work: (open: OpenCase) => Promise<Answer | Refused>,
  ): Promise<Answer | Refused>;

  /** For what a provider does with an item that was served on it: the case is found by the item, and nothing of it is told but the item. */
  abstract runServed<Answer extends object>(
    request: CaseRequest,
    item: string,
    work: (open: OpenCase, item: ServedItem) => Promise<Answer | Refused>,
  ): Promise<Answer | Refused>;

  /** Casework's own work, inside a transaction of its own or one that is given: flags that come in, clocks that fire. */
  abstract runAsCasework<Answer>(nowMs: number, id: CaseId, work: (open: OpenCase) => Promise<Answer>, tx?: Transaction): Promise<Answer>;
  abstract openAsCasework<Answer>(nowMs: number, id: CaseId, work: (open: OpenCase) => Promise<Answer>, tx?: Transaction): Promise<Answer>;
}

/** Something that was served on a provider, as its table has it. */
export interface ServedItem {
  id: string;
  provider: string;
  kind: string;
  part: string;
  caseId: CaseId;
  status: string;
  servedAtMs: number;
  dueAtMs?: number | undefined;
  version: number;
}
