import type { CaseEvent } from '../case-event.js';

export type DeskState = Readonly<Record<string, never>>;

export const EMPTY_DESK: DeskState = {};

export function evolveDesk(state: DeskState, _event: CaseEvent): DeskState {
  return state;
}
