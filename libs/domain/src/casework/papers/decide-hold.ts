import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, refusal } from '../case-vocabulary.js';
import { fourEyes, mayPropose } from '../decisions/four-eyes.js';
import { type LegalHold, standingHolds } from './paper-state.js';

/** Nothing of the case is erased from now on. One person may do it: it only keeps. */
export function placeHold(
  _state: CaseState,
  { hold, reason }: { hold: string; reason: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const { actor, now } = context;
  if (!actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  return { events: [{ type: 'hold-placed', ...happened(actor, now), hold, record: { reason } }] };
}

export interface AskingRelease {
  hold: string;
  request: string;
  reason: string;
}

export function askRelease(
  { papers }: CaseState,
  { hold: id, request, reason }: AskingRelease,
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const hold = standing(papers.holds.get(id));
  if ('refused' in hold) return hold;
  const barred = mayPropose(context);
  if (barred) return barred;
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  return { events: [{ type: 'hold-release-asked', ...happened(context.actor, context.now), hold: id, request, record: { reason } }] };
}

/** By another person than the one who asked. Releasing what somebody else held is no obstacle: it is looked at by two. */
export function releaseHold(
  { papers }: CaseState,
  { hold: id, request }: Pick<AskingRelease, 'hold' | 'request'>,
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const hold = standing(papers.holds.get(id));
  if ('refused' in hold) return hold;
  const asked = hold.releaseRequests.get(request);
  if (asked === undefined) return refusal('RELEASE_REQUEST_UNKNOWN', 'Nobody asked so.');
  return fourEyes(asked, context) ?? { events: [{ type: 'hold-released', ...happened(context.actor, context.now), hold: id, request }] };
}

/** Why nothing may be erased; undefined: nothing holds the case. */
export function whyHeld({ papers }: CaseState): { refused: { code: string; detail: string } } | undefined {
  const holds = standingHolds(papers);
  if (holds.length === 0) return undefined;
  const named = holds.map(({ id, placed }) => `${id}, since ${new Date(placed.at).toISOString()}`).join('; ');
  return refusal('CASE_HELD', `A legal hold stands: ${named}.`, { holds: holds.map(({ id }) => id) });
}

function standing(hold: LegalHold | undefined): LegalHold | { refused: ReturnType<typeof refusal>['refused'] } {
  if (hold === undefined) return refusal('HOLD_UNKNOWN', 'This case has no such hold.');
  return hold.released === undefined ? hold : refusal('HOLD_RELEASED', 'This hold was released before.');
}
