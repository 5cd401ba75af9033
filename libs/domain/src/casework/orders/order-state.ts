import type { CaseEvent } from '../case-event.js';

export type OrdersState = Readonly<Record<string, never>>;

export const NO_ORDERS: OrdersState = {};

export function evolveOrders(state: OrdersState, _event: CaseEvent): OrdersState {
  return state;
}
