import type { CaseEvent } from '../case-event.js';
import type { Instant, PersonId } from '../case-vocabulary.js';
import type { EvaluationCause } from './evaluation-event.js';

/** requested ──result──▶ recorded     requested ──its flag is withdrawn, or it is settled without a result──▶ lapsed */
export interface EvaluationRequest {
  id: string;
  cause: EvaluationCause;
  flag?: string | undefined;
  reason?: string | undefined;
  requestedAt: Instant;
  requestedBy: PersonId;
  status: 'requested' | 'recorded' | 'lapsed';
  /** By a result, or with its case: with it every flag that had joined by then. */
  settledAt?: Instant | undefined;
  result?: EvaluationResult | undefined;
}

export interface EvaluationResult {
  evaluatedAt: Instant;
  passed: boolean;
  report?: string | undefined;
  /** Absent: their key was destroyed. */
  method?: string | undefined;
  evaluator?: string | undefined;
  recordedAt: Instant;
  recordedBy: PersonId;
}

export type EvaluationsState = ReadonlyMap<string, EvaluationRequest>;

export const NO_EVALUATIONS: EvaluationsState = new Map();

export function evolveEvaluations(state: EvaluationsState, event: CaseEvent): EvaluationsState {
  switch (event.type) {
    case 'evaluation-requested': {
      const { evaluation: id, cause, flag, at: requestedAt, by: requestedBy, record } = event;
      return new Map(state).set(id, { id, cause, flag, requestedAt, requestedBy, reason: record?.reason, status: 'requested' });
    }
    case 'evaluation-no-longer-due':
      return changed(state, event.evaluation, { status: 'lapsed', ...(event.flag === undefined ? { settledAt: event.at } : {}) });
    case 'evaluation-recorded': {
      const { evaluatedAt, passed, report, at: recordedAt, by: recordedBy, record, personal } = event;
      const result = { evaluatedAt, passed, report, recordedAt, recordedBy, ...record, ...personal };
      return changed(state, event.evaluation, { status: 'recorded', settledAt: recordedAt, result });
    }
    default:
      return state;
  }
}

function changed(state: EvaluationsState, id: string, change: Partial<EvaluationRequest>): EvaluationsState {
  const request = state.get(id);
  return request === undefined ? state : new Map(state).set(id, { ...request, ...change });
}
