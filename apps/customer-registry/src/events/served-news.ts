import type { casework } from '@tidemark/contracts';
import { isoOf } from '@tidemark/edge';
import type { WebhookEventName, WebhookEvents } from '../webhooks/webhooks.port.js';

/** What a provider is told by webhook of a fact about something that was served on it. */
export type ServedNews = { [Name in WebhookEventName]: { provider: string; event: Name; data: WebhookEvents[Name] } }[WebhookEventName];

const EVENT_OF_KIND = {
  INFORMATION_REQUEST: 'request.served',
  DECLARATION_REQUEST: 'declaration.asked',
  ORDER_WARNING: 'order.warned',
  SUSPENSION_ORDER: 'order.served',
  ORDER_LIFTED: 'order.lifted',
  NOTICE: 'notice.served',
  REMINDER: 'request.reminded',
} as const satisfies Record<string, WebhookEventName>;

export type ToldKind = keyof typeof EVENT_OF_KIND;

/** Undefined: the fact is not for a provider. Throws on a kind that nobody has named yet: it waits among the dead letters, and is not passed over. */
export function newsOf({ fact, knownAtMs }: casework.CaseFact): ServedNews | undefined {
  const at = isoOf(Number(knownAtMs));
  if (fact.case === 'settled') {
    const { provider, item, status } = fact.value;
    return { provider, event: 'item.changed', data: { item, status, at } };
  }
  if (fact.case !== 'served') return undefined;
  const { provider, item, kind, dueAtMs } = fact.value;
  if (!isTold(kind)) throw new Error(`something was served of the kind ${kind}, which has no webhook`);
  const due = dueAtMs === undefined ? {} : { dueAt: isoOf(Number(dueAtMs)) };
  return { provider, event: EVENT_OF_KIND[kind], data: { item, kind, ...due, servedAt: at } };
}

const isTold = (kind: string): kind is ToldKind => kind in EVENT_OF_KIND;
