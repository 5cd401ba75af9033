import type { CaseContext, CaseDecision, CaseEvent, CaseId, CaseState } from '@tidemark/domain';
import type { Refused } from '@tidemark/edge';
import type { Transaction } from '@tidemark/persistence';
import type { CaseRequest, OpenCase } from '../case-log/case-writes.js';

type Decide = (state: CaseState, context: CaseContext, open: OpenCase) => CaseDecision<CaseEvent> | Promise<CaseDecision<CaseEvent>>;

/** One change of several cases. */
export interface CrossCase {
  readonly tx: Transaction;
  readonly nowMs: number;
  /** Those that will be changed, before anything is: in the order of their ids, so that two such changes never wait for each other. */
  hold(cases: readonly CaseId[]): Promise<void>;
  /** By the caller. Answers the case after it, or the refusal with which all of it is to end. */
  decide(id: CaseId, decide: Decide): Promise<CaseState | Refused>;
  /** A case that is not there yet. */
  begin(id: CaseId, decide: Decide): Promise<CaseState | Refused>;
  /** The same by casework: in a case that is not the caller's. */
  decideAsCasework(id: CaseId, decide: Decide): Promise<CaseState | Refused>;
  beginAsCasework(id: CaseId, decide: Decide): Promise<CaseState | Refused>;
}

/**
 * Changes that go over several cases, or that are asked for by somebody who has none: all of it happens or none. Whoever calls has asked before
 * whether the caller may, and names only cases that are hers to change or that casework changes for her.
 */
export abstract class CrossCaseWrites {
  /** A refusal rolls back. The answer is kept for repeats in the clear: no words of people stand in it. */
  abstract run<Answer extends object>(
    request: CaseRequest,
    work: (cross: CrossCase) => Promise<Answer | Refused>,
  ): Promise<Answer | Refused>;
}
