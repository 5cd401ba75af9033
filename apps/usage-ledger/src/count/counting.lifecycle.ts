import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { assertSameLog, EventLog, POSTED_PARTITIONS, TOPICS } from '@tidemark/messaging';
import { AppOutbox } from '@tidemark/observability';
import type { AppDatabase } from '@tidemark/persistence';
import { CountingEngine } from './counting-engine.js';

/** What must hold before the first batch is counted, and what carries the postings out of the outbox until after the last. */
@Injectable()
export class CountingLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly outbox: AppOutbox;

  constructor(
    private readonly engine: CountingEngine,
    private readonly eventLog: EventLog,
    @Inject(TIDEMARK_CONFIG) private readonly config: TidemarkConfig,
    database: AppDatabase,
  ) {
    this.outbox = new AppOutbox({ database, eventLog, carries: 'postings' });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.eventLog.ensureTopics([
      { name: TOPICS.reports, partitions: this.config.reportPartitions },
      { name: TOPICS.facility, partitions: 1 },
      { name: TOPICS.posted, partitions: POSTED_PARTITIONS },
    ]);
    const startAt = (topic: string, partition: number) => this.engine.startAt(topic, partition);
    await assertSameLog('ledger', this.eventLog, [TOPICS.facility, TOPICS.reports], startAt);
    await this.engine.begin();
    this.outbox.start();
  }

  /** The batches in hand are finished by now; what they posted is carried, or waits safely in the outbox for the next start. */
  async onApplicationShutdown(): Promise<void> {
    await this.outbox.onApplicationShutdown();
  }
}
