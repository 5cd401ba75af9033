import { type CaseRefusal, type CaseScope, isSameScope, refusal } from '../case-vocabulary.js';
import type { OrderTarget } from './order-event.js';
import type { OrdersState, OrderWarning, SuspensionOrder } from './order-state.js';

/** Of one provider; a party and a group stand over providers, and the order reaches what of them is at this one. */
const OF_A_PROVIDER: ReadonlySet<CaseScope['kind']> = new Set(['account', 'customer', 'cluster']);

/** The scope as an order at that provider names it, or why no order can be made about it. */
export function orderTarget({ provider, scope }: OrderTarget): OrderTarget | { refused: CaseRefusal } {
  if (provider === '') return refusal('ORDER_SCOPE_INVALID', 'An order is made to one provider: name it.');
  const { kind, id, controlRule = 'control' } = scope;
  if (!OF_A_PROVIDER.has(kind)) return { provider, scope: kind === 'group' ? { kind, id, controlRule } : { kind, id } };
  if (scope.provider !== undefined && scope.provider !== provider)
    return refusal(
      'ORDER_SCOPE_INVALID',
      `The ${kind} is of ${scope.provider}, the order would go to ${provider}: make it an order of its own.`,
    );
  return { provider, scope: { kind, provider, id } };
}

export const isSameTarget = (one: OrderTarget, other: OrderTarget): boolean =>
  one.provider === other.provider && isSameScope(one.scope, other.scope);

/** An order about the same that is drafted or in force: a second would say nothing more, and lifting one would lift neither. */
export const standingOrder = ({ orders }: OrdersState, target: OrderTarget, except?: string): SuspensionOrder | undefined =>
  [...orders.values()].find(
    (order) => order.id !== except && ['drafted', 'issued', 'acknowledged'].includes(order.status) && isSameTarget(order, target),
  );

/** An order was issued after it: with that it has done its work, and what speaks against the next order is answered to a warning of its own. */
export const isFollowed = ({ orders }: OrdersState, warning: OrderWarning): boolean =>
  [...orders.values()].some((order) => order.issuedAt !== undefined && order.issuedAt >= warning.servedAt && isSameTarget(order, warning));

/** On which an order about the target can rest. */
export const warningsOf = (orders: OrdersState, target: OrderTarget): OrderWarning[] =>
  [...orders.warnings.values()].filter(
    (warning) => warning.status !== 'withdrawn' && isSameTarget(warning, target) && !isFollowed(orders, warning),
  );
