import type { CaseEvent } from '../case-event.js';
import type { Step } from '../decisions/four-eyes.js';
import type { LiftRequest, OrdersState, SuspensionOrder } from './order-state.js';

type Orders = OrdersState['orders'];

export function evolveOrder(orders: Orders, event: CaseEvent): Orders {
  switch (event.type) {
    case 'order-drafted': {
      const { order: id, provider, scope, from, acknowledgeWithinHours, imminent, record, personal } = event;
      const words = { reason: record?.reason, imminence: record?.imminence, text: personal?.text };
      const about = { id, provider, scope, from, acknowledgeWithinHours, imminent, lifts: new Map(), ...words };
      return new Map(orders).set(id, { ...about, status: 'drafted', drafted: stepBehind(event) });
    }
    case 'order-withdrawn':
      return changed(orders, event.order, () => ({ status: 'withdrawn' }));
    case 'order-refused':
      return changed(orders, event.order, () => ({ status: 'refused' }));
    case 'order-issued': {
      const { item, customers, from, acknowledgeBy, at: issuedAt, by: issuedBy } = event;
      return changed(orders, event.order, () => ({ status: 'issued', item, customers, from, acknowledgeBy, issuedAt, issuedBy }));
    }
    case 'order-acknowledged':
      return changed(orders, event.order, () => ({ status: 'acknowledged', acknowledgedAt: event.at }));
    case 'order-escalated':
      return changed(orders, event.order, () => ({ escalatedAt: event.at }));
    default:
      return evolveLift(orders, event);
  }
}

function evolveLift(orders: Orders, event: CaseEvent): Orders {
  switch (event.type) {
    case 'order-lift-asked': {
      const { lift: id, record, personal } = event;
      return withLift(orders, event.order, { id, status: 'asked', asked: stepBehind(event), reason: record?.reason, text: personal?.text });
    }
    case 'order-lift-refused':
      return changed(orders, event.order, (order) => ended(order, event.lift, 'refused', event));
    case 'order-lifted':
      return changed(orders, event.order, (order) => ({
        ...ended(order, event.lift, 'granted', event),
        status: 'lifted',
        liftedAt: event.at,
      }));
    default:
      return orders;
  }
}

const stepBehind = ({ by, role, authority, at }: CaseEvent): Step => ({ person: by, role, authority, at });

const withLift = (orders: Orders, id: string, lift: LiftRequest): Orders =>
  changed(orders, id, ({ lifts }) => ({ lifts: new Map(lifts).set(lift.id, lift) }));

function ended({ lifts }: SuspensionOrder, id: string, status: LiftRequest['status'], { at, by }: CaseEvent): Partial<SuspensionOrder> {
  const lift = lifts.get(id);
  return lift === undefined ? {} : { lifts: new Map(lifts).set(id, { ...lift, status, endedAt: at, endedBy: by }) };
}

function changed(orders: Orders, id: string, change: (order: SuspensionOrder) => Partial<SuspensionOrder>): Orders {
  const order = orders.get(id);
  return order === undefined ? orders : new Map(orders).set(id, { ...order, ...change(order) });
}
