import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, type CaseRefusal, happened, type Instant, refusal } from '../case-vocabulary.js';
import { fourEyes, mayPropose, mayPutAside } from '../decisions/four-eyes.js';
import { orderClock } from './order-clocks.js';
import type { OrderTarget } from './order-event.js';
import type { SuspensionOrder } from './order-state.js';
import { orderTarget, standingOrder, warningsOf } from './order-target.js';

export interface DraftOrder extends OrderTarget {
  order: string;
  /** Absent: as soon as it is issued. */
  from?: Instant | undefined;
  acknowledgeWithinHours?: number | undefined;
  reason: string;
  /** Addressed to the provider. */
  text: string;
  /** Why nobody can wait for a warning. Absent: there was one. */
  imminence?: string | undefined;
}

/** A clock of whoever drafts may be behind ours by so much. */
const EARLIER_MS_MAX = 60_000;

export function decideDraft(state: CaseState, command: DraftOrder, context: CaseContext): CaseDecision<CaseEvent> {
  const { order, from, reason, text, imminence, acknowledgeWithinHours = context.policy.orderAcknowledgeHours } = command;
  if (reason.trim() === '' || text.trim() === '') return refusal('REASON_MISSING', 'Say why, and what the provider is told.');
  if (imminence?.trim() === '') return refusal('REASON_MISSING', 'Say why nobody can wait for a warning.');
  const target = orderTarget(command);
  if ('refused' in target) return target;
  const refused = mayPropose(context) ?? mayBeDrafted(state, target, command, context);
  if (refused) return refused;
  const imminent = imminence !== undefined;
  const drafted: CaseEvent = {
    type: 'order-drafted',
    ...happened(context.actor, context.now),
    ...target,
    order,
    ...(from === undefined ? {} : { from }),
    acknowledgeWithinHours,
    imminent,
    record: { reason, ...(imminent ? { imminence } : {}) },
    personal: { text },
  };
  return { events: [drafted] };
}

function mayBeDrafted(
  { orders }: CaseState,
  target: OrderTarget,
  { from, imminence }: DraftOrder,
  { now }: CaseContext,
): { refused: CaseRefusal } | undefined {
  if (from !== undefined && from < now - EARLIER_MS_MAX) return refusal('ORDER_FROM_PAST', 'An order never acts on what has been.');
  const standing = standingOrder(orders, target);
  if (standing !== undefined) return refusal('ORDER_STANDS_ALREADY', `There is one that is ${standing.status}.`, { order: standing.id });
  return warningsOf(orders, target).length > 0 || imminence !== undefined
    ? undefined
    : refusal('ORDER_UNWARNED', 'The provider was not warned of it.');
}

export interface ApproveOrder {
  order: string;
  /** Random: what the provider knows it by. */
  item: string;
  /** Records of that provider inside the scope. */
  customers: readonly string[];
  reason: string;
}

/** Another person issues it: from now on the provider has to follow it, at the earliest from now. */
export function decideIssue(
  state: CaseState,
  { order: id, item, customers, reason }: ApproveOrder,
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const order = draftOf(state, id);
  if ('refused' in order) return order;
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const refused = fourEyes(order.drafted, context) ?? stillWarned(state, order, context);
  if (refused) return refused;
  const { now, actor } = context;
  const { provider, scope, acknowledgeWithinHours: hours, from = now } = order;
  const { started, dueAt: acknowledgeBy } = orderClock(state, context, {
    kind: 'ORDER_ACKNOWLEDGE',
    duty: 'The provider acknowledges the order',
    subject: id,
    scope,
    hours,
  });
  const about = { order: id, item, customers, provider, scope, from: Math.max(from, now), acknowledgeBy };
  return { events: [{ type: 'order-issued', ...happened(actor, now), ...about, record: { reason } }, started] };
}

/** Its time has ended, whether or not a clock has said so yet; or it was answered. */
function stillWarned({ orders }: CaseState, order: SuspensionOrder, { now }: CaseContext): { refused: CaseRefusal } | undefined {
  if (order.imminent) return undefined;
  const warnings = warningsOf(orders, order);
  if (warnings.some(({ status, answerBy }) => status !== 'served' || answerBy <= now)) return undefined;
  const answerBy = Math.min(...warnings.map((warning) => warning.answerBy));
  return refusal('WARNING_RUNNING', 'The provider may still answer the warning.', { answerBy: new Date(answerBy).toISOString() });
}

export function decideOrderRefusal(
  state: CaseState,
  command: { order: string; reason: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const order = draftOf(state, command.order);
  if ('refused' in order) return order;
  return mayPutAside(order.drafted, context) ?? endedDraft('order-refused', command, context);
}

export function decideOrderWithdrawal(
  state: CaseState,
  command: { order: string; reason: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const order = draftOf(state, command.order);
  if ('refused' in order) return order;
  return mayPropose(context) ?? endedDraft('order-withdrawn', command, context);
}

function endedDraft(
  type: 'order-refused' | 'order-withdrawn',
  { order, reason }: { order: string; reason: string },
  { actor, now }: CaseContext,
): CaseDecision<CaseEvent> {
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  return { events: [{ type, ...happened(actor, now), order, record: { reason } }] };
}

function draftOf({ orders }: CaseState, id: string): SuspensionOrder | { refused: CaseRefusal } {
  const order = orders.orders.get(id);
  if (order === undefined) return refusal('ORDER_UNKNOWN', 'There is no such order in this case.');
  return order.status === 'drafted' ? order : refusal('ORDER_NOT_IN_STATE', `It is ${order.status}.`, { state: order.status });
}
