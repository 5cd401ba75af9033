import type { Write } from '../registry/write.js';

/** What a provider can be told by webhook: pseudonymous ids and codes, never a name, an identifier or a reason in words. */
export interface WebhookEvents {
  'revalidation.asked': { customer: string; ask: string; reason: string };
  'match.found': { customer: string; match: string };
  'level.changed': { customer: string; level: string; previousLevel: string; status: string };
  'request.served': ServedData;
  'request.reminded': ServedData;
  'declaration.asked': ServedData;
  'order.warned': ServedData;
  'order.served': ServedData;
  'order.lifted': ServedData;
  'notice.served': ServedData;
  'item.changed': { item: string; status: string; at: string };
}

/** What an authority served: the words stand in `GET /v1/served/{item}`. Times ISO 8601. */
export interface ServedData {
  item: string;
  kind: string;
  dueAt?: string;
  servedAt: string;
}

export type WebhookEventName = keyof WebhookEvents;

/** For rooms that have news for a provider. */
export abstract class Webhooks {
  /**
   * Has every endpoint of the provider that asked for such events told, if and only if this change commits, in the order of changes. It
   * costs the change one insert: nothing is sent inside it. `id`, a UUID, is the message's where the same news can come twice: it is told once.
   */
  abstract notify<Name extends WebhookEventName>(
    write: Pick<Write, 'tx' | 'nowMs'>,
    provider: string,
    event: Name,
    data: WebhookEvents[Name],
    id?: string,
  ): Promise<void>;
}
