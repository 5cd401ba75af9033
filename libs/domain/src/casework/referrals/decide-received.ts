import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import {
  type AuthorityId,
  type CaseDecision,
  type CaseRefusal,
  type CaseScope,
  happened,
  type Instant,
  refusal,
} from '../case-vocabulary.js';
import { meetClocks } from '../clocks/run-clocks.js';
import type { AuthorityKind } from './authority.js';
import { answerClock, bagsOf, isAnswerTo, unknownReferral } from './decide-referral.js';
import type { BundleSections } from './referral-bundle.js';
import type { ReferralOutcome, Sealed } from './referral-event.js';
import { REFERRAL_SECTIONS } from './referral-rule.js';
import type { Referral } from './referral-state.js';

export interface ArrivedReferral {
  referral: string;
  from: AuthorityId;
  transport: AuthorityKind;
  rule: string;
  payload: { sections: BundleSections };
  sealed: Sealed;
}

/** Into a case of the receiving authority: with its own time to answer. */
export function decideArrival(state: CaseState, { payload, ...arrived }: ArrivedReferral, context: CaseContext): CaseDecision<CaseEvent> {
  const sections = REFERRAL_SECTIONS.filter((section) => Object.hasOwn(payload.sections, section));
  return {
    events: [
      { type: 'referral-received', ...happened(context.actor, context.now), ...arrived, sections, ...bagsOf(payload) },
      answerClock(state, { id: arrived.referral, duty: `Answer the referral of ${arrived.from}` }, context),
    ],
  };
}

/** What a case is about when what came names nobody: an id that stands for nothing else. */
export const unnamedSubject = (id: string): CaseScope => ({ kind: 'party', id: `unnamed/${id}` });

export function decideReceipt(
  state: CaseState,
  { referral: id, sealed }: { referral: string; sealed?: Sealed | undefined },
  { actor, now }: CaseContext,
): CaseDecision<CaseEvent> {
  const referral = receivedIn(state, id);
  if ('refused' in referral) return referral;
  if (!actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  if (referral.status !== 'arrived') return refusal('REFERRAL_SETTLED', `It is ${referral.status}.`);
  return {
    events: [{ type: 'referral-acknowledged', ...happened(actor, now), referral: id, ...(sealed === undefined ? {} : { sealed }) }],
  };
}

export interface AnswerReferral {
  referral: string;
  outcome: ReferralOutcome;
  /** Go to the other authority: written without names. */
  words: string;
  sealed?: Sealed | undefined;
}

export function decideReferralAnswer(
  state: CaseState,
  { referral: id, outcome, words, sealed }: AnswerReferral,
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const { actor, now } = context;
  const referral = receivedIn(state, id);
  if ('refused' in referral) return referral;
  if (!actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  if (words.trim() === '') return refusal('REASON_MISSING', 'Say what becomes of it.');
  if (referral.status === 'answered') return refusal('REFERRAL_SETTLED', 'It was answered before.');
  const said = { referral: id, outcome, ...(sealed === undefined ? {} : { sealed }), record: { words } };
  return {
    events: [{ type: 'referral-answered', ...happened(actor, now), ...said }, ...meetClocks(state, context, isAnswerTo(id))],
  };
}

/** In the sender's case: what the other authority said. A repeat says nothing new. */
export function decideReceiptTaken(
  state: CaseState,
  { referral: id, receivedAt }: { referral: string; receivedAt: Instant },
  { actor, now }: CaseContext,
): CaseDecision<CaseEvent> {
  const referral = sentIn(state, id);
  if ('refused' in referral) return referral;
  if (referral.receipt !== undefined || referral.status !== 'sent') return { events: [] };
  return { events: [{ type: 'referral-receipt-taken', ...happened(actor, now), referral: id, receivedAt }] };
}

export function decideAnswerTaken(
  state: CaseState,
  { referral: id, outcome, words, answeredAt }: Omit<AnswerReferral, 'sealed'> & { answeredAt: Instant },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const referral = sentIn(state, id);
  if ('refused' in referral) return referral;
  if (referral.status === 'answered') return { events: [] };
  const { actor, now } = context;
  return {
    events: [
      { type: 'referral-answer-taken', ...happened(actor, now), referral: id, outcome, answeredAt, record: { words } },
      ...meetClocks(state, context, isAnswerTo(id), answeredAt),
    ],
  };
}

function receivedIn({ referrals }: CaseState, id: string): Referral | { refused: CaseRefusal } {
  const referral = referrals.referrals.get(id);
  return referral === undefined || referral.side !== 'RECEIVED' ? unknownReferral() : referral;
}

function sentIn({ referrals }: CaseState, id: string): Referral | { refused: CaseRefusal } {
  const referral = referrals.referrals.get(id);
  if (referral === undefined || referral.side !== 'SENT') return unknownReferral();
  return referral.sealed === undefined ? refusal('REFERRAL_SETTLED', `It is ${referral.status}, and never went.`) : referral;
}
