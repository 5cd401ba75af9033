import type { CaseEvent } from '../case-event.js';
import type { OrdersState, OrderWarning } from './order-state.js';

type Warnings = OrdersState['warnings'];

export function evolveWarning(warnings: Warnings, event: CaseEvent): Warnings {
  switch (event.type) {
    case 'order-warning-served': {
      const { warning: id, item, provider, scope, customers, answerBy, at, by, record, personal } = event;
      const words = { reason: record?.reason, text: personal?.text };
      return new Map(warnings).set(id, {
        id,
        item,
        provider,
        scope,
        customers,
        status: 'served',
        servedAt: at,
        answerBy,
        servedBy: by,
        ...words,
      });
    }
    case 'order-warning-answered':
      return changed(warnings, event.warning, { status: 'answered', answeredAt: event.at, answer: event.personal?.text });
    case 'order-warning-withdrawn':
      return changed(warnings, event.warning, { status: 'withdrawn' });
    case 'clock-elapsed':
      return event.kind === 'ORDER_WARNING' ? changed(warnings, event.subject, { status: 'elapsed' }) : warnings;
    default:
      return warnings;
  }
}

function changed(warnings: Warnings, id: string, change: Partial<OrderWarning>): Warnings {
  const warning = warnings.get(id);
  return warning === undefined ? warnings : new Map(warnings).set(id, { ...warning, ...change });
}
