import type { CaseContext, Delegation, PeopleFacts, RoleChange } from '../case-context.js';
import { type Actor, type CaseRefusal, type Instant, type PersonId, refusal } from '../case-vocabulary.js';
import type { VoidCause } from './decision-event.js';

/** A step that another person has to approve: who took it, as what, when. */
export interface Step {
  person: PersonId;
  role: string;
  authority?: string | undefined;
  at: Instant;
}

export const stepOf = ({ person, role, authority }: Actor, at: Instant): Step => ({ person, role, authority, at });

/**
 * Why the actor may not approve or refuse what `proposed` asked for; undefined: she may. Persons are compared, not accounts or roles; neither of the two may be
 * the subject's own analyst; and a proposal during which a role changed or one stood in for the other is void.
 */
export function fourEyes(
  proposed: Step,
  { actor, people, now }: Pick<CaseContext, 'actor' | 'people' | 'now'>,
): { refused: CaseRefusal } | undefined {
  if (!actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  if (actor.person === proposed.person) return refusal('SAME_PERSON', 'Somebody else has to do this: you took the step that it checks.');
  if (people.analysts.has(actor.person)) return refusal('OWN_ANALYST', 'You worked on the customer that this case is about.');
  const voided = whyVoid(proposed, actor.person, people, now);
  return voided === undefined ? undefined : refusal('PROPOSAL_VOID', voided);
}

/** The same of whoever refuses it. What is void is put aside all the same: nobody could ever approve it, and what waits for it would wait for ever. */
export function mayPutAside(proposed: Step, context: Pick<CaseContext, 'actor' | 'people' | 'now'>): { refused: CaseRefusal } | undefined {
  const refused = fourEyes(proposed, context);
  return refused?.refused.code === 'PROPOSAL_VOID' ? undefined : refused;
}

/** Why a person may not take the first step. */
export function mayPropose({ actor, people }: Pick<CaseContext, 'actor' | 'people'>): { refused: CaseRefusal } | undefined {
  if (!actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  if (people.analysts.has(actor.person)) return refusal('OWN_ANALYST', 'You worked on the customer that this case is about.');
  return undefined;
}

const WHY_VOID: Record<VoidCause, string> = {
  OWN_ANALYST: 'Whoever proposed it worked on the customer that this case is about.',
  ROLE_CHANGED: 'The role of one of the two changed since it was proposed.',
  DELEGATION: 'One of the two stood in for the other since it was proposed.',
};

/** In words, why the step no longer counts; undefined: it does. */
export function whyVoid(proposed: Step, approver: PersonId | undefined, people: PeopleFacts, now: Instant): string | undefined {
  const cause = voidCauseOf(proposed, approver, people, now);
  return cause && WHY_VOID[cause];
}

/** Without an approver: what voids it whoever would approve. */
export function voidCauseOf(
  proposed: Step,
  approver: PersonId | undefined,
  { delegations, changes, analysts }: PeopleFacts,
  now: Instant,
): VoidCause | undefined {
  if (analysts.has(proposed.person)) return 'OWN_ANALYST';
  if (changes.some((change) => isSince(proposed, change, now) && (change.person === proposed.person || change.person === approver)))
    return 'ROLE_CHANGED';
  return approver !== undefined && stoodIn(delegations, proposed, approver, now) ? 'DELEGATION' : undefined;
}

/** Strictly after it: the first step of somebody in a new role comes in the moment in which that role is first seen. */
const isSince = (proposed: Step, { at }: RoleChange, now: Instant): boolean => at > proposed.at && at <= now;

/** At any moment from the first step to now, and either way. */
const stoodIn = (delegations: readonly Delegation[], proposed: Step, approver: PersonId, now: Instant): boolean =>
  delegations.some(
    ({ person, deputy, from, until, endedAt = until }) =>
      from <= now &&
      endedAt >= proposed.at &&
      endedAt >= from &&
      ((person === proposed.person && deputy === approver) || (deputy === proposed.person && person === approver)),
  );
