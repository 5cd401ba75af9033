import type { CaseState } from '../case-state.js';
import type { CaseClock, ClockKind } from '../clocks/case-clock.js';
import { ordersInForce } from '../orders/order-state.js';
import { openAsks } from '../requests/asks.js';

/** One thing that keeps a case from being closed. */
export interface StandsOpen {
  what: string;
  id: string;
}

/** What somebody else still has to do by a clock, beside orders and requests. */
const WAITED_FOR: Partial<Record<ClockKind, string>> = { ACCESS_REVIEW: 'ACCESS_REVIEW', REFERRAL_ANSWER: 'REFERRAL' };
/** Whose end a person has to say: it was done, or is no longer asked. */
const DUTIES: ReadonlySet<ClockKind> = new Set(['RULE', 'EVALUATION']);

const hasNotEnded = ({ status }: CaseClock): boolean => status === 'running' || status === 'breached';
export const isOpenDuty = (clock: CaseClock): boolean => DUTIES.has(clock.kind) && hasNotEnded(clock);

/** Orders in force, requests without an answer, and what else is waited for. */
export function openParts(state: CaseState): StandsOpen[] {
  const awaited = [...state.clocks.values()]
    .filter(hasNotEnded)
    .flatMap(({ kind, subject }) => (WAITED_FOR[kind] === undefined ? [] : [{ what: WAITED_FOR[kind], id: subject }]));
  return [
    ...ordersInForce(state).map(({ id }) => ({ what: 'SUSPENSION_ORDER', id })),
    ...openAsks(state).map(({ kind, id }) => ({ what: `${kind}_REQUEST`, id })),
    ...awaited,
  ];
}
