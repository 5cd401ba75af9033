import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { EventLog, TopicSpec } from '@tidemark/messaging';
import { type AppDatabase, OutboxRelay } from '@tidemark/persistence';

export interface OutboxParts {
  readonly database: AppDatabase;
  readonly eventLog: EventLog;
  /** What the app publishes on, made when it is missing. Absent: somebody else makes them. */
  readonly topics?: readonly TopicSpec[];
  /** For the log while the event log cannot be reached: "facts". */
  readonly carries: string;
}

/**
 * Carries what an app recorded out of its outbox, for as long as the app runs. A facts topic has one partition and is kept for ever: whoever
 * follows it has the whole truth in its order.
 */
export class AppOutbox implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AppOutbox.name);
  private readonly relay: OutboxRelay;

  constructor(private readonly parts: OutboxParts) {
    const { database, eventLog, carries } = parts;
    this.relay = new OutboxRelay({
      url: database.url,
      app: database.app,
      target: eventLog,
      onError: (error) => this.logger.error(error, `${carries} wait in the outbox`),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    const { eventLog, topics = [] } = this.parts;
    if (topics.length > 0) await eventLog.ensureTopics([...topics]);
    this.start();
  }

  /** For an app that has to be ready for something else first. */
  start(): void {
    this.relay.start();
  }

  /** After the last change: what it recorded is still carried, or waits safely in the outbox for the next start. */
  async onApplicationShutdown(): Promise<void> {
    await this.relay.stop();
  }
}
