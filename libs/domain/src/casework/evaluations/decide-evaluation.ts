import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, type Instant, refusal, SEVERITIES, type Severity } from '../case-vocabulary.js';
import { meetClocks, startClock } from '../clocks/run-clocks.js';
import type { EvaluationRequest } from './evaluation-state.js';

/** What the clock says: three months or six times the use are the labs' own promise, and nobody's law. */
const DUTY = 'Evaluate the model, as the developer’s own scaling policy promises: no law asks for it';

export const openEvaluation = ({ evaluations }: CaseState): EvaluationRequest | undefined =>
  [...evaluations.values()].find(({ status }) => status === 'requested');

export function decideEvaluationRequest(
  state: CaseState,
  { evaluation, reason }: { evaluation: string; reason: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  if (!context.actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const open = openEvaluation(state);
  if (open !== undefined) return refusal('EVALUATION_ASKED_ALREADY', 'One is asked for already.', { evaluation: open.id });
  return { events: evaluationRequested(state, { evaluation, cause: 'PERSON', reason }, context) };
}

/** With the time until its result. */
export function evaluationRequested(
  { jurisdiction }: CaseState,
  { reason, ...about }: { evaluation: string; cause: EvaluationRequest['cause']; flag?: string; reason: string },
  context: CaseContext,
): CaseEvent[] {
  return [
    { type: 'evaluation-requested', ...happened(context.actor, context.now), ...about, record: { reason } },
    startClock(context, {
      id: `EVALUATION:${about.evaluation}`,
      kind: 'EVALUATION',
      duty: DUTY,
      subject: about.evaluation,
      jurisdiction,
      term: { unit: 'DAYS', count: context.policy.evaluationDays },
      startsOn: 'KNOWLEDGE',
      startedAt: context.now,
    }),
  ];
}

export interface RecordResult {
  evaluation: string;
  evaluatedAt: Instant;
  passed: boolean;
  /** An institution, as a rule. */
  evaluator: string;
  method: string;
  report?: string | undefined;
}

/** Once, and never written over: another result is another evaluation. One that was not passed makes the case more severe. */
export function decideEvaluationResult(
  state: CaseState,
  { evaluation: id, evaluator, method, report, ...facts }: RecordResult,
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const { actor, now } = context;
  if (!actor.human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  const request = state.evaluations.get(id);
  if (request === undefined) return refusal('EVALUATION_UNKNOWN', 'There is no such evaluation request.');
  if (request.status !== 'requested') return refusal('EVALUATION_SETTLED', `It is ${request.status}.`);
  if (facts.evaluatedAt > now) return refusal('EVALUATION_TIME', 'An evaluation that is to come is none yet.');
  const words = { record: { method }, personal: { evaluator } };
  return {
    events: [
      {
        type: 'evaluation-recorded',
        ...happened(actor, now),
        evaluation: id,
        ...facts,
        ...(report === undefined ? {} : { report }),
        ...words,
      },
      ...meetClocks(state, context, ({ kind, subject }) => kind === 'EVALUATION' && subject === id),
      ...(facts.passed ? [] : raised(state, context)),
    ],
  };
}

function raised({ severity }: CaseState, { actor, now }: CaseContext): CaseEvent[] {
  const higher: Severity | undefined = SEVERITIES[SEVERITIES.indexOf(severity) + 1];
  return higher === undefined
    ? []
    : [{ type: 'severity-changed', ...happened(actor, now), severity: higher, reason: 'An evaluation was not passed' }];
}
