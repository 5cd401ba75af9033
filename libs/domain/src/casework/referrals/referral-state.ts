import type { CaseEvent } from '../case-event.js';

export type ReferralsState = Readonly<Record<string, never>>;

export const NO_REFERRALS: ReferralsState = {};

export function evolveReferrals(state: ReferralsState, _event: CaseEvent): ReferralsState {
  return state;
}
