import type { CaseEvent } from '../case-event.js';

export type RequestsState = Readonly<Record<string, never>>;

export const NO_REQUESTS: RequestsState = {};

export function evolveRequests(state: RequestsState, _event: CaseEvent): RequestsState {
  return state;
}
