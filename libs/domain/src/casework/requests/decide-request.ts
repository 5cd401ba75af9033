import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { isBeingWorked, moveRefusal } from '../case-stage.js';
import type { CaseState } from '../case-state.js';
import { type Actor, type CaseDecision, type CaseRefusal, happened, type Instant, refusal } from '../case-vocabulary.js';
import type { ClockEvent } from '../clocks/case-clock.js';
import { startClock } from '../clocks/run-clocks.js';
import { moved } from '../opening/decide-opening.js';
import { answerTerm, dueOf, dueRefusal } from './asks.js';
import { type TemplateQuestion, templateOf } from './request-templates.js';

/** Who has to do with what the case is about. Nobody else is asked: the question alone would tell of a case. */
export interface Concerned {
  providers: readonly string[];
  /** Customer records, with the provider whose record each is. */
  customers: ReadonlyMap<string, string>;
}

export interface InformationAsked {
  request: string;
  /** Random, made now. */
  item: string;
  provider: string;
  concerned: Concerned;
  template?: string | undefined;
  templateVersion?: number | undefined;
  questions: readonly TemplateQuestion[];
  message?: string | undefined;
  dueAt?: Instant | undefined;
  reason: string;
  /** The case is to wait for it. */
  await?: boolean | undefined;
}

export const QUESTIONS_MAX = 50;

export function sendRequest(state: CaseState, command: InformationAsked, context: CaseContext): CaseDecision<CaseEvent> {
  const refused = askRefusal(state, command, context);
  if (refused) return refused;
  const asked = questionsOf(command);
  if ('refused' in asked) return asked;
  const { request, item, provider, message, reason, await: awaited = false } = command;
  const { clocks, dueAt } = answerClocks(state, command, context);
  const about = happened(context.actor, context.now);
  const { questions, template } = asked;
  return {
    events: [
      {
        type: 'information-requested',
        ...about,
        request,
        item,
        provider,
        ...(template === undefined ? {} : { template }),
        questions: questions.map(({ id, kind, required }) => ({ id, kind, required })),
        dueAt,
        awaited,
        record: { reason },
        personal: {
          texts: Object.fromEntries(questions.map(({ id, text }) => [id, text])),
          ...(message === undefined ? {} : { message }),
        },
      },
      ...clocks,
      ...awaiting(state, command, context),
    ],
  };
}

/** Why nobody can be asked so: of requests for information and for a declaration alike. */
export function askRefusal(
  state: CaseState,
  { provider, concerned, dueAt, reason, await: awaited = false }: Omit<InformationAsked, 'questions' | 'request'>,
  { actor, now }: CaseContext,
): { refused: CaseRefusal } | undefined {
  const personal = personRefusal(actor, reason);
  if (personal) return personal;
  if (!isBeingWorked(state.stage) || state.stage === 'open')
    return refusal('CASE_NOT_WORKED', `Nobody is asked while the case is ${state.stage}.`, { stage: state.stage });
  if (!concerned.providers.includes(provider))
    return refusal('PROVIDER_NOT_CONCERNED', 'This provider has nothing to do with what the case is about.', {
      concerned: concerned.providers,
    });
  const wait = awaited && state.stage !== 'waiting' ? moveRefusal(state.stage, 'await-information') : undefined;
  return dueRefusal(dueAt, now) ?? wait;
}

export function personRefusal({ human }: Actor, reason: string): { refused: CaseRefusal } | undefined {
  if (!human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  return reason.trim() === '' ? refusal('REASON_MISSING', 'Say why.') : undefined;
}

/** Nothing is sent back, taken, recorded or shared in a closed case: it has to be reopened first. */
export function closedRefusal({ stage }: CaseState): { refused: CaseRefusal } | undefined {
  return stage === 'closed' ? refusal('CASE_NOT_WORKED', 'The case is closed.', { stage }) : undefined;
}

/** The move that a request asks for with it. A case that waits already goes on waiting. */
export function awaiting(
  state: CaseState,
  { item, await: awaited = false }: Pick<InformationAsked, 'item' | 'await'>,
  context: CaseContext,
): CaseEvent[] {
  if (!awaited || state.stage === 'waiting') return [];
  return [moved(state, { move: 'await-information', reason: 'A provider was asked', evidence: [item] }, context)];
}

type Asked = { questions: readonly TemplateQuestion[]; template?: { id: string; version: number } };

function questionsOf({ template: named, templateVersion, questions: own }: InformationAsked): Asked | { refused: CaseRefusal } {
  const template = named === undefined ? undefined : templateOf(named, templateVersion);
  if (named !== undefined && template === undefined)
    return refusal('TEMPLATE_UNKNOWN', 'There is no such template, or no such version of it.');
  const questions = [...(template?.questions ?? []), ...own];
  if (questions.length === 0 || questions.length > QUESTIONS_MAX)
    return refusal('QUESTIONS_INVALID', `Ask 1 to ${QUESTIONS_MAX} questions, from a template or of your own.`);
  const twice = questions.find(({ id }, place) => questions.findIndex((other) => other.id === id) !== place);
  if (twice !== undefined) return refusal('QUESTIONS_INVALID', `Two questions have the id ${twice.id}.`);
  return { questions, ...(template === undefined ? {} : { template: { id: template.id, version: template.version } }) };
}

function answerClocks(
  { jurisdiction }: CaseState,
  { request, dueAt }: InformationAsked,
  context: CaseContext,
): { clocks: ClockEvent[]; dueAt: Instant } {
  const about = { subject: request, jurisdiction, startsOn: 'FACT', startedAt: context.now } as const;
  const answer = startClock(context, {
    ...about,
    id: `REQUEST_ANSWER:${request}`,
    kind: 'REQUEST_ANSWER',
    duty: 'Answer the request for information',
    term: answerTerm(dueAt, context),
  });
  const acknowledgement = startClock(context, {
    ...about,
    id: `REQUEST_ACKNOWLEDGE:${request}`,
    kind: 'REQUEST_ACKNOWLEDGE',
    duty: 'Acknowledge the request for information',
    term: { unit: 'WORKING_DAYS', count: context.policy.acknowledgeWorkingDays },
  });
  return { clocks: [acknowledgement, answer], dueAt: dueOf(answer) };
}
