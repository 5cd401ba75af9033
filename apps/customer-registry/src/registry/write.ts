import type { Transaction } from '@tidemark/persistence';
import type { CustomerFact } from '../events/customer-fact.js';

/** One open change: whatever is done through it happens together or not at all. */
export interface Write {
  readonly tx: Transaction;
  /** The known time of every fact of this change: it rises from change to change in the order in which they commit. */
  readonly nowMs: number;
  readonly by: string;
  /** Absent: the scheme, or the registry itself. */
  readonly provider: string | undefined;
  /** Puts a fact on `customer.v1` if and only if this change commits. */
  publish(fact: CustomerFact): Promise<{ sequence: bigint }>;
  /** Has a task done after this change commits, exactly once, in a change of its own. A pending task of the same kind and subject is the same task. */
  task(kind: string, subject: string, options?: TaskOptions): Promise<void>;
}

export interface TaskOptions {
  /** Not before this time; a pending task keeps the earlier of the two. */
  notBeforeMs?: number;
  /** Ids and numbers alone: it lies readable in the database. */
  payload?: object;
}
