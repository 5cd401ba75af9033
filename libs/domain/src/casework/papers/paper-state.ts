import type { CaseEvent } from '../case-event.js';

export type PapersState = Readonly<Record<string, never>>;

export const NO_PAPERS: PapersState = {};

export function evolvePapers(state: PapersState, _event: CaseEvent): PapersState {
  return state;
}
