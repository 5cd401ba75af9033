import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { EventLog, POSTED_PARTITIONS, TOPICS } from '@tidemark/messaging';

/** What is consumed must be there before it is asked for, whichever app starts first. */
@Injectable()
export class ConsumedTopics implements OnApplicationBootstrap {
  constructor(private readonly eventLog: EventLog) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.eventLog.ensureTopics([
      { name: TOPICS.use, partitions: 1 },
      { name: TOPICS.case, partitions: 1 },
      { name: TOPICS.posted, partitions: POSTED_PARTITIONS },
    ]);
  }
}
