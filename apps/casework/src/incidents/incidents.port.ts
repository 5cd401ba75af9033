import type { CaseEvent, CaseState } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** Writes the rows of incidents. */
export abstract class IncidentRows {
  abstract add(tx: Transaction, state: CaseState, incidents: readonly Extract<CaseEvent, { type: 'incident-reported' }>[]): Promise<void>;
}
