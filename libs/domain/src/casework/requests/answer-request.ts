import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, type CaseRefusal, happened, refusal } from '../case-vocabulary.js';
import { meetClocks } from '../clocks/run-clocks.js';
import { answerProblems, filesOf, type GivenAnswer } from './answers.js';
import { type InformationRequest, isOpenRequest } from './information-request.js';
import { filesFor } from './request-state.js';

/** What a provider does with a request that was served on it. Late is taken too: the breach stays, and what came is known. */
export function acknowledgeRequest(state: CaseState, id: string, context: CaseContext): CaseDecision<CaseEvent> {
  const request = requestOf(state, id);
  if ('refused' in request) return request;
  if (request.status !== 'sent') return notNow(request, 'acknowledged');
  return {
    events: [
      { type: 'request-acknowledged', ...happened(context.actor, context.now), request: id },
      ...meetClocks(state, context, ({ kind, subject }) => kind === 'REQUEST_ACKNOWLEDGE' && subject === id),
    ],
  };
}

export interface RequestAnswer {
  answers: readonly GivenAnswer[];
  message?: string | undefined;
  /** Of the canonical form of both. */
  sha256: string;
}

export function answerRequest(state: CaseState, id: string, answer: RequestAnswer, context: CaseContext): CaseDecision<CaseEvent> {
  const request = requestOf(state, id);
  if ('refused' in request) return request;
  if (!isOpenRequest(request)) return notNow(request, 'answered');
  const files = new Set(filesFor(state.requests, request.item).map(({ file }) => file));
  const problems = answerProblems(request.questions, answer.answers, files);
  if (problems.length > 0) return refusal('ANSWER_INVALID', `${problems[0]!.question} ${problems[0]!.problem}.`, { problems });
  const { answers, message, sha256 } = answer;
  return {
    events: [
      {
        type: 'request-answered',
        ...happened(context.actor, context.now),
        request: id,
        version: request.answers.length + 1,
        files: filesOf(answers),
        personal: { answers, sha256, ...(message === undefined ? {} : { message }) },
      },
      ...meetClocks(state, context, ({ subject }) => subject === id),
    ],
  };
}

export function requestOf({ requests }: CaseState, id: string): InformationRequest | { refused: CaseRefusal } {
  return requests.information.get(id) ?? refusal('REQUEST_UNKNOWN', 'The case has no such request.');
}

export const notNow = ({ status }: { status: string }, done: string): { refused: CaseRefusal } =>
  refusal('REQUEST_NOT_IN_STATE', `It is ${status}: it cannot be ${done} now.`, { state: status });
