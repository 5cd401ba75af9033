import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, type Instant, refusal } from '../case-vocabulary.js';
import { cancelClocks, startClock } from '../clocks/run-clocks.js';
import { notNow, requestOf } from './answer-request.js';
import { answerTerm, dueOf, dueRefusal, openAsks } from './asks.js';
import { closedRefusal, personRefusal } from './decide-request.js';
import { isOpenRequest } from './information-request.js';

/** What a regulator does with a request of the case, once it was sent. */
export function acceptAnswer(state: CaseState, id: string, reason: string, context: CaseContext): CaseDecision<CaseEvent> {
  const request = requestOf(state, id);
  if ('refused' in request) return request;
  const refused = personRefusal(context.actor, reason) ?? closedRefusal(state);
  if (refused) return refused;
  if (request.status !== 'answered') return notNow(request, 'accepted');
  const about = happened(context.actor, context.now);
  return { events: [{ type: 'request-accepted', ...about, request: id, version: request.answers.length, record: { reason } }] };
}

export interface AnswerReturn {
  /** Addressed to the provider. */
  missing: string;
  dueAt?: Instant | undefined;
  /** For the record of the case. */
  reason: string;
}

/** The answer stays; another is asked for, by a time of its own. */
export function returnAnswer(
  state: CaseState,
  id: string,
  { missing, dueAt, reason }: AnswerReturn,
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const request = requestOf(state, id);
  if ('refused' in request) return request;
  const refused = personRefusal(context.actor, reason) ?? closedRefusal(state) ?? dueRefusal(dueAt, context.now);
  if (refused) return refused;
  if (missing.trim() === '') return refusal('REASON_MISSING', 'Say what is missing.');
  if (request.status !== 'answered') return notNow(request, 'returned');
  const version = request.answers.length;
  const clock = startClock(context, {
    // A clock of its own for each round: one that was breached before stays as it was.
    id: `REQUEST_ANSWER:${id}/${version + 1}`,
    kind: 'REQUEST_ANSWER',
    duty: 'Answer what was returned',
    subject: id,
    jurisdiction: state.jurisdiction,
    term: answerTerm(dueAt, context),
    startsOn: 'FACT',
    startedAt: context.now,
  });
  const about = happened(context.actor, context.now);
  return {
    events: [
      { type: 'request-returned', ...about, request: id, version, dueAt: dueOf(clock), record: { reason }, personal: { missing } },
      clock,
    ],
  };
}

export function withdrawRequest(state: CaseState, id: string, reason: string, context: CaseContext): CaseDecision<CaseEvent> {
  const request = requestOf(state, id);
  if ('refused' in request) return request;
  const refused = personRefusal(context.actor, reason);
  if (refused) return refused;
  if (!isOpenRequest(request)) return notNow(request, 'withdrawn');
  const about = happened(context.actor, context.now);
  return {
    events: [
      { type: 'request-withdrawn', ...about, request: id, cause: 'PERSON', record: { reason } },
      ...cancelClocks(state, context, 'The request was withdrawn', ({ subject }) => subject === id),
    ],
  };
}

const REMIND_EVERY_MS = 24 * 3_600_000;

/** By a person, of a request that is still open: at most once a day, so that nobody is worn down. */
export function remindOf(state: CaseState, id: string, context: CaseContext): CaseDecision<CaseEvent> {
  if (!context.actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  const ask = openAsks(state).find((one) => one.id === id);
  if (ask === undefined) return refusal('REQUEST_NOT_IN_STATE', 'Nothing is owed to such a request now.');
  const last = ask.reminders.at(-1);
  if (last !== undefined && context.now < last + REMIND_EVERY_MS)
    return refusal('REMINDER_TOO_SOON', 'It was reminded of within the last day.');
  const { item, provider, dueAt } = ask;
  const about = happened(context.actor, context.now);
  return { events: [{ type: 'request-reminded', ...about, request: id, item, provider, cause: 'PERSON', dueAt }] };
}
