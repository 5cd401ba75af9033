import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, refusal } from '../case-vocabulary.js';
import { fourEyes, mayPropose } from '../decisions/four-eyes.js';
import { whyHeld } from './decide-hold.js';

export interface AskingErasure {
  request: string;
  reason: string;
}

/** That the person be lost and the facts kept. Of a closed case alone: what is open may still need what was said. */
export function askErasure(state: CaseState, { request, reason }: AskingErasure, context: CaseContext): CaseDecision<CaseEvent> {
  const barred = mayPropose(context) ?? whyNotErasable(state);
  if (barred) return barred;
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  return {
    events: [{ type: 'erasure-asked', ...happened(context.actor, context.now), request, cause: 'ASKED', record: { reason } }],
  };
}

export function orderErasure(state: CaseState, request: string, context: CaseContext): CaseDecision<CaseEvent> {
  const asked = state.papers.erasureRequests.get(request);
  if (asked === undefined) return refusal('ERASURE_REQUEST_UNKNOWN', 'Nobody asked so.');
  // What casework noted asks people to look; it is none of the two who have to.
  if (asked.cause === 'SUBJECT_ERASED')
    return refusal(
      'ERASURE_UNASKED',
      'Casework noted that the record was erased at its provider: a person has to ask for it here, and another to order it.',
    );
  const barred = fourEyes(asked.asked, context) ?? whyNotErasable(state);
  if (barred) return barred;
  return { events: [{ type: 'person-erased', ...happened(context.actor, context.now), cause: 'REQUEST', request }] };
}

/** A mark that the registry erased a record's person. What this case holds of that person goes when the case is closed and two people looked. */
export function noteSubjectErased(
  state: CaseState,
  { customer, request }: { customer: string; request: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  if (state.papers.erasedSubjects.has(customer)) return { events: [] };
  const about = happened(context.actor, context.now);
  const asks = state.stage === 'closed' && state.papers.erased === undefined;
  return {
    events: [
      { type: 'subject-erased', ...about, customer },
      ...(asks ? [{ type: 'erasure-asked', ...about, request, cause: 'SUBJECT_ERASED' } as const] : []),
    ],
  };
}

/**
 * What an erased case can still be given: facts and reasons. Words about a person find no key any more, and a case that is looked at again
 * would be looked at without its answers: that takes a new case.
 */
export function refusedAfterErasure({ papers }: CaseState, events: readonly CaseEvent[]): ReturnType<typeof refusal> | undefined {
  if (papers.erased === undefined) return undefined;
  const isTooLate = events.some((event) => ('personal' in event && event.personal !== undefined) || reopens(event));
  // Nor when it was erased: a provider and a customer are answered this too, and were told no moment.
  return isTooLate ? refusal('PERSON_ERASED', 'The person was erased.') : undefined;
}

const reopens = (event: CaseEvent): boolean => event.type === 'case-moved' && event.from === 'closed';

function whyNotErasable(state: CaseState): ReturnType<typeof refusal> | undefined {
  if (state.papers.erased !== undefined) return refusal('PERSON_ERASED', 'The person was erased from this case before.');
  if (state.stage !== 'closed') return refusal('CASE_NOT_CLOSED', `The case is ${state.stage}: only a closed case forgets its person.`);
  return whyHeld(state) as ReturnType<typeof refusal> | undefined;
}
