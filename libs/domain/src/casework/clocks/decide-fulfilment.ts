import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, type Instant, refusal } from '../case-vocabulary.js';

export interface Fulfilment {
  clock: string;
  /** When the duty was done; absent: now. */
  doneAt?: Instant | undefined;
  reason: string;
  evidence?: readonly string[] | undefined;
}

/**
 * A duty of a rule was done: by a developer, towards an authority, where nothing in the case shows it. Somebody records it with when it was. What was done in time
 * and is known late was no breach. Clocks of the house are not met so: they end with what they wait for.
 */
export function decideFulfilment(
  state: CaseState,
  { clock: id, doneAt, reason, evidence = [] }: Fulfilment,
  { now, actor }: CaseContext,
): CaseDecision<CaseEvent> {
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const clock = state.clocks.get(id);
  if (clock === undefined) return refusal('CLOCK_UNKNOWN', 'The case has no such clock.');
  if (clock.kind !== 'RULE') return refusal('CLOCK_NOT_OF_RULE', `A clock of kind ${clock.kind} ends with what it waits for.`);
  if (clock.status !== 'running' && clock.status !== 'breached') return refusal('CLOCK_OVER', `The clock is ${clock.status}.`);
  if (doneAt !== undefined && doneAt > now) return refusal('CLOCK_NOT_YET', 'A duty that is still to be done was not done.');
  const done = doneAt ?? now;
  return {
    events: [
      {
        type: 'clock-met',
        ...happened(actor, now),
        clock: id,
        late: done >= clock.dueAt,
        ...(doneAt === undefined ? {} : { doneAt }),
        evidence,
        record: { reason },
      },
    ],
  };
}
