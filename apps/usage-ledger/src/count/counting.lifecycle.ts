import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { EventLog, type Subscription, TOPICS } from '@tidemark/messaging';
import { HealthChecks } from '@tidemark/observability';
import { type AppDatabase, OutboxRelay } from '@tidemark/persistence';
import { POSTED_PARTITIONS } from '../postgres/commit-parameters.js';
import { CountingEngine } from './counting-engine.js';
import { assertSameLog } from './log-continuity.js';

const GROUP = 'usage-ledger';
/** Reports that one transaction takes at the most: some 100 ms of work when there is a backlog. */
const REPORTS_MAX = 400;
const BYTES_MAX = 16 * 1_048_576;
/** A partition with work that has not moved for this long needs a new process. */
const STUCK_MS = 300_000;

/** Consumes facts and reports from start to stop, and carries what was posted out of the outbox. */
@Injectable()
export class CountingLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(CountingLifecycle.name);
  private readonly relay: OutboxRelay;
  private subscriptions: Subscription[] = [];
  private lost: Error | undefined;

  constructor(
    private readonly engine: CountingEngine,
    private readonly eventLog: EventLog,
    @Inject(TIDEMARK_CONFIG) private readonly config: TidemarkConfig,
    private readonly clock: Clock,
    { database, health }: { database: AppDatabase; health: HealthChecks },
  ) {
    this.relay = new OutboxRelay({
      url: database.url,
      app: database.app,
      target: eventLog,
      onError: (error) => this.logger.error(error, 'postings wait in the outbox'),
    });
    health.registerLiveness('usage-ledger counting', async () => this.checkProgress());
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.eventLog.ensureTopics([
      { name: TOPICS.reports, partitions: this.config.reportPartitions },
      { name: TOPICS.facility, partitions: 1 },
      { name: TOPICS.posted, partitions: POSTED_PARTITIONS },
    ]);
    const startAt = (topic: string, partition: number) => this.engine.startAt(topic, partition);
    await assertSameLog(this.eventLog, [TOPICS.facility, TOPICS.reports], startAt);
    this.relay.start();
    const facts = { group: `${GROUP}.facts`, topics: [TOPICS.facility], startAt };
    const reports = { group: GROUP, topics: [TOPICS.reports], startAt, maxMessages: REPORTS_MAX, maxBytes: BYTES_MAX };
    this.subscriptions = [
      await this.eventLog.subscribe(facts, (batch, context) => this.engine.takeFacts(batch, context)),
      await this.eventLog.subscribe(reports, (batch, context) => this.engine.countReports(batch, context)),
    ];
    for (const { failed } of this.subscriptions) {
      failed.catch((error: Error) => {
        this.lost = error;
        this.logger.error(error, 'counting stopped');
      });
    }
  }

  /** Finishes the batches in hand; what they posted is carried, or waits safely in the outbox for the next start. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.subscriptions.map((subscription) => subscription.close()));
    await this.relay.stop();
  }

  /** Throws when only a new start would help. */
  private checkProgress(): void {
    if (this.lost) throw new Error(`counting stopped: ${this.lost.message}`);
    const nowMs = this.clock.now();
    const stuck = this.subscriptions
      .flatMap((one) => one.status())
      .find(({ lag, lastProgressAtMs }) => lag > 0n && nowMs - lastProgressAtMs > STUCK_MS);
    if (stuck) throw new Error(`${stuck.topic}/${stuck.partition} stands at ${stuck.position} with ${stuck.lag} messages behind it`);
  }
}
