import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, type CaseRefusal, happened, type Instant, type PersonId, refusal } from '../case-vocabulary.js';
import { cancelClocks, startClock } from '../clocks/run-clocks.js';
import { fourEyes, mayPropose } from '../decisions/four-eyes.js';
import { declarationOf } from './decide-declaration.js';
import { closedRefusal, personRefusal } from './decide-request.js';
import type { DeclarationShare } from './declaration.js';

export interface ShareAsked {
  share: string;
  declaration: string;
  auditor: PersonId;
  /** What the auditor is to do with it. */
  purpose: string;
  until: Instant;
  reason: string;
}

const DAY = 86_400_000;

/** A declaration is kept from the public; a named auditor sees it when one person asked for that and another ordered it, and for a time. */
export function askShare(state: CaseState, command: ShareAsked, context: CaseContext): CaseDecision<CaseEvent> {
  const { share, declaration: id, auditor, purpose, until, reason } = command;
  const { actor, now, policy } = context;
  const declaration = declarationOf(state, id);
  if ('refused' in declaration) return declaration;
  const refused = mayPropose(context) ?? personRefusal(actor, reason) ?? closedRefusal(state);
  if (refused) return refused;
  if (auditor === actor.person) return refusal('AUDITOR_IS_PARTY', 'Whoever asks for it cannot be the auditor.');
  if (declaration.versions.length === 0) return refusal('DECLARATION_MISSING', 'Nothing was declared yet.');
  if (until <= now || until > now + policy.accessDaysMax * DAY)
    return refusal('SHARE_TIME_INVALID', `until must lie after now and within ${policy.accessDaysMax} days.`);
  const about = happened(actor, now);
  return {
    events: [
      { type: 'declaration-share-asked', ...about, share, declaration: id, auditor, until, record: { reason }, personal: { purpose } },
    ],
  };
}

export function orderShare(state: CaseState, id: string, share: string, reason: string, context: CaseContext): CaseDecision<CaseEvent> {
  const asked = askedShare(state, id, share, reason, context);
  if ('refused' in asked) return asked;
  if (asked.auditor === context.actor.person) return refusal('AUDITOR_IS_PARTY', 'Whoever orders it cannot be the auditor.');
  if (asked.until <= context.now) return refusal('SHARE_TIME_INVALID', 'The time that was asked for is over.');
  return {
    events: [
      { type: 'declaration-share-ordered', ...happened(context.actor, context.now), share, declaration: id, record: { reason } },
      startClock(context, {
        id: `ACCESS_END:${share}`,
        kind: 'ACCESS_END',
        duty: 'The auditor’s access to the declaration ends',
        subject: share,
        jurisdiction: state.jurisdiction,
        term: { unit: 'UNTIL', at: asked.until },
        startsOn: 'FACT',
        startedAt: context.now,
      }),
    ],
  };
}

export function refuseShare(state: CaseState, id: string, share: string, reason: string, context: CaseContext): CaseDecision<CaseEvent> {
  const asked = askedShare(state, id, share, reason, context);
  if ('refused' in asked) return asked;
  return {
    events: [{ type: 'declaration-share-refused', ...happened(context.actor, context.now), share, declaration: id, record: { reason } }],
  };
}

/** By hand, before its time; of one that is not ordered yet it takes the asking back. */
export function endShare(state: CaseState, id: string, share: string, reason: string, context: CaseContext): CaseDecision<CaseEvent> {
  const standing = shareOf(state, id, share);
  if ('refused' in standing) return standing;
  const refused = personRefusal(context.actor, reason);
  if (refused) return refused;
  if (standing.status !== 'asked' && standing.status !== 'ordered') return shareNotNow(standing);
  const about = happened(context.actor, context.now);
  return {
    events: [
      { type: 'declaration-share-ended', ...about, share, declaration: id, cause: 'HAND', record: { reason } },
      ...cancelClocks(state, context, 'The access was ended', ({ subject }) => subject === share),
    ],
  };
}

/** By the auditor it names, while it lasts: by the moment, even when the clock that ends it was not looked at yet. To anybody else there is none. */
export function readSharedDeclaration(state: CaseState, share: string, { actor, now }: CaseContext): CaseDecision<CaseEvent> {
  const found = findShare(state, share);
  if (found === undefined || !actor.human || actor.person !== found.auditor || actor.role !== 'auditor') return SHARE_UNKNOWN;
  if (found.status === 'asked' || found.status === 'refused') return SHARE_UNKNOWN;
  if (found.status === 'ended' || now >= found.until) return refusal('SHARE_ENDED', 'Your access to this declaration has ended.');
  const versions = state.requests.declarations.get(found.declaration)!.versions.length;
  return { events: [{ type: 'shared-declaration-read', ...happened(actor, now), share, declaration: found.declaration, versions }] };
}

export const findShare = ({ requests }: CaseState, share: string): DeclarationShare | undefined =>
  [...requests.declarations.values()].map(({ shares }) => shares.get(share)).find((found) => found !== undefined);

const SHARE_UNKNOWN = refusal('SHARE_UNKNOWN', 'There is no such share.');

function shareOf(state: CaseState, id: string, share: string): DeclarationShare | { refused: CaseRefusal } {
  const declaration = declarationOf(state, id);
  if ('refused' in declaration) return declaration;
  return declaration.shares.get(share) ?? SHARE_UNKNOWN;
}

function askedShare(
  state: CaseState,
  id: string,
  share: string,
  reason: string,
  context: CaseContext,
): DeclarationShare | { refused: CaseRefusal } {
  const standing = shareOf(state, id, share);
  if ('refused' in standing) return standing;
  if (standing.status !== 'asked') return shareNotNow(standing);
  return fourEyes(standing.asked, context) ?? personRefusal(context.actor, reason) ?? closedRefusal(state) ?? standing;
}

const shareNotNow = ({ status }: DeclarationShare) => refusal('SHARE_NOT_IN_STATE', `The share is ${status}.`, { state: status });
