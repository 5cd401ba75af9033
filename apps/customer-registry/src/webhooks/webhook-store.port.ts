import type { Transaction } from '@tidemark/persistence';
import type { SendResult } from './webhook-sender.js';
import type { WebhookEventName } from './webhooks.port.js';

export type EndpointState = 'ENABLED' | 'DISABLED';

export interface WebhookEndpoint {
  id: string;
  provider: string;
  url: string;
  events: WebhookEventName[];
  state: EndpointState;
  madeBy: string;
  madeAtMs: number;
  /** Failed attempts since the last success. */
  attempts: number;
  failingSinceMs?: number | undefined;
  nextAttemptMs?: number | undefined;
  version: number;
  /** Deliveries that wait. */
  pending: number;
}

export interface SealedSecrets {
  secret: Buffer;
  old?: { secret: Buffer; untilMs: number } | undefined;
}

export interface WebhookMessage {
  id: string;
  provider: string;
  event: WebhookEventName;
  /** JSON, as it is sent. */
  body: string;
  knownAtMs: number;
}

export interface WebhookDelivery {
  id: number;
  message: string;
  event: WebhookEventName;
  state: 'PENDING' | 'DELIVERED' | 'EXPIRED';
  replay: boolean;
  madeAtMs: number;
  attempts: number;
  last?: { atMs: number; outcome: SendResult['outcome']; status?: number; durationMs: number };
}

/** What a provider registered, and what it is to be told. */
export abstract class WebhookStore {
  abstract endpoints(tx: Transaction): Promise<WebhookEndpoint[]>;
  abstract endpoint(tx: Transaction, id: string): Promise<WebhookEndpoint | undefined>;
  abstract secrets(tx: Transaction, id: string): Promise<SealedSecrets | undefined>;
  abstract add(tx: Transaction, endpoint: WebhookEndpoint, secret: Buffer): Promise<void>;
  /** Enabled again, it is tried at once. */
  abstract change(tx: Transaction, id: string, change: { url: string; events: WebhookEventName[]; state: EndpointState }): Promise<void>;
  abstract rotate(tx: Transaction, id: string, secrets: SealedSecrets): Promise<void>;
  abstract remove(tx: Transaction, id: string, nowMs: number): Promise<void>;

  /** Keeps the message, and one delivery for each endpoint of the provider that asked for its event. One whose id is kept already is told already. */
  abstract enqueue(tx: Transaction, message: WebhookMessage): Promise<void>;
  /** Has the endpoint told again what was known in [from, to). Answers how many. */
  abstract replay(tx: Transaction, id: string, range: { fromMs: number; toMs: number }, nowMs: number): Promise<number>;
  /** Newest first. */
  abstract deliveries(tx: Transaction, id: string, page: { limit: number; before?: number | undefined }): Promise<WebhookDelivery[]>;
}

/** A delivery in the hands of one deliverer: nobody else sends to that endpoint until it is settled or the lease ends. */
export interface LeasedDelivery {
  endpoint: WebhookEndpoint;
  delivery: number;
  message: { id: string; body: string };
  /** `whsec_...`: the current one, and the one before while it holds. */
  secrets: string[];
}

/** The deliverer's side of the store: over all providers. */
export abstract class DueDeliveries {
  /** The first waiting delivery of an endpoint that is due and that nobody works on; undefined: there is none. */
  abstract lease(nowMs: number, leaseMs: number): Promise<LeasedDelivery | undefined>;
  abstract settle(leased: LeasedDelivery, result: SendResult, nowMs: number): Promise<void>;
  /** Removes messages older than this with their deliveries; those still waiting are no longer told. */
  abstract expire(olderThanMs: number): Promise<void>;
}
