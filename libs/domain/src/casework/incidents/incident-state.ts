import type { CaseEvent } from '../case-event.js';

export type IncidentsState = Readonly<Record<string, never>>;

export const NO_INCIDENTS: IncidentsState = {};

export function evolveIncidents(state: IncidentsState, _event: CaseEvent): IncidentsState {
  return state;
}
