import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { moveRefusal } from '../case-stage.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, type Instant, refusal } from '../case-vocabulary.js';
import { cancelClocks, startClock } from '../clocks/run-clocks.js';
import { moved } from '../opening/decide-opening.js';
import { mayRecord, tooManyByCode } from './decide-notice.js';
import { type Appeal, decisionOf } from './decision-state.js';
import { tookPart } from './took-part.js';

export interface LodgeAppeal {
  appeal: string;
  grounds: string;
  notice?: string | undefined;
  receivedAt: Instant;
  evidence: readonly string[];
}

/** In time it is heard, and its clock runs; late, or after it was waived, it is kept with that reason and not heard. */
export function decideAppeal(state: CaseState, command: LodgeAppeal, context: CaseContext): CaseDecision<CaseEvent> {
  const { appeal, grounds, notice, receivedAt, evidence } = command;
  const refused =
    mayRecord(state, command, context) ?? tooManyByCode(state.decisions.appeals, notice, context) ?? standingRefusal(state, notice);
  if (refused) return refused;
  const refusedAs = whyNotHeard(state, command);
  const lodged: CaseEvent = {
    type: 'appeal-lodged',
    ...happened(context.actor, context.now),
    appeal,
    ...(notice === undefined ? {} : { notice }),
    ...(refusedAs === undefined ? {} : { refusedAs }),
    receivedAt,
    evidence,
    personal: { grounds },
  };
  return { events: refusedAs === undefined ? [lodged, ...heard(state, { appeal, receivedAt }, context)] : [lodged] };
}

function standingRefusal({ stage, decisions: { outcome, notices } }: CaseState, notice: string | undefined) {
  if (stage === 'appealed') return refusal('APPEAL_UNDER_WAY', 'An appeal is being heard.');
  if (outcome === undefined) return refusal('DECISION_NOT_STANDING', 'The decision is being looked at again.');
  if (notice !== undefined && notices.get(notice)!.decision !== decisionOf(outcome))
    return refusal('DECISION_NOT_STANDING', 'The notice speaks of a decision that no longer stands.');
  return outcome.appeal !== undefined ? refusal('APPEAL_DECIDED', 'The appeal was decided: what remains is a court.') : undefined;
}

/** The time that is over is the one of the notice that was served on them; where none was served, none began. */
function whyNotHeard(state: CaseState, { notice, receivedAt }: LodgeAppeal): 'LATE' | 'WAIVED' | undefined {
  const { notices, outcome, replies } = state.decisions;
  const waived = [...replies.values()].some((reply) => reply.kind === 'APPEAL_WAIVED' && reply.receivedAt >= outcome!.decidedAt);
  if (waived) return 'WAIVED';
  const windows = [...notices.values()].filter(({ id, decision }) =>
    notice === undefined ? decision === outcome!.proposal : id === notice,
  );
  const over = windows.length > 0 && windows.every(({ appealUntil = 0 }) => receivedAt >= appealUntil);
  return over || state.stage === 'closed' ? 'LATE' : undefined;
}

function heard(state: CaseState, { appeal, receivedAt }: Pick<LodgeAppeal, 'appeal' | 'receivedAt'>, context: CaseContext): CaseEvent[] {
  return [
    ...cancelClocks(state, context, 'An appeal is heard', ({ kind }) => kind === 'APPEAL_WINDOW'),
    startClock(context, {
      id: `APPEAL_DECISION:${appeal}`,
      kind: 'APPEAL_DECISION',
      duty: 'Decide the appeal',
      subject: appeal,
      jurisdiction: state.jurisdiction,
      term: { unit: 'DAYS', count: context.policy.appealDecisionDays },
      startsOn: 'KNOWLEDGE',
      startedAt: receivedAt,
    }),
    moved(state, { move: 'appeal', reason: 'The customer appeals', evidence: [] }, context),
  ];
}

/** A lead hears an appeal that came late: somebody was ill, a notice was not handed on. */
export function decideAdmission(
  state: CaseState,
  { appeal: id, reason }: { appeal: string; reason: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  if (!context.actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const appeal = state.decisions.appeals.get(id);
  if (appeal === undefined) return refusal('APPEAL_UNKNOWN', 'There is no such appeal in this case.');
  if (appeal.status !== 'late' && appeal.status !== 'waived') return refusal('APPEAL_NOT_LATE', 'It is heard already.');
  const refused = moveRefusal(state.stage, 'appeal') ?? standingRefusal(state, appeal.notice);
  if (refused) return refused;
  return {
    events: [
      { type: 'appeal-admitted', ...happened(context.actor, context.now), appeal: id, record: { reason } },
      ...heard(state, { appeal: id, receivedAt: context.now }, context),
    ],
  };
}

/** A person who had no hand in the case takes the appeal. Another may take it over while nothing is proposed. */
export function decideReview(state: CaseState, { appeal: id }: { appeal: string }, context: CaseContext): CaseDecision<CaseEvent> {
  const appeal = appealUnderWay(state, id);
  if ('refused' in appeal) return appeal;
  const refused = mayJudge(state, id, context);
  if (refused) return refused;
  if (appeal.reviewer === context.actor.person) return refusal('APPEAL_TAKEN', 'You took it before.');
  if (appeal.proposals.some(({ status }) => status === 'proposed')) return refusal('APPEAL_TAKEN', 'A decision on it is proposed.');
  return { events: [{ type: 'appeal-taken', ...happened(context.actor, context.now), appeal: id }] };
}

export function appealUnderWay(state: CaseState, id: string): Appeal | ReturnType<typeof refusal> {
  const appeal = state.decisions.appeals.get(id);
  if (appeal === undefined) return refusal('APPEAL_UNKNOWN', 'There is no such appeal in this case.');
  if (state.stage !== 'appealed' || (appeal.status !== 'open' && appeal.status !== 'taken'))
    return refusal('APPEAL_NOT_HEARD', 'It is not being heard.');
  return appeal;
}

/** Whoever judges an appeal had no part in what it is about. Reading is none. */
export function mayJudge(state: CaseState, appeal: string, { actor, people }: CaseContext) {
  if (!actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  if (people.analysts.has(actor.person)) return refusal('OWN_ANALYST', 'You worked on the customer that this case is about.');
  if (tookPart(state.decisions.takenPart, actor.person, appeal)) return refusal('TOOK_PART', 'You took part in the case before.');
  return undefined;
}
