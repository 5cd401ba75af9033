import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type AuthorityId, type CaseDecision, type CaseRefusal, happened, type Instant, type Matter, refusal } from '../case-vocabulary.js';
import { cancelClocks, startClock } from '../clocks/run-clocks.js';
import { fourEyes, mayPropose, mayPutAside } from '../decisions/four-eyes.js';
import type { Authority } from './authority.js';
import { type BundleSections, bundleOf } from './referral-bundle.js';
import type { Sealed } from './referral-event.js';
import { REFERRAL_RULES, type ReferralRule, type ReferralSection, referralRuleFor, referralRuleKey } from './referral-rule.js';
import type { Referral } from './referral-state.js';

export interface ProposeReferral {
  referral: string;
  to: Authority;
  sections: readonly ReferralSection[];
  reason: string;
  /** Goes with it, so it is written without names. With STATEMENT. */
  statement?: string | undefined;
  legalBasis: string;
}

/** Only what the rule for that authority allows can be proposed: what it leaves out is refused by name, never left out in silence. */
export function decideReferral(state: CaseState, command: ProposeReferral, context: CaseContext): CaseDecision<CaseEvent> {
  const { referral, to, sections, reason, statement, legalBasis } = command;
  const refused = mayPropose(context);
  if (refused) return refused;
  if (reason.trim() === '' || legalBasis.trim() === '') return refusal('REASON_MISSING', 'Say why, and on what legal basis.');
  if (to.id === state.authority) return refusal('REFERRAL_TO_SELF', 'The case is yours already.');
  const rule = referralRuleFor(to, state.matter);
  if (rule === undefined) return refusal('REFERRAL_RULE_MISSING', `No rule lets a case of matter ${state.matter} go to ${to.id}.`);
  const allowed = allowedBy(rule.sections, sections, rule);
  if (allowed !== undefined) return allowed;
  if (sections.includes('STATEMENT') !== (statement !== undefined && statement.trim() !== ''))
    return refusal('REFERRAL_STATEMENT', 'A statement goes if and only if STATEMENT is among the sections.');
  const words = { reason, legalBasis, ...(statement === undefined ? {} : { statement }) };
  const about = { referral, to: to.id, transport: to.kind, rule: referralRuleKey(rule), sections };
  return { events: [{ type: 'referral-proposed', ...happened(context.actor, context.now), ...about, record: words }] };
}

export function allowedBy(
  allowed: readonly ReferralSection[],
  asked: readonly ReferralSection[],
  rule: Pick<ReferralRule, 'id' | 'version'>,
): { refused: CaseRefusal } | undefined {
  const more = asked.filter((section) => !allowed.includes(section));
  if (asked.length > 0 && more.length === 0) return undefined;
  const detail = asked.length === 0 ? 'Name at least one section.' : `The rule does not let ${more.join(', ')} go.`;
  return refusal('REFERRAL_SECTION_REFUSED', detail, { rule: referralRuleKey(rule), allowed });
}

/** What would go if it went now. `salt` keeps the hash of an identity from being tried out against guesses. */
export function referralPayload(
  state: CaseState,
  referral: Referral,
  { salt, now }: { salt: string; now: Instant },
): ReferralPayload | { refused: CaseRefusal } {
  const rule = ruleOf(referral.rule);
  if (rule === undefined) return refusal('REFERRAL_RULE_MISSING', `The rule ${referral.rule} is not known here.`);
  if (referral.words === undefined) return refusal('REFERRAL_ERASED', 'Its words were destroyed.');
  const sections = bundleOf(state, { sections: referral.sections, allowed: rule.sections }, referral.words, now);
  const { IDENTITY: identities, ...others } = sections;
  if (Array.isArray(identities) && identities.length === 0)
    return refusal('REFERRAL_IDENTITY_NOT_RELEASED', 'No identity was read in this case under a grant that is still open.');
  return {
    format: 'tidemark.referral.v1',
    referral: referral.id,
    from: state.authority,
    to: referral.other,
    issuedAtMs: now,
    rule: referral.rule,
    matter: state.matter,
    legalBasis: referral.words.legalBasis,
    sections: { ...others, ...(identities === undefined ? {} : { IDENTITY: { salt, identities } }) },
  };
}

export interface ReferralPayload {
  format: 'tidemark.referral.v1';
  referral: string;
  from: AuthorityId;
  to: AuthorityId;
  issuedAtMs: Instant;
  rule: string;
  matter: Matter;
  legalBasis: string;
  sections: BundleSections;
}

