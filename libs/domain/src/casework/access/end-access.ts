import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, refusal } from '../case-vocabulary.js';
import { cancelClocks } from '../clocks/run-clocks.js';
import type { AccessEndCause } from './access-event.js';
import type { IdentityGrant } from './access-state.js';

/** A person ends an access before its time. */
export function decideAccessEnd(
  state: CaseState,
  { grant: id, reason }: { grant: string; reason: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const grant = state.access.grants.get(id);
  if (grant === undefined) return refusal('IDENTITY_GRANT_UNKNOWN', 'The case has no such grant.');
  if (!context.actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  if (grant.ended !== undefined) return refusal('ACCESS_ENDED_BEFORE', `It ended: ${grant.ended.cause}.`, { cause: grant.ended.cause });
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why it ends.');
  return { events: accessEnded(state, grant, { cause: 'ENDED', reason: reason.trim() }, context) };
}

/** The events with which a grant ends, its clock among them. */
export function accessEnded(
  state: CaseState,
  { id }: IdentityGrant,
  { cause, reason }: { cause: AccessEndCause; reason?: string },
  context: CaseContext,
): CaseEvent[] {
  const ended: CaseEvent = {
    type: 'identity-ended',
    ...happened(context.actor, context.now),
    grant: id,
    cause,
    ...(reason === undefined ? {} : { record: { reason } }),
  };
  return [ended, ...cancelClocks(state, context, `The access ended: ${cause}.`, (clock) => clock.id === `ACCESS_END:${id}`)];
}
