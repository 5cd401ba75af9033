import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, type CaseRefusal, happened, refusal } from '../case-vocabulary.js';
import { cancelClocks, meetClocks } from '../clocks/run-clocks.js';
import { fourEyes, mayPropose, mayPutAside } from '../decisions/four-eyes.js';
import { orderClockId } from './order-clocks.js';
import { isInForce, type LiftRequest, type SuspensionOrder } from './order-state.js';

/** The provider says that it has read the order. */
export function decideAcknowledgement(state: CaseState, { order: id }: { order: string }, context: CaseContext): CaseDecision<CaseEvent> {
  const order = state.orders.orders.get(id);
  if (order === undefined) return refusal('ORDER_UNKNOWN', 'There is no such order in this case.');
  if (order.status !== 'issued') return refusal('ORDER_NOT_IN_STATE', `It is ${order.status}.`, { state: order.status });
  const acknowledged: CaseEvent = { type: 'order-acknowledged', ...happened(context.actor, context.now), order: id };
  return { events: [acknowledged, ...meetClocks(state, context, (clock) => clock.id === orderClockId('ORDER_ACKNOWLEDGE', id))] };
}

export interface AskLift {
  order: string;
  lift: string;
  reason: string;
  /** Addressed to the provider, when it is lifted. */
  text?: string | undefined;
}

export function decideLiftRequest(
  state: CaseState,
  { order: id, lift, reason, text }: AskLift,
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const order = inForce(state, id);
  if ('refused' in order) return order;
  const refused = mayPropose(context);
  if (refused) return refused;
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const asked = [...order.lifts.values()].find(({ status }) => status === 'asked');
  if (asked !== undefined) return refusal('LIFT_ASKED_ALREADY', 'It was asked, and not answered yet.', { lift: asked.id });
  const words = { record: { reason }, ...(text === undefined ? {} : { personal: { text } }) };
  return { events: [{ type: 'order-lift-asked', ...happened(context.actor, context.now), order: id, lift, ...words }] };
}

export interface AnswerLift {
  order: string;
  lift: string;
  reason: string;
}

/** Another person lifts it: use from now on is no breach of it. Whoever has not acknowledged it need not any more. */
export function decideLift(state: CaseState, { order: id, lift, reason }: AnswerLift, context: CaseContext): CaseDecision<CaseEvent> {
  const found = askedLift(state, id, lift);
  if ('refused' in found) return found;
  const refused = fourEyes(found.lift.asked, context);
  if (refused) return refused;
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const { provider, scope } = found.order;
  const lifted: CaseEvent = {
    type: 'order-lifted',
    ...happened(context.actor, context.now),
    order: id,
    lift,
    provider,
    scope,
    record: { reason },
  };
  const ended = cancelClocks(state, context, 'The order was lifted.', (clock) => clock.id === orderClockId('ORDER_ACKNOWLEDGE', id));
  return { events: [lifted, ...ended] };
}

export function decideLiftRefusal(state: CaseState, { order, lift, reason }: AnswerLift, context: CaseContext): CaseDecision<CaseEvent> {
  const found = askedLift(state, order, lift);
  if ('refused' in found) return found;
  const refused = mayPutAside(found.lift.asked, context);
  if (refused) return refused;
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  return { events: [{ type: 'order-lift-refused', ...happened(context.actor, context.now), order, lift, record: { reason } }] };
}

function inForce({ orders }: CaseState, id: string): SuspensionOrder | { refused: CaseRefusal } {
  const order = orders.orders.get(id);
  if (order === undefined) return refusal('ORDER_UNKNOWN', 'There is no such order in this case.');
  return isInForce(order) ? order : refusal('ORDER_NOT_IN_STATE', `It is ${order.status}.`, { state: order.status });
}

function askedLift(state: CaseState, id: string, liftId: string): { order: SuspensionOrder; lift: LiftRequest } | { refused: CaseRefusal } {
  const order = inForce(state, id);
  if ('refused' in order) return order;
  const lift = order.lifts.get(liftId);
  if (lift === undefined) return refusal('LIFT_UNKNOWN', 'Nobody asked that of this order.');
  return lift.status === 'asked' ? { order, lift } : refusal('LIFT_ANSWERED', `It was ${lift.status}.`, { state: lift.status });
}
