import type { CaseEvent } from '../case-event.js';

export type AccessState = Readonly<Record<string, never>>;

export const NO_ACCESS: AccessState = {};

export function evolveAccess(state: AccessState, _event: CaseEvent): AccessState {
  return state;
}
