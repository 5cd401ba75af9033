import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type AuthorityId, type CaseDecision, type CaseRefusal, happened, type Instant, refusal } from '../case-vocabulary.js';
import { meetClocks } from '../clocks/run-clocks.js';
import { mayPropose } from '../decisions/four-eyes.js';
import type { Authority, AuthorityKind } from './authority.js';
import type { AuthorityRequest } from './authority-request.js';
import { allowedBy, answerClock, isAnswerTo } from './decide-referral.js';
import { type BundleSections, bundleOf } from './referral-bundle.js';
import type { AskedAbout, Sealed } from './referral-event.js';
import { type ReferralSection, referralRuleFor, referralRuleKey } from './referral-rule.js';

export interface AskAuthority {
  request: string;
  to: AuthorityId;
  transport: AuthorityKind;
  about: AskedAbout;
  sections: readonly ReferralSection[];
  purpose: string;
  legalBasis: string;
  sealed?: Sealed | undefined;
}

/** In a case of whoever asks. */
export function decideAsking(
  state: CaseState,
  { purpose, legalBasis, sealed, ...asked }: AskAuthority,
  { actor, now }: CaseContext,
): CaseDecision<CaseEvent> {
  if (!actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  if (asked.to === state.authority) return refusal('REFERRAL_TO_SELF', 'You cannot ask yourself.');
  const words = { ...(sealed === undefined ? {} : { sealed }), record: { purpose, legalBasis } };
  return { events: [{ type: 'authority-asked', ...happened(actor, now), ...asked, ...words }] };
}

/** In the case that it is about, or where there is none in one of its own. */
export function decideRequestArrival(
  state: CaseState,
  {
    purpose,
    legalBasis,
    ...asked
  }: Omit<AskAuthority, 'to' | 'sealed'> & { from: AuthorityId; unmatched: boolean; hash?: string | undefined },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const { actor, now } = context;
  return {
    events: [
      { type: 'authority-request-received', ...happened(actor, now), ...asked, record: { purpose, legalBasis } },
      answerClock(state, { id: asked.request, duty: `Answer the request of ${asked.from}` }, context),
    ],
  };
}

/** What an answer would hold: of what was asked the part that is chosen and that the rule for answers allows. */
export function authorityAnswer(
  state: CaseState,
  {
    request: id,
    asker,
    sections,
    statement,
  }: { request: string; asker: Authority; sections: readonly ReferralSection[]; statement?: string | undefined },
  now: Instant,
): { rule: string; sections: BundleSections } | { refused: CaseRefusal } {
  const request = openRequest(state, id);
  if ('refused' in request) return request;
  if (request.unmatched) return refusal('AUTHORITY_REQUEST_UNMATCHED', 'There is no case that it is about: refuse it, with a reason.');
  const rule = referralRuleFor(asker, state.matter);
  if (rule === undefined) return refusal('REFERRAL_RULE_MISSING', `No rule lets anything of matter ${state.matter} go to ${asker.id}.`);
  const askedFor = rule.answers.filter((section) => request.sections.includes(section));
  const refused = allowedBy(askedFor, sections, rule);
  if (refused) return refused;
  if (sections.includes('STATEMENT') !== (statement !== undefined && statement.trim() !== ''))
    return refusal('REFERRAL_STATEMENT', 'A statement goes if and only if STATEMENT is among the sections.');
  return { rule: referralRuleKey(rule), sections: bundleOf(state, { sections, allowed: askedFor }, { statement }, now) };
}

export interface AnswerAuthority {
  request: string;
  outcome: 'ANSWERED' | 'REFUSED';
  /** Goes to whoever asked: written without names. */
  reason: string;
  rule?: string | undefined;
  sections: BundleSections;
  sealed?: Sealed | undefined;
}

export function decideAuthorityAnswer(
  state: CaseState,
  { request: id, outcome, reason, rule, sections, sealed }: AnswerAuthority,
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const request = openRequest(state, id);
  if ('refused' in request) return request;
  const refused = mayPropose(context);
  if (refused) return refused;
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const facts = { request: id, outcome, ...(rule === undefined ? {} : { rule }), ...(sealed === undefined ? {} : { sealed }) };
  return {
    events: [
      { type: 'authority-request-answered', ...happened(context.actor, context.now), ...facts, record: { reason, sections } },
      ...meetClocks(state, context, isAnswerTo(id)),
    ],
  };
}

/** In the asker's case. A repeat says nothing new. */
export function decideAuthorityAnswerTaken(
  state: CaseState,
  { request: id, outcome, reason, sections, answeredAt }: Omit<AnswerAuthority, 'rule' | 'sealed'> & { answeredAt: Instant },
  { actor, now }: CaseContext,
): CaseDecision<CaseEvent> {
  const request = state.referrals.requests.get(id);
  if (request === undefined || request.side !== 'ASKED') return unknownRequest();
  if (request.status !== 'open') return { events: [] };
  const answer = { request: id, outcome, answeredAt, record: { reason, sections } };
  return { events: [{ type: 'authority-answer-taken', ...happened(actor, now), ...answer }] };
}

function openRequest({ referrals }: CaseState, id: string): AuthorityRequest | { refused: CaseRefusal } {
  const request = referrals.requests.get(id);
  if (request === undefined || request.side !== 'RECEIVED') return unknownRequest();
  return request.status === 'open' ? request : refusal('AUTHORITY_REQUEST_SETTLED', `It is ${request.status}.`);
}

const unknownRequest = () => refusal('AUTHORITY_REQUEST_UNKNOWN', 'There is no such request.');
