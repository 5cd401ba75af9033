import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { moveRefusal } from '../case-stage.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, refusal } from '../case-vocabulary.js';
import type { CaseClock, ClockEvent } from '../clocks/case-clock.js';
import { cancelClocks } from '../clocks/run-clocks.js';
import { moved } from '../opening/decide-opening.js';
import { decisionOf } from './decision-state.js';
import { BURDENS } from './statement.js';
import { isOpenDuty, openParts, type StandsOpen } from './what-stands-open.js';

/** A duty of a rule or of an evaluation that is settled as the case is closed: it was done, or is no longer asked, and why. */
export interface SettledDuty {
  clock: string;
  how: 'MET' | 'CANCELLED';
  reason: string;
}

export interface CloseCase {
  reason: string;
  evidence?: readonly string[] | undefined;
  duties?: readonly SettledDuty[] | undefined;
}

/** What was decided is done, and nobody waits for anything any more. */
export function decideClose(state: CaseState, command: CloseCase, context: CaseContext): CaseDecision<CaseEvent> {
  const { reason, evidence, duties = [] } = command;
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const refused = personRefusal(context) ?? moveRefusal(state.stage, 'close') ?? unknownDuty(state, duties);
  if (refused) return refused;
  const settled = new Set(duties.map(({ clock }) => clock));
  const open = [...waitsForCustomer(state), ...openParts(state), ...openDuties(state, settled)];
  if (open.length > 0)
    return refusal('CASE_NOT_DONE', `Still open: ${open.map(({ what, id }) => `${what} ${id}`.trim()).join(', ')}.`, { open });
  return {
    events: [
      ...duties.map((duty) => settledDuty(state.clocks.get(duty.clock)!, duty, context)),
      ...cancelClocks(state, context, 'The case is closed', ({ kind }) => kind === 'REPLY_WINDOW' || kind === 'APPEAL_WINDOW'),
      moved(state, { move: 'close', reason, evidence }, context),
    ],
  };
}

/** Of what burdens the customer it has to know, and its time to appeal has to be over: by itself, by its word, or by an appeal that was decided. */
function waitsForCustomer({ decisions: { outcome, notices, replies }, clocks }: CaseState): StandsOpen[] {
  if (outcome === undefined) return [];
  const decision = decisionOf(outcome);
  const served = [...notices.values()].filter((notice) => notice.decision === decision);
  const mustKnow = outcome.appeal !== undefined || BURDENS.has(outcome.outcome);
  if (mustKnow && served.length === 0) return [{ what: 'NOTICE', id: decision }];
  if (outcome.appeal !== undefined) return [];
  const waived = [...replies.values()].some(({ kind, receivedAt }) => kind === 'APPEAL_WAIVED' && receivedAt >= outcome.decidedAt);
  if (waived) return [];
  return served
    .map(({ id }) => clocks.get(`APPEAL_WINDOW:${id}`))
    .filter((clock) => clock?.status === 'running')
    .map((clock) => ({ what: 'APPEAL_WINDOW', id: clock!.subject }));
}

/** Duties that nobody met: late ones too, for a breach is no answer. */
const openDuties = ({ clocks }: CaseState, settled: ReadonlySet<string>): StandsOpen[] =>
  [...clocks.values()].filter((clock) => isOpenDuty(clock) && !settled.has(clock.id)).map(({ id }) => ({ what: 'DUTY', id }));

function unknownDuty(state: CaseState, duties: readonly SettledDuty[]) {
  const unknown = duties.find(({ clock }, place) => {
    const known = state.clocks.get(clock);
    const isTwice = duties.findIndex((other) => other.clock === clock) !== place;
    return known === undefined || !isOpenDuty(known) || isTwice;
  });
  return unknown && refusal('DUTY_UNKNOWN', `No duty waits by the name ${unknown.clock}, or it is named twice.`);
}

function settledDuty({ id, dueAt }: CaseClock, { how, reason }: SettledDuty, { actor, now }: CaseContext): ClockEvent {
  const about = { ...happened(actor, now), clock: id, record: { reason } };
  return how === 'MET' ? { type: 'clock-met', ...about, late: now >= dueAt } : { type: 'clock-cancelled', ...about };
}

/** Something came to light: what was decided is looked at again. */
export function decideReopening(
  state: CaseState,
  { reason, evidence }: { reason: string; evidence: readonly string[] },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const refused = personRefusal(context) ?? moveRefusal(state.stage, 'reopen');
  if (refused) return refused;
  if (evidence.length === 0) return refusal('EVIDENCE_MISSING', 'Name what is new: a flag, an answer, a file.');
  return {
    events: [
      ...cancelClocks(state, context, 'The case is reopened', ({ kind }) => kind === 'APPEAL_WINDOW'),
      moved(state, { move: 'reopen', reason, evidence }, context),
    ],
  };
}

const personRefusal = ({ actor }: CaseContext) => (actor.human ? undefined : refusal('PERSON_REQUIRED', 'Only a person can do this.'));
