import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import type { SendResult } from '../webhooks/webhook-sender.js';
import {
  type EndpointState,
  type SealedSecrets,
  type WebhookDelivery,
  type WebhookEndpoint,
  type WebhookMessage,
  WebhookStore,
} from '../webhooks/webhook-store.port.js';
import type { WebhookEventName } from '../webhooks/webhooks.port.js';

export interface EndpointRow {
  id: string;
  provider: string;
  url: string;
  events: WebhookEventName[];
  state: EndpointState;
  secret: Buffer;
  old_secret: Buffer | null;
  old_secret_until_ms: string | null;
  made_by: string;
  made_at_ms: string;
  attempts: number;
  failing_since_ms: string | null;
  next_attempt_ms: string;
  version: number;
  pending?: number;
}

interface DeliveryRow {
  key: string;
  message: string;
  event: WebhookEventName;
  state: WebhookDelivery['state'];
  replay: boolean;
  made_at_ms: string;
  attempts: number;
  last_attempt_ms: string | null;
  last_outcome: SendResult['outcome'] | null;
  last_status: number | null;
  last_duration_ms: number | null;
}

const ENDPOINTS = `
  select e.*, (select count(*)::int from webhook_delivery d where d.endpoint = e.id and d.state = 'PENDING') as pending
  from webhook_endpoint e where e.deleted_at_ms is null`;

@Injectable()
export class PostgresWebhookStore extends WebhookStore {
  async endpoints(tx: Transaction): Promise<WebhookEndpoint[]> {
    return (await tx.query<EndpointRow>(`${ENDPOINTS} order by e.made_at_ms, e.id`)).map(endpointOf);
  }

  async endpoint(tx: Transaction, id: string): Promise<WebhookEndpoint | undefined> {
    const [row] = await tx.query<EndpointRow>(`${ENDPOINTS} and e.id = $1`, [id]);
    return row === undefined ? undefined : endpointOf(row);
  }

  async secrets(tx: Transaction, id: string): Promise<SealedSecrets | undefined> {
    const [row] = await tx.query<EndpointRow>(
      'select secret, old_secret, old_secret_until_ms from webhook_endpoint where id = $1 and deleted_at_ms is null',
      [id],
    );
    return row === undefined ? undefined : secretsOf(row);
  }

  async add(tx: Transaction, endpoint: WebhookEndpoint, secret: Buffer): Promise<void> {
    await tx.query(
      `insert into webhook_endpoint (id, provider, url, events, state, secret, made_by, made_at_ms)
       values ($1, $2, $3, $4::text[], $5, $6, $7, $8)`,
      [endpoint.id, endpoint.provider, endpoint.url, endpoint.events, endpoint.state, secret, endpoint.madeBy, endpoint.madeAtMs],
    );
  }

  async change(tx: Transaction, id: string, { url, events, state }: { url: string; events: WebhookEventName[]; state: EndpointState }) {
    await tx.query(
      `update webhook_endpoint set url = $2, events = $3::text[], state = $4, attempts = 0, failing_since_ms = null, next_attempt_ms = 0,
         version = version + 1 where id = $1`,
      [id, url, events, state],
    );
  }

  async rotate(tx: Transaction, id: string, { secret, old }: SealedSecrets): Promise<void> {
    await tx.query(
      'update webhook_endpoint set secret = $2, old_secret = $3, old_secret_until_ms = $4, version = version + 1 where id = $1',
      [id, secret, old?.secret ?? null, old?.untilMs ?? null],
    );
  }

  async remove(tx: Transaction, id: string, nowMs: number): Promise<void> {
    await tx.query(`delete from webhook_delivery where endpoint = $1`, [id]);
    await tx.query(`update webhook_endpoint set deleted_at_ms = $2, state = 'DISABLED' where id = $1`, [id, nowMs]);
  }

  async enqueue(tx: Transaction, { id, provider, event, body, knownAtMs }: WebhookMessage): Promise<void> {
    await tx.query(
      `with endpoints as (
         select id from webhook_endpoint where provider = $2 and deleted_at_ms is null and $3 = any (events)
       ), message as (
         insert into webhook_message (id, provider, event, body, known_at_ms) values ($1, $2, $3, $4, $5)
         on conflict (id) do nothing returning id
       )
       insert into webhook_delivery (provider, endpoint, message, state, made_at_ms)
       select $2, endpoints.id, message.id, 'PENDING', $5 from endpoints, message`,
      [id, provider, event, body, knownAtMs],
    );
  }

  async replay(tx: Transaction, id: string, { fromMs, toMs }: { fromMs: number; toMs: number }, nowMs: number): Promise<number> {
    const rows = await tx.query(
      `insert into webhook_delivery (provider, endpoint, message, state, replay, made_at_ms)
       select e.provider, e.id, m.id, 'PENDING', true, $4
       from webhook_endpoint e join webhook_message m on m.provider = e.provider and m.event = any (e.events)
       where e.id = $1 and m.known_at_ms >= $2 and m.known_at_ms < $3
         and not exists (select from webhook_delivery d where d.endpoint = e.id and d.message = m.id and d.state = 'PENDING')
       -- Of one moment in the order in which they were first told.
       order by m.known_at_ms, (select min(d.id) from webhook_delivery d where d.message = m.id), m.id returning id`,
      [id, fromMs, toMs, nowMs],
    );
    return rows.length;
  }

  async deliveries(
    tx: Transaction,
    id: string,
    { limit, before }: { limit: number; before?: number | undefined },
  ): Promise<WebhookDelivery[]> {
    const rows = await tx.query<DeliveryRow>(
      `select d.*, m.event from webhook_delivery d join webhook_message m on m.id = d.message
       where d.endpoint = $1 and ($2::bigint is null or d.id < (select id from webhook_delivery where endpoint = $1 and key = $2)) order by d.id desc limit $3`,
      [id, before ?? null, limit],
    );
    return rows.map(deliveryOf);
  }
}

export function endpointOf(row: EndpointRow): WebhookEndpoint {
  return {
    id: row.id,
    provider: row.provider,
    url: row.url,
    events: row.events,
    state: row.state,
    madeBy: row.made_by,
    madeAtMs: Number(row.made_at_ms),
    attempts: row.attempts,
    failingSinceMs: row.failing_since_ms === null ? undefined : Number(row.failing_since_ms),
    nextAttemptMs: row.attempts === 0 ? undefined : Number(row.next_attempt_ms),
    version: row.version,
    pending: row.pending ?? 0,
  };
}

export function secretsOf({ secret, old_secret: old, old_secret_until_ms: until }: EndpointRow): SealedSecrets {
  return { secret, ...(old === null || until === null ? {} : { old: { secret: old, untilMs: Number(until) } }) };
}

function deliveryOf(row: DeliveryRow): WebhookDelivery {
  return {
    id: Number(row.key),
    message: row.message,
    event: row.event,
    state: row.state,
    replay: row.replay,
    madeAtMs: Number(row.made_at_ms),
    attempts: row.attempts,
    ...(row.last_outcome === null
      ? {}
      : {
          last: {
            atMs: Number(row.last_attempt_ms),
            outcome: row.last_outcome,
            ...(row.last_status === null ? {} : { status: row.last_status }),
            durationMs: row.last_duration_ms!,
          },
        }),
  };
}
