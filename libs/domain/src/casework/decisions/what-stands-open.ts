import type { CaseState } from '../case-state.js';
import type { ClockKind } from '../clocks/case-clock.js';
import type { StandsOpen } from './decide-close.js';

/** By the clock that runs for it: who still has to answer the case. */
const WAITED_FOR: Partial<Record<ClockKind, string>> = {
  REQUEST_ACKNOWLEDGE: 'INFORMATION_REQUEST',
  REQUEST_ANSWER: 'INFORMATION_REQUEST',
  DECLARATION: 'DECLARATION_REQUEST',
  ORDER_WARNING: 'ORDER_WARNING',
  ORDER_ACKNOWLEDGE: 'SUSPENSION_ORDER',
  ACCESS_REVIEW: 'ACCESS_REVIEW',
  REFERRAL_ANSWER: 'REFERRAL',
};

/** What of a case somebody still waits for, by name: none of it may stand open when it is closed. */
export function openParts(state: CaseState): StandsOpen[] {
  const open = [...state.clocks.values()]
    .filter(({ status }) => status === 'running' || status === 'breached')
    .flatMap(({ kind, subject }) => (WAITED_FOR[kind] === undefined ? [] : [{ what: WAITED_FOR[kind], id: subject }]));
  return [...new Map(open.map((one) => [`${one.what} ${one.id}`, one])).values()];
}
