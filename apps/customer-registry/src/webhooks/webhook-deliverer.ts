import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { MESSAGES_KEPT_MS } from './retry-schedule.js';
import { sendWebhook } from './webhook-sender.js';
import { DueDeliveries, type LeasedDelivery } from './webhook-store.port.js';

/** Endpoints that are told at the same time: a slow one holds up itself and one of these. */
const DELIVERIES_AT_ONCE = 8;
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
  private running: Promise<void> | undefined;
  private expiredAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly due: DueDeliveries,
    private readonly clock: Clock,
    @Inject(TIDEMARK_CONFIG) private readonly config: Pick<TidemarkConfig, 'webhookAllowPrivate'>,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.keepDelivering();
  }

  /** Finishes the attempts in hand: seconds at the most. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** One looks for all: an idle registry asks the database twice a second, however many could be told at once. */
  private async keepDelivering(): Promise<void> {
    const inHand = new Set<Promise<unknown>>();
    while (!this.stopping.signal.aborted) {
      const leased = inHand.size < DELIVERIES_AT_ONCE ? await this.next() : undefined;
      if (leased) {
        const delivery: Promise<unknown> = this.deliver(leased).finally(() => inHand.delete(delivery));
        inHand.add(delivery);
      } else {
        // What ends frees its endpoint for the next message, which must not wait for the clock.
        await Promise.race([this.pause(LOOK_EVERY_MS), ...inHand]);
      }
    }
    await Promise.all(inHand);
  }

  /** Undefined too when the database is away: then it is looked again after a while. */
  private async next(): Promise<LeasedDelivery | undefined> {
    try {
      await this.expire();
      return await this.due.lease(this.clock.now(), LEASE_MS);
    } catch (error) {
      this.logger.error(error, 'webhooks wait');
      await this.pause(PAUSE_AFTER_ERROR_MS);
      return undefined;
    }
  }

  /** Never rejects: what could not be settled is leased again when its lease ends, and told again. */
  private async deliver(leased: LeasedDelivery): Promise<void> {
    const { endpoint, message, secrets } = leased;
    // What is signed is the time of day: receivers compare it with theirs, and a test's clock would not do.
    const post = { url: endpoint.url, messageId: message.id, body: message.body, sentAtMs: Date.now(), secrets };
    const result = await sendWebhook(post, { allowPrivate: this.config.webhookAllowPrivate });
    await this.due
      .settle(leased, result, this.clock.now())
      .catch((error: unknown) => this.logger.error(error, 'a webhook was sent and could not be settled'));
  }

  private pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  private async expire(): Promise<void> {
    const nowMs = this.clock.now();
    if (nowMs - this.expiredAtMs < EXPIRE_EVERY_MS) return;
    this.expiredAtMs = nowMs;
    await this.due.expire(nowMs - MESSAGES_KEPT_MS);
  }
}
