import type { Actor, CaseState, PeopleFacts } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** What is known of the persons that bear on a decision about a case: its subject's analysts, delegations, changes of roles. */
export abstract class PeopleSource {
  /** Loaded in the transaction that decides; notes that the actor was seen in her role, and answers a change of it. */
  abstract load(tx: Transaction, state: CaseState, actor: Actor, nowMs: number): Promise<PeopleFacts>;
}
