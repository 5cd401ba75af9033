import type { Actor, CaseState, PeopleFacts } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** What is known of the persons that bear on a decision about a case: its subject's analysts, delegations, changes of roles. */
export abstract class PeopleSource {
  /**
   * Before a step, and in a transaction of its own, so that it is kept whatever comes of the step: the person was seen in this role. Another role
   * than the one she was seen in last is a change.
   */
  abstract noteSeen(actor: Actor, nowMs: number): Promise<void>;
  /** Loaded in the transaction that decides. */
  abstract load(tx: Transaction, state: CaseState, actor: Actor, nowMs: number): Promise<PeopleFacts>;
}
