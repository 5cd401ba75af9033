import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { MESSAGES_KEPT_MS } from './retry-schedule.js';
import { sendWebhook } from './webhook-sender.js';
import { DueDeliveries } from './webhook-store.port.js';

/** Endpoints that are told at the same time: a slow one holds up itself and one of these. */
const DELIVERERS = 8;
const LOOK_EVERY_MS = 500;
const PAUSE_AFTER_ERROR_MS = 2000;
/** Longer than an attempt can take: then whoever held it is gone, and another sends. */
const LEASE_MS = 60_000;
const EXPIRE_EVERY_MS = 3_600_000;

/** Tells providers what they asked to be told, for as long as the app runs. An attempt that is cut off by the end of the process is made again: receivers know repeats by the message's id. */
@Injectable()
export class WebhookDeliverer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(WebhookDeliverer.name);
  private readonly stopping = new AbortController();
  private running: Promise<unknown> | undefined;
  private expiredAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly due: DueDeliveries,
    private readonly clock: Clock,
    @Inject(TIDEMARK_CONFIG) private readonly config: Pick<TidemarkConfig, 'webhookAllowPrivate'>,
  ) {}

  onApplicationBootstrap(): void {
    this.running = Promise.all(Array.from({ length: DELIVERERS }, () => this.keepDelivering()));
  }

  /** Finishes the attempts in hand: seconds at the most. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async keepDelivering(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const pause = await this.deliverOne().then(
        (delivered) => (delivered ? 0 : LOOK_EVERY_MS),
        (error: unknown) => {
          this.logger.error(error, 'webhooks wait');
          return PAUSE_AFTER_ERROR_MS;
        },
      );
      if (pause > 0) await sleep(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private async deliverOne(): Promise<boolean> {
    await this.expire();
    const leased = await this.due.lease(this.clock.now(), LEASE_MS);
    if (!leased) return false;
    const { endpoint, message, secrets } = leased;
    // What is signed is the time of day: receivers compare it with theirs, and a test's clock would not do.
    const post = { url: endpoint.url, messageId: message.id, body: message.body, sentAtMs: Date.now(), secrets };
    const result = await sendWebhook(post, { allowPrivate: this.config.webhookAllowPrivate });
    await this.due.settle(leased, result, this.clock.now());
    return true;
  }

  private async expire(): Promise<void> {
    const nowMs = this.clock.now();
    if (nowMs - this.expiredAtMs < EXPIRE_EVERY_MS) return;
    this.expiredAtMs = nowMs;
    await this.due.expire(nowMs - MESSAGES_KEPT_MS);
  }
}
