import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { assertSameLog, EventLog, TOPICS } from '@tidemark/messaging';
import { ConsumedPositions } from '@tidemark/persistence';

const CONSUMED = [TOPICS.customer, TOPICS.rule, TOPICS.flag];

/** What is consumed must be there before it is asked for, whichever app starts first; and it must be the log that was consumed so far. */
@Injectable()
export class ConsumedTopics implements OnApplicationBootstrap {
  constructor(
    private readonly eventLog: EventLog,
    private readonly positions: ConsumedPositions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.eventLog.ensureTopics(CONSUMED.map((name) => ({ name, partitions: 1 })));
    await assertSameLog('casework', this.eventLog, CONSUMED, (topic, partition) => this.positions.next(topic, partition));
  }
}
