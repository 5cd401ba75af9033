import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import type { Instant } from '../case-vocabulary.js';
import type { Step } from '../decisions/four-eyes.js';
import { evolveOrder } from './evolve-order.js';
import { evolveWarning } from './evolve-warning.js';
import type { OrderTarget } from './order-event.js';

/**
 * A warning before an order.
 *
 *   served ──answer, by the provider──▶ answered
 *      ├──its time ends──▶ elapsed
 *      └──the case is closed, and no order followed──▶ withdrawn (answered and elapsed ones too)
 */
export interface OrderWarning extends OrderTarget {
  id: string;
  item: string;
  customers: readonly string[];
  status: 'served' | 'answered' | 'elapsed' | 'withdrawn';
  servedAt: Instant;
  answerBy: Instant;
  servedBy: string;
  answeredAt?: Instant | undefined;
  /** Words may have been erased. */
  reason?: string | undefined;
  text?: string | undefined;
  answer?: string | undefined;
}

/**
 * An order to one provider to stop what somebody runs.
 *
 *   drafted ──approve, by another person──▶ issued ──acknowledge, by the provider──▶ acknowledged
 *      ├──refuse, by another person──▶ refused    └──lift, asked by one and granted by another──┴──▶ lifted
 *      └──withdraw──▶ withdrawn
 *
 * Two people stand behind every order in force, and two behind its end.
 */
export interface SuspensionOrder extends OrderTarget {
  id: string;
  status: 'drafted' | 'withdrawn' | 'refused' | 'issued' | 'acknowledged' | 'lifted';
  /** Who drafted it, as what, when: the step that another person approves. */
  drafted: Step;
  imminent: boolean;
  acknowledgeWithinHours: number;
  /** As asked; once it is issued, as it takes effect. Absent: as soon as it is issued. */
  from?: Instant | undefined;
  /** From its issuing on. */
  item?: string | undefined;
  customers?: readonly string[] | undefined;
  issuedAt?: Instant | undefined;
  issuedBy?: string | undefined;
  acknowledgeBy?: Instant | undefined;
  acknowledgedAt?: Instant | undefined;
  escalatedAt?: Instant | undefined;
  liftedAt?: Instant | undefined;
  lifts: ReadonlyMap<string, LiftRequest>;
  reason?: string | undefined;
  imminence?: string | undefined;
  text?: string | undefined;
}

export interface LiftRequest {
  id: string;
  status: 'asked' | 'refused' | 'granted';
  asked: Step;
  endedAt?: Instant | undefined;
  endedBy?: string | undefined;
  reason?: string | undefined;
  text?: string | undefined;
}

export interface OrdersState {
  warnings: ReadonlyMap<string, OrderWarning>;
  orders: ReadonlyMap<string, SuspensionOrder>;
}

export const NO_ORDERS: OrdersState = { warnings: new Map(), orders: new Map() };

export function evolveOrders(state: OrdersState, event: CaseEvent): OrdersState {
  const warnings = evolveWarning(state.warnings, event);
  const orders = evolveOrder(state.orders, event);
  return warnings === state.warnings && orders === state.orders ? state : { warnings, orders };
}

/** Issued and not lifted, whether or not they have taken effect yet. While there is one, the case cannot be closed. */
export const ordersInForce = ({ orders }: Pick<CaseState, 'orders'>): SuspensionOrder[] => [...orders.orders.values()].filter(isInForce);

export const isInForce = ({ status }: SuspensionOrder): boolean => status === 'issued' || status === 'acknowledged';
