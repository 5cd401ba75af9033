import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { EventLog, TOPICS } from '@tidemark/messaging';

/** With an outside issuer nobody publishes on it: it is there all the same, so that it can be consumed. */
@Injectable()
export class PersonTopic implements OnApplicationBootstrap {
  constructor(private readonly eventLog: EventLog) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.eventLog.ensureTopics([{ name: TOPICS.person, partitions: 1 }]);
  }
}
