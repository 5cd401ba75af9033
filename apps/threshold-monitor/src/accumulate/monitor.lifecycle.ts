import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { HOUR_MS } from '@tidemark/domain';
import { assertSameLog, EventLog, POSTED_PARTITIONS, TOPICS } from '@tidemark/messaging';
import { AppOutbox } from '@tidemark/observability';
import type { AppDatabase } from '@tidemark/persistence';
import { MonitorEngine } from './monitor-engine.js';

/** Behind the hour, so that a clock that runs slow by some milliseconds is not asked again at once. */
const AFTER_HOUR_MS = 200;
const RETRY_MS = 10_000;

/** What must hold before the first batch is folded, the hours that are judged, and what carries facts out of the outbox. */
@Injectable()
export class MonitorLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(MonitorLifecycle.name);
  private readonly outbox: AppOutbox;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly engine: MonitorEngine,
    private readonly eventLog: EventLog,
    private readonly clock: Clock,
    database: AppDatabase,
  ) {
    this.outbox = new AppOutbox({ database, eventLog, carries: 'facts about flags and rules' });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.eventLog.ensureTopics([
      { name: TOPICS.posted, partitions: POSTED_PARTITIONS },
      { name: TOPICS.customer, partitions: 1 },
      { name: TOPICS.facility, partitions: 1 },
      { name: TOPICS.case, partitions: 1 },
      { name: TOPICS.flag, partitions: 1 },
      { name: TOPICS.use, partitions: 1 },
      { name: TOPICS.rule, partitions: 1 },
    ]);
    const startAt = (topic: string, partition: number) => this.engine.startAt(topic, partition);
    await assertSameLog('threshold monitor', this.eventLog, [TOPICS.posted, TOPICS.customer, TOPICS.facility, TOPICS.case], startAt);
    await this.engine.begin();
    this.outbox.start();
    this.waitForHour();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.engine.idle();
    await this.outbox.onApplicationShutdown();
  }

  private waitForHour(afterMs = HOUR_MS - (this.clock.now() % HOUR_MS) + AFTER_HOUR_MS): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.judgeHour(), afterMs);
    // The process may end while nothing but an hour is waited for.
    this.timer.unref();
  }

  /** An hour that could not be judged is judged a little later: what hangs on the clock is a state, and misses nothing. */
  private async judgeHour(): Promise<void> {
    try {
      await this.engine.judgeHour();
      this.waitForHour();
    } catch (error) {
      this.logger.error(error, 'the hour is not judged yet');
      this.waitForHour(RETRY_MS);
    }
  }
}
