import type { CaseEvent, CaseState } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** What was appended in one change. */
export interface Appended {
  before: CaseState;
  after: CaseState;
  events: readonly CaseEvent[];
  /** Known time of the change. */
  nowMs: number;
  by: string;
}

/**
 * Keeps something in step with the log: a row of a queue, what a provider was served, a fact for other apps, a mail to be sent. Runs in the
 * transaction that appends, so it happens if and only if the change does. What lies outside the database is put into a table here and done afterwards.
 */
export abstract class CaseProjector {
  abstract project(tx: Transaction, appended: Appended): Promise<void>;
}

/** All of them, in the order of the rooms. */
export const CASE_PROJECTORS = Symbol('CaseProjectors');
