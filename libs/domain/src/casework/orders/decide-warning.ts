import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, refusal } from '../case-vocabulary.js';
import { meetClocks } from '../clocks/run-clocks.js';
import { mayPropose } from '../decisions/four-eyes.js';
import { orderClock, orderClockId } from './order-clocks.js';
import type { OrderTarget } from './order-event.js';
import { orderTarget } from './order-target.js';

export interface WarnBeforeOrder extends OrderTarget {
  warning: string;
  /** Random: what the provider knows it by. */
  item: string;
  /** Records of that provider inside the scope. */
  customers: readonly string[];
  reason: string;
  /** Addressed to the provider. */
  text: string;
}

/** The provider is told what is about to be ordered, and may say what speaks against it. */
export function decideWarning(state: CaseState, command: WarnBeforeOrder, context: CaseContext): CaseDecision<CaseEvent> {
  const refused = mayPropose(context);
  if (refused) return refused;
  if (command.reason.trim() === '' || command.text.trim() === '')
    return refusal('REASON_MISSING', 'Say why, and what the provider is told.');
  const target = orderTarget(command);
  if ('refused' in target) return target;
  const { warning, item, customers, reason, text } = command;
  const { started, dueAt } = orderClock(state, context, {
    kind: 'ORDER_WARNING',
    duty: 'The provider may answer before an order is made',
    subject: warning,
    scope: target.scope,
    hours: context.policy.warningHours,
  });
  const served: CaseEvent = {
    type: 'order-warning-served',
    ...happened(context.actor, context.now),
    ...target,
    warning,
    item,
    customers,
    answerBy: dueAt,
    record: { reason },
    personal: { text },
  };
  return { events: [served, started] };
}

/** What the provider says to the warning. Once: what it says later belongs into an answer to a request, or after the order. */
export function decideWarningAnswer(
  state: CaseState,
  { warning: id, text }: { warning: string; text: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const warning = state.orders.warnings.get(id);
  if (warning === undefined) return refusal('WARNING_UNKNOWN', 'There is no such warning.');
  if (warning.status !== 'served') return refusal('WARNING_OVER', `It was ${warning.status}.`, { state: warning.status });
  if (text.trim() === '') return refusal('REASON_MISSING', 'Say what speaks against the order.');
  const answered: CaseEvent = {
    type: 'order-warning-answered',
    ...happened(context.actor, context.now),
    warning: id,
    personal: { text },
  };
  return { events: [answered, ...meetClocks(state, context, (clock) => clock.id === orderClockId('ORDER_WARNING', id))] };
}
