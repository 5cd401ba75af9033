import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { EventLog, TOPICS } from '@tidemark/messaging';

/** What is consumed must be there before it is asked for, whichever app starts first. */
@Injectable()
export class CaseTopic implements OnApplicationBootstrap {
  constructor(private readonly eventLog: EventLog) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.eventLog.ensureTopics([{ name: TOPICS.case, partitions: 1 }]);
  }
}