const ruleOf = (key: string): ReferralRule | undefined => REFERRAL_RULES.find((rule) => referralRuleKey(rule) === key);

/** Another person lets it go: with it what goes is laid down for ever, and the other authority has its time to answer. */
export function decideReferralApproval(
  state: CaseState,
  { referral: id, payload, sealed }: { referral: string; payload: { sections: BundleSections }; sealed: Sealed },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const referral = proposedIn(state, id);
  if ('refused' in referral) return referral;
  const refused = fourEyes(referral.proposed!, context);
  if (refused) return refused;
  const bags = bagsOf(payload);
  return {
    events: [
      { type: 'referral-approved', ...happened(context.actor, context.now), referral: id, sealed, ...bags },
      answerClock(state, { id, duty: `${referral.other} answers the referral` }, context),
    ],
  };
}

export function decideReferralRefusal(
  state: CaseState,
  { referral: id, reason }: { referral: string; reason: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const referral = proposedIn(state, id);
  if ('refused' in referral) return referral;
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const refused = mayPutAside(referral.proposed!, context);
  if (refused) return refused;
  return { events: [{ type: 'referral-refused', ...happened(context.actor, context.now), referral: id, record: { reason } }] };
}

/** By whoever proposed it before it goes; afterwards by anybody who leads the case, who waits no longer for an answer. */
export function decideReferralWithdrawal(
  state: CaseState,
  { referral: id, reason }: { referral: string; reason: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const referral = state.referrals.referrals.get(id);
  if (referral === undefined || referral.side !== 'SENT') return unknownReferral();
  if (!context.actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  if (!['proposed', 'sent', 'received'].includes(referral.status)) return refusal('REFERRAL_SETTLED', `It is ${referral.status}.`);
  return {
    events: [
      { type: 'referral-withdrawn', ...happened(context.actor, context.now), referral: id, record: { reason } },
      ...cancelClocks(state, context, 'Nobody waits for an answer any more.', isAnswerTo(id)),
    ],
  };
}

function proposedIn(state: CaseState, id: string): Referral | { refused: CaseRefusal } {
  const referral = state.referrals.referrals.get(id);
  if (referral === undefined || referral.side !== 'SENT') return unknownReferral();
  return referral.status === 'proposed' ? referral : refusal('REFERRAL_SETTLED', `It is ${referral.status}.`);
}

/** Who is named lies in the bag that erasure destroys. */
export function bagsOf(payload: { sections: BundleSections }): { record: { payload: object }; personal?: { identity: unknown } } {
  const { IDENTITY: identity, ...sections } = payload.sections;
  return { record: { payload: { ...payload, sections } }, ...(identity === undefined ? {} : { personal: { identity } }) };
}

/** What went, whole again; undefined when a key of it was destroyed. */
export function payloadOf({ payload, identity, sections }: Pick<Referral, 'payload' | 'identity' | 'sections'>): object | undefined {
  if (payload === undefined) return undefined;
  if (!sections.includes('IDENTITY')) return payload;
  const { sections: others } = payload as { sections: object };
  return identity === undefined ? undefined : { ...payload, sections: { ...others, IDENTITY: identity } };
}

export const unknownReferral = () => refusal('REFERRAL_UNKNOWN', 'There is no such referral.');
export const isAnswerTo =
  (id: string) =>
  ({ kind, subject }: { kind: string; subject: string }): boolean =>
    kind === 'REFERRAL_ANSWER' && subject === id;

export const answerClock = ({ jurisdiction }: CaseState, { id, duty }: { id: string; duty: string }, context: CaseContext): CaseEvent =>
  startClock(context, {
    id: `REFERRAL_ANSWER:${id}`,
    kind: 'REFERRAL_ANSWER',
    duty,
    subject: id,
    jurisdiction,
    term: { unit: 'DAYS', count: context.policy.referralAnswerDays },
    startsOn: 'KNOWLEDGE',
    startedAt: context.now,
  });

/** Before anybody is shown the identities that went or came, of either side: by whom and why. */
export function decideReferralIdentityRead(
  { referrals }: CaseState,
  { referral: id, purpose }: { referral: string; purpose: string },
  { actor, now }: CaseContext,
): CaseDecision<CaseEvent> {
  const referral = referrals.referrals.get(id);
  if (referral === undefined) return unknownReferral();
  if (!actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  if (referral.identity === undefined) return refusal('REFERRAL_ERASED', 'No identity is kept here.');
  return { events: [{ type: 'referral-identity-read', ...happened(actor, now), referral: id, record: { purpose } }] };
}
