import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventLog, TOPICS } from '@tidemark/messaging';
import { type AppDatabase, OutboxRelay } from '@tidemark/persistence';

/** Carries this app's facts to `customer.v1`, in one partition, kept for ever: whoever follows it has the whole truth in its order. */
@Injectable()
export class RegistryOutbox implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RegistryOutbox.name);
  private readonly relay: OutboxRelay;

  constructor(
    database: AppDatabase,
    private readonly eventLog: EventLog,
  ) {
    this.relay = new OutboxRelay({
      url: database.url,
      app: database.app,
      target: eventLog,
      onError: (error) => this.logger.error(error, 'facts wait in the outbox'),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.eventLog.ensureTopics([{ name: TOPICS.customer, partitions: 1 }]);
    this.relay.start();
  }

  /** After the last change: what it recorded is still carried, or waits safely in the outbox for the next start. */
  async onApplicationShutdown(): Promise<void> {
    await this.relay.stop();
  }
}
