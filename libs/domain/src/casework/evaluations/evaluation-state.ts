import type { CaseEvent } from '../case-event.js';

export type EvaluationsState = Readonly<Record<string, never>>;

export const NO_EVALUATIONS: EvaluationsState = {};

export function evolveEvaluations(state: EvaluationsState, _event: CaseEvent): EvaluationsState {
  return state;
}
