import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type Actor, type CaseDecision, happened, type Instant, refusal } from '../case-vocabulary.js';
import type { CaseClock } from '../clocks/case-clock.js';
import { cancelClocks, startClock } from '../clocks/run-clocks.js';
import type { NoticeThrough, ReplyKind } from './decision-event.js';
import { type AppealProposal, decisionOf, type Reply } from './decision-state.js';
import { type NoticedDecision, noticeText } from './notice-text.js';

/** Who speaks with the code of a notice. She never has a part in the case. */
export const CUSTOMER: Actor = { person: 'customer', human: false, role: 'customer' };

/** Replies, and as many appeals, that are taken by the code of one notice: a log is folded whole at every step, and a code is in anybody's hands. */
export const BY_CODE_MAX = 50;

export interface ServeNotice {
  notice: string;
  through: NoticeThrough;
  /** Through PROVIDER and BOTH: one that the case is about, and the random id by which it will know the notice. */
  provider?: string | undefined;
  item?: string | undefined;
  /** Through EMAIL and BOTH. */
  to?: string | undefined;
  language: string;
  code: string;
  codeHash: string;
}

/** Tells the customer what was decided and why, and how it can answer; with it begins its time to do so. */
export function decideNotice(state: CaseState, command: ServeNotice, context: CaseContext): CaseDecision<CaseEvent> {
  const { notice, through, provider, item, to, language, code, codeHash } = command;
  if (!context.actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  const decided = decidedNow(state);
  if ('refused' in decided) return decided;
  const refused = channelRefusal(command);
  if (refused) return refused;
  const windows = windowsOf(state, decided.noticed, notice, context);
  const clocks = windows.map((window) => startClock(context, window));
  const [replyUntil, appealUntil] = clocks.map((event) => (event as { clock: CaseClock }).clock.dueAt);
  const dates = { replyUntil: replyUntil!, ...(appealUntil === undefined ? {} : { appealUntil }) };
  const { kind } = decided.noticed;
  return {
    events: [
      {
        type: 'notice-served',
        ...happened(context.actor, context.now),
        notice,
        decision: decided.id,
        kind,
        audience: 'CUSTOMER',
        through,
        ...(provider === undefined ? {} : { provider, item }),
        language,
        codeHash,
        ...dates,
        record: { text: noticeText(state, decided.noticed, dates) },
        personal: { code, ...(to === undefined ? {} : { to }) },
      },
      ...clocks,
    ],
  };
}

function channelRefusal({ through, provider, item, to }: ServeNotice) {
  if (through !== 'EMAIL' && (provider === undefined || item === undefined))
    return refusal('NOTICE_CHANNEL_INCOMPLETE', 'Name the provider that hands it over.', { field: 'provider' });
  if (through !== 'PROVIDER' && to === undefined)
    return refusal('NOTICE_CHANNEL_INCOMPLETE', 'Name the address that it is mailed to.', { field: 'email' });
  if (through === 'EMAIL' && provider !== undefined)
    return refusal('NOTICE_CHANNEL_INCOMPLETE', 'A notice by mail alone goes to no provider.', { field: 'provider' });
  return undefined;
}

/** What was decided last and is to be told: an outcome with its statement of reasons, or the decision on its appeal. */
function decidedNow(state: CaseState): { id: string; noticed: NoticedDecision } | ReturnType<typeof refusal> {
  const { appeals, outcome, proposals } = state.decisions;
  const proposal = [...proposals.values()].findLast(({ status }) => status === 'approved');
  const approvedAt = proposal?.settled?.at ?? 0;
  const appeal = [...appeals.values()].findLast(({ id, decision, decidedAt = 0 }) =>
    outcome === undefined ? decision === 'REMITTED' && decidedAt >= approvedAt : outcome.appeal === id,
  );
  if (proposal === undefined || (outcome === undefined && appeal === undefined))
    return refusal('NOTHING_DECIDED', 'There is nothing to give notice of.');
  if (proposal.statement === undefined) return refusal('WORDS_ERASED', 'The statement of reasons was erased.');
  const grounds = { rules: proposal.rules, evidence: proposal.evidence, words: proposal.statement };
  if (appeal === undefined)
    return { id: proposal.id, noticed: { kind: 'DECISION', decidedAt: outcome!.decidedAt, outcome: outcome!.outcome, ...grounds } };
  const told = toldOfAppeal(appeal.proposals);
  if (told === undefined) return refusal('WORDS_ERASED', 'The reasons of the decision on the appeal were erased.');
  return {
    id: appeal.id,
    noticed: { kind: 'APPEAL_DECISION', decidedAt: appeal.decidedAt!, outcome: outcome?.outcome, ...grounds, appeal: told },
  };
}

function toldOfAppeal(proposals: readonly AppealProposal[]): NoticedDecision['appeal'] {
  const approved = proposals.find(({ status }) => status === 'approved');
  if (approved?.reasons === undefined) return undefined;
  return { decision: approved.decision, reasons: approved.reasons, correction: approved.correction?.correct };
}

/** The time to reply; and, of a first decision, to appeal. */
function windowsOf(state: CaseState, { kind }: NoticedDecision, notice: string, { now, policy }: CaseContext) {
  const window = { subject: notice, jurisdiction: state.jurisdiction, startsOn: 'KNOWLEDGE' as const, startedAt: now };
  const reply = { ...window, id: `REPLY_WINDOW:${notice}`, kind: 'REPLY_WINDOW' as const, duty: 'The customer can reply to the notice' };
  const appeal = {
    ...window,
    id: `APPEAL_WINDOW:${notice}`,
    kind: 'APPEAL_WINDOW' as const,
    duty: 'The customer can appeal against the decision',
  };
  const days = (count: number) => ({ unit: 'DAYS' as const, count });
  const replies = { ...reply, term: days(policy.replyDays) };
  return kind === 'DECISION' ? [replies, { ...appeal, term: days(policy.appealDays) }] : [replies];
}

export function decideForwarding(state: CaseState, notice: string, context: CaseContext): CaseDecision<CaseEvent> {
  const served = state.decisions.notices.get(notice);
  if (served === undefined) return refusal('NOTICE_UNKNOWN', 'There is no such notice.');
  if (served.forwardedAt !== undefined) return refusal('NOTICE_FORWARDED', 'It was handed over before.');
  return { events: [{ type: 'notice-forwarded', ...happened(context.actor, context.now), notice }] };
}

export interface TakeReply {
  reply: string;
  kind: ReplyKind;
  text: string;
  /** Absent: it came without one, by letter, and a regulator writes it down. */
  notice?: string | undefined;
  receivedAt: Instant;
  evidence: readonly string[];
}

/** What the customer says to a decision. Late ones are kept and marked: there is no right to be answered, and no reason to lose it. */
export function decideReply(state: CaseState, command: TakeReply, context: CaseContext): CaseDecision<CaseEvent> {
  const { reply, kind, text, notice, receivedAt, evidence } = command;
  const refused =
    mayRecord(state, command, context) ??
    tooManyByCode(state.decisions.replies, notice, context) ??
    (kind === 'APPEAL_WAIVED' ? waiverRefusal(state, command, context) : undefined);
  if (refused) return refused;
  const windows = [...state.decisions.notices.values()].filter(({ id }) => notice === undefined || id === notice);
  const late = windows.length > 0 && windows.every(({ replyUntil }) => receivedAt >= replyUntil);
  return {
    events: [
      {
        type: 'reply-received',
        ...happened(context.actor, context.now),
        reply,
        ...(notice === undefined ? {} : { notice }),
        kind,
        receivedAt,
        late,
        evidence,
        personal: { text },
      },
      ...(kind === 'REPLY' ? [] : cancelClocks(state, context, 'The customer will not appeal', (clock) => clock.kind === 'APPEAL_WINDOW')),
    ],
  };
}

/** A right is given up for the decision that it is known of, and in writing. */
function waiverRefusal({ stage, decisions }: CaseState, { notice, receivedAt, evidence }: TakeReply, { actor }: CaseContext) {
  const { outcome, notices } = decisions;
  if (stage !== 'decided' || outcome === undefined)
    return refusal('DECISION_NOT_STANDING', 'There is no decision that could be appealed against.');
  const isOfAnother = notice !== undefined && notices.get(notice)!.decision !== decisionOf(outcome);
  if (isOfAnother || receivedAt < outcome.decidedAt)
    return refusal('DECISION_NOT_STANDING', 'It speaks of another decision than the one that stands.');
  if (actor.role !== CUSTOMER.role && evidence.length === 0)
    return refusal('EVIDENCE_MISSING', 'Name what the customer wrote: a file, an answer.');
  return undefined;
}

/** Of what comes from the customer: by its own code, or by a person who writes it down. */
export function mayRecord(
  state: CaseState,
  { notice, receivedAt }: { notice?: string | undefined; receivedAt: Instant },
  { actor, now }: CaseContext,
) {
  if (!actor.human && actor.role !== CUSTOMER.role) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  if (notice !== undefined && !state.decisions.notices.has(notice)) return refusal('NOTICE_UNKNOWN', 'There is no such notice.');
  if (receivedAt > now) return refusal('RECEIVED_IN_FUTURE', 'It cannot have come after now.');
  return undefined;
}

/** What a person writes down for the customer has no such end. */
export function tooManyByCode(
  written: ReadonlyMap<string, Pick<Reply, 'notice' | 'by'>>,
  notice: string | undefined,
  { actor }: Pick<CaseContext, 'actor'>,
) {
  if (actor.role !== CUSTOMER.role) return undefined;
  const before = [...written.values()].filter((one) => one.notice === notice && one.by === CUSTOMER.person);
  return before.length < BY_CODE_MAX ? undefined : refusal('NOTICE_FULL', `At most ${BY_CODE_MAX} are taken by the code of a notice.`);
}
