import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isoOf } from '@tidemark/edge';
import type { Write } from '../registry/write.js';
import { WebhookStore } from './webhook-store.port.js';
import { type WebhookEventName, type WebhookEvents, Webhooks } from './webhooks.port.js';

@Injectable()
export class StoredWebhooks extends Webhooks {
  constructor(private readonly store: WebhookStore) {
    super();
  }

  /** The body is the Standard Webhooks' `{type, timestamp, data}`. */
  async notify<Name extends WebhookEventName>(
    write: Pick<Write, 'tx' | 'nowMs'>,
    provider: string,
    event: Name,
    data: WebhookEvents[Name],
    id: string = randomUUID(),
  ): Promise<void> {
    const body = JSON.stringify({ type: event, timestamp: isoOf(write.nowMs), data });
    await this.store.enqueue(write.tx, { id, provider, event, body, knownAtMs: write.nowMs });
  }
}
