import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { type Refused, refuse } from '@tidemark/edge';
import { SealingKeys } from '@tidemark/sealing';
import type { Write } from '../registry/write.js';
import { MESSAGES_KEPT_MS } from './retry-schedule.js';
import { newSecret, ownerOfWebhook, sealSecret } from './webhook-secrets.js';
import { type EndpointState, type WebhookEndpoint, WebhookStore } from './webhook-store.port.js';
import { webhookUrlProblem } from './webhook-url.js';
import type { WebhookEventName } from './webhooks.port.js';
import type { WebhookRefusalCode } from './webhooks.refusals.js';

const ENDPOINTS_MAX = 20;

type Answer<Value extends object> = Promise<Value | Refused<WebhookRefusalCode>>;

/** Registers, changes and removes endpoints. Secrets never stand in an answer that is kept: the controller opens them for the caller. */
@Injectable()
export class WebhookHandler {
  constructor(
    private readonly store: WebhookStore,
    private readonly keys: SealingKeys,
    @Inject(TIDEMARK_CONFIG) private readonly config: Pick<TidemarkConfig, 'webhookAllowPrivate'>,
  ) {}

  async register(
    write: Write,
    { provider, url, events }: { provider: string; url: string; events: WebhookEventName[] },
  ): Answer<WebhookEndpoint> {
    const refused = this.refusedUrl(url);
    if (refused) return refused;
    if ((await this.store.endpoints(write.tx)).length >= ENDPOINTS_MAX)
      return refuse('WEBHOOKS_TOO_MANY', `There are ${ENDPOINTS_MAX} already.`);
    const id = randomUUID();
    const endpoint: WebhookEndpoint = {
      id,
      provider,
      url,
      events: [...new Set(events)].sort(),
      state: 'ENABLED',
      madeBy: write.by,
      madeAtMs: write.nowMs,
      attempts: 0,
      version: 1,
      pending: 0,
    };
    const key = await this.keys.make(write.tx, { owner: ownerOfWebhook(id), provider, nowMs: write.nowMs });
    await this.store.add(write.tx, endpoint, sealSecret(key, newSecret()));
    return endpoint;
  }

  async change(
    write: Write,
    id: string,
    change: { url?: string | undefined; events?: WebhookEventName[] | undefined; state?: EndpointState | undefined },
  ): Answer<WebhookEndpoint> {
    const standing = await this.store.endpoint(write.tx, id);
    if (!standing) return unknown();
    const next = {
      url: change.url ?? standing.url,
      events: change.events ? [...new Set(change.events)].sort() : standing.events,
      state: change.state ?? standing.state,
    };
    const refused = this.refusedUrl(next.url);
    if (refused) return refused;
    await this.store.change(write.tx, id, next);
    return (await this.store.endpoint(write.tx, id))!;
  }

  async rotate(write: Write, id: string, overlapMs: number): Answer<{ id: string; oldSecretUntilMs: number }> {
    const secrets = await this.store.secrets(write.tx, id);
    const key = await this.keys.find(write.tx, ownerOfWebhook(id));
    if (!secrets || !key) return unknown();
    const untilMs = write.nowMs + overlapMs;
    await this.store.rotate(write.tx, id, { secret: sealSecret(key, newSecret()), old: { secret: secrets.secret, untilMs } });
    return { id, oldSecretUntilMs: untilMs };
  }

  async remove(write: Write, id: string): Answer<{ removed: boolean }> {
    if (!(await this.store.endpoint(write.tx, id))) return unknown();
    await this.store.remove(write.tx, id, write.nowMs);
    await this.keys.destroy(write.tx, ownerOfWebhook(id), write.nowMs);
    return { removed: true };
  }

  async replay(write: Write, id: string, { fromMs, toMs }: { fromMs: number; toMs?: number | undefined }): Answer<{ deliveries: number }> {
    if (!(await this.store.endpoint(write.tx, id))) return unknown();
    if (fromMs < write.nowMs - MESSAGES_KEPT_MS) return refuse('REPLAY_TOO_OLD', 'It lies more than 30 days back.', { field: 'from' });
    const range = { fromMs, toMs: toMs ?? write.nowMs + 1 };
    return { deliveries: await this.store.replay(write.tx, id, range, write.nowMs) };
  }

  private refusedUrl(url: string): Refused<WebhookRefusalCode> | undefined {
    const problem = webhookUrlProblem(url, { allowPrivate: this.config.webhookAllowPrivate });
    return problem === undefined ? undefined : refuse('WEBHOOK_URL_REFUSED', problem, { field: 'url' });
  }
}

const unknown = () => refuse('WEBHOOK_UNKNOWN', 'There is no such webhook.');
