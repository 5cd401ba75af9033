import type { CaseEvent } from '../case-event.js';

export type DecisionsState = Readonly<Record<string, never>>;

export const NO_DECISIONS: DecisionsState = {};

export function evolveDecisions(state: DecisionsState, _event: CaseEvent): DecisionsState {
  return state;
}
