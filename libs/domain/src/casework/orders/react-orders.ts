import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { happened, SEVERITIES } from '../case-vocabulary.js';
import { cancelClocks } from '../clocks/run-clocks.js';
import { isFollowed } from './order-target.js';

const HIGH = SEVERITIES.indexOf('HIGH');

/** An order that nobody acknowledges is looked at first; and a closed case leaves no draft and no warning behind. */
export function reactToOrders(state: CaseState, event: CaseEvent, context: CaseContext): readonly CaseEvent[] {
  if (event.type === 'clock-breached' && event.kind === 'ORDER_ACKNOWLEDGE') return escalated(state, event.subject, context);
  if (event.type === 'case-moved' && event.to === 'closed') return leftBehind(state, context);
  return [];
}

function escalated(state: CaseState, order: string, { actor, now }: CaseContext): CaseEvent[] {
  const told: CaseEvent = { type: 'order-escalated', ...happened(actor, now), order, cause: 'NOT_ACKNOWLEDGED' };
  if (SEVERITIES.indexOf(state.severity) >= HIGH) return [told];
  return [told, { type: 'severity-changed', ...happened(actor, now), severity: 'HIGH', reason: 'ORDER_NOT_ACKNOWLEDGED' }];
}

function leftBehind(state: CaseState, context: CaseContext): CaseEvent[] {
  const about = happened(context.actor, context.now);
  const drafts = [...state.orders.orders.values()].filter(({ status }) => status === 'drafted');
  // A warning that an order followed is settled by it: its provider is to learn nothing from the end of the case.
  const warnings = [...state.orders.warnings.values()].filter(
    (warning) => warning.status !== 'withdrawn' && !isFollowed(state.orders, warning),
  );
  return [
    ...drafts.map(({ id }): CaseEvent => ({ type: 'order-withdrawn', ...about, order: id, record: { reason: 'The case was closed.' } })),
    ...warnings.map(({ id }): CaseEvent => ({ type: 'order-warning-withdrawn', ...about, warning: id })),
    ...cancelClocks(state, context, 'The case was closed.', ({ kind }) => kind === 'ORDER_WARNING'),
  ];
}
