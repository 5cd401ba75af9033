import type { Transaction } from '@tidemark/persistence';
import type { CaseFactContent } from './case-fact.js';

/** A fact with the place in a log that it follows from. */
export interface PlacedFact {
  id: string;
  case: string;
  recordedBy: string;
  content: CaseFactContent;
}

/** `case.v1`, from the writer's side. */
export abstract class FactStream {
  /**
   * Has the facts published if and only if the transaction commits, in their order and after all that was committed before. Holds the head of the
   * stream until then: so sequences rise in commit order, and known times never fall along them.
   */
  abstract publish(tx: Transaction, facts: readonly PlacedFact[], nowMs: number): Promise<void>;
}
