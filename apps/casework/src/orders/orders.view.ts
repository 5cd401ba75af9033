import type { CaseState, LiftRequest, OrderWarning, SuspensionOrder } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import type { ServedItem } from '../case-log/case-writes.js';
import type { ServedNow } from '../served/served-now.js';

/** A word that is no longer there was erased. */
export const at = (name: string, ms: number | undefined): object => (ms === undefined ? {} : { [name]: isoOf(ms) });
const word = (name: string, text: string | undefined): object => (text === undefined ? {} : { [name]: text });

/** As regulators and auditors read it. */
export const warningView = ({ id, item, provider, scope, customers, status, servedAt, servedBy, answerBy, ...warning }: OrderWarning) => ({
  id,
  item,
  provider,
  scope,
  customers,
  status,
  servedAt: isoOf(servedAt),
  servedBy,
  answerBy: isoOf(answerBy),
  ...at('answeredAt', warning.answeredAt),
  ...word('reason', warning.reason),
  ...word('text', warning.text),
  ...word('answer', warning.answer),
});
export type WarningView = ReturnType<typeof warningView>;

export const orderView = (order: SuspensionOrder) => ({
  id: order.id,
  ...word('item', order.item),
  provider: order.provider,
  scope: order.scope,
  ...(order.customers === undefined ? {} : { customers: order.customers }),
  status: order.status,
  imminent: order.imminent,
  draftedBy: order.drafted.person,
  draftedAt: isoOf(order.drafted.at),
  ...at('from', order.from),
  ...at('issuedAt', order.issuedAt),
  ...word('issuedBy', order.issuedBy),
  acknowledgeWithinHours: order.acknowledgeWithinHours,
  ...at('acknowledgeBy', order.acknowledgeBy),
  ...at('acknowledgedAt', order.acknowledgedAt),
  ...at('escalatedAt', order.escalatedAt),
  ...at('liftedAt', order.liftedAt),
  ...word('reason', order.reason),
  ...word('imminence', order.imminence),
  ...word('text', order.text),
  liftRequests: [...order.lifts.values()].map(liftView),
});
export type OrderView = ReturnType<typeof orderView>;

const liftView = ({ id, status, asked, endedAt, endedBy, reason, text }: LiftRequest) => ({
  id,
  status,
  askedBy: asked.person,
  askedAt: isoOf(asked.at),
  ...at('endedAt', endedAt),
  ...word('endedBy', endedBy),
  ...word('reason', reason),
  ...word('text', text),
});

/** Warnings and orders in force as providers are served them. A draft is nothing to them. */
export const servedOrders = ({ orders: { warnings, orders } }: CaseState): ServedNow[] => [
  ...[...warnings.values()].map(({ id, item, provider, status, servedAt, answerBy }) => ({
    id: item,
    provider,
    kind: 'ORDER_WARNING',
    part: id,
    status,
    servedAtMs: servedAt,
    dueAtMs: answerBy,
  })),
  ...[...orders.values()].flatMap(({ id, item, provider, status, issuedAt, acknowledgeBy }) =>
    item === undefined
      ? []
      : [{ id: item, provider, kind: 'SUSPENSION_ORDER', part: id, status, servedAtMs: issuedAt!, dueAtMs: acknowledgeBy }],
  ),
];

/** What the provider reads of a warning: what was addressed to it, and what it answered. */
export function servedWarningView({ orders: { warnings } }: CaseState, { part }: ServedItem): object {
  const warning = warnings.get(part)!;
  return {
    about: aboutOf(warning),
    ...word('text', warning.text),
    ...at('answeredAt', warning.answeredAt),
    ...word('answer', warning.answer),
  };
}

/** And of an order. The words of a lifting are its own once it is lifted, and not while it is asked. */
export function servedOrderView({ orders: { orders } }: CaseState, { part }: ServedItem): object {
  const order = orders.get(part)!;
  const lifted = [...order.lifts.values()].find(({ status }) => status === 'granted');
  return {
    about: aboutOf(order),
    ...at('from', order.from),
    ...word('text', order.text),
    ...at('acknowledgedAt', order.acknowledgedAt),
    ...at('liftedAt', order.liftedAt),
    ...word('liftText', lifted?.text),
  };
}

/** A party and a group stand over providers: of them a provider is told its own records alone. */
const aboutOf = ({ scope: { kind, id }, customers = [] }: Pick<SuspensionOrder, 'scope' | 'customers'>) =>
  kind === 'party' || kind === 'group' ? { kind: 'customers', customers } : { kind, id };
