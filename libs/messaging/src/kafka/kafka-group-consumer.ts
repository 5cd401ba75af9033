import { Logger } from '@nestjs/common';
import type { Kafka } from 'kafkajs';
import { backOffMs, pause } from '../back-off.js';
import type { BatchHandler, SubscribeOptions, Subscription } from '../event-log.js';
import { isMendable, toEventLogError } from './kafka-errors.js';
import { HandlerGaveUp, KafkaGroupSession, type SessionSettings } from './kafka-group-session.js';

const LOOK_AROUND_MS = 3_000;
/** A session that lasted this long ends a row of failures. */
const SOUND_MS = 10_000;

/** A member of a Kafka consumer group: one session after the other, until it is closed or nothing can mend it. */
export class KafkaGroupConsumer implements Subscription {
  private readonly logger = new Logger('EventLog');
  private readonly ending = new AbortController();
  private readonly firstJoin = Promise.withResolvers<void>();
  private readonly failure = Promise.withResolvers<never>();
  private session: KafkaGroupSession | undefined;
  private running: Promise<void> | undefined;
  readonly failed: Promise<never> = this.failure.promise;

  constructor(
    private readonly client: () => Kafka,
    private readonly topicNames: () => Promise<string[]>,
    private readonly options: SubscribeOptions,
    private readonly handler: BatchHandler,
    private readonly settings: SessionSettings,
  ) {
    // Whoever does not look at `failed` is not brought down by an unhandled rejection; liveness shows it all the same.
    this.failed.catch(() => undefined);
  }

  /** Resolves once it is a member of the group for the first time. Rejects only for what no retry mends. */
  async start(): Promise<void> {
    this.running = this.run();
    await Promise.race([this.firstJoin.promise, this.failed]);
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  status() {
    return this.session?.status() ?? [];
  }

  private async run(): Promise<void> {
    for (let attempt = 0; !this.ending.signal.aborted; attempt++) {
      const begunAt = Date.now();
      try {
        await this.runSession();
        attempt = -1;
      } catch (error) {
        if (error instanceof HandlerGaveUp) return this.giveUp(error.cause);
        if (!isMendable(error)) return this.giveUp(toEventLogError(error, `consume as ${this.options.group}`));
        if (Date.now() - begunAt > SOUND_MS) attempt = 0;
        const waitMs = backOffMs(attempt);
        this.logger.warn({ group: this.options.group, attempt, waitMs, reason: String(error) }, 'out of the consumer group, joining again');
        await pause(waitMs, this.ending.signal);
      }
    }
  }

  /** Resolves when the session is to be replaced or this is closed; rejects when it failed. */
  private async runSession(): Promise<void> {
    const topics = await this.wantedTopics();
    if (topics.length === 0) {
      this.firstJoin.resolve();
      return pause(LOOK_AROUND_MS, this.ending.signal);
    }
    const session = new KafkaGroupSession(this.client(), topics, this.options, this.handler, this.settings);
    this.session = session;
    try {
      await session.join();
      this.firstJoin.resolve();
      await Promise.race([session.over, this.untilOutdated(session)]);
    } finally {
      await session.close();
    }
  }

  private async wantedTopics(): Promise<string[]> {
    const { topics } = this.options;
    return topics instanceof RegExp ? (await this.topicNames()).filter((name) => topics.test(name)).sort() : topics;
  }

  /** Resolves when topics came that the session does not know, or this is closed. */
  private async untilOutdated(session: KafkaGroupSession): Promise<void> {
    for (;;) {
      await pause(LOOK_AROUND_MS, this.ending.signal);
      if (this.ending.signal.aborted || this.session !== session) return;
      try {
        const topics = await this.wantedTopics();
        if (topics.some((topic) => !session.topics.includes(topic))) return;
        await session.refreshEnds();
      } catch (error) {
        this.logger.debug({ group: this.options.group, reason: String(error) }, 'could not look around');
      }
    }
  }

  private giveUp(error: unknown): void {
    this.logger.error({ group: this.options.group, err: error }, 'consumer gives up');
    this.failure.reject(error);
  }
}
