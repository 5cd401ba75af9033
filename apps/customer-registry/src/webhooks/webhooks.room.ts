import { PostgresDueDeliveries } from '../postgres/due-deliveries.postgres.js';
import { PostgresWebhookStore } from '../postgres/webhook-store.postgres.js';
import type { Room } from '../registry/room.js';
import { StoredWebhooks } from './stored-webhooks.js';
import { WebhookHandler } from './webhook.handler.js';
import { WebhookDeliverer } from './webhook-deliverer.js';
import { DueDeliveries, WebhookStore } from './webhook-store.port.js';
import { WebhooksController } from './webhooks.controller.js';
import { Webhooks } from './webhooks.port.js';

export const WEBHOOKS_ROOM: Room = {
  controllers: [WebhooksController],
  providers: [
    { provide: WebhookStore, useClass: PostgresWebhookStore },
    { provide: DueDeliveries, useClass: PostgresDueDeliveries },
    { provide: Webhooks, useClass: StoredWebhooks },
    WebhookHandler,
    WebhookDeliverer,
  ],
};
