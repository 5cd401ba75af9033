import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type BatchContext, BatchPattern, type IncomingBatch, StartPosition, TOPICS } from '@tidemark/messaging';
import { CountingEngine } from './counting-engine.js';

const REPORTS_GROUP = 'usage-ledger';
const FACTS_GROUP = 'usage-ledger.facts';
/** Reports that one transaction takes at the most: some 100 ms of work when there is a backlog. */
const REPORTS_MAX = 400;
const BYTES_MAX = 16 * 1_048_576;

/** What the ledger counts and what it must know for it. Its own position counts, not the group's: it moves with what was counted. */
@Controller()
export class CountingConsumer {
  constructor(private readonly engine: CountingEngine) {}

  @BatchPattern({ group: FACTS_GROUP, topics: [TOPICS.facility] })
  takeFacts(@Payload() batch: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    return this.engine.takeFacts(batch, context);
  }

  @StartPosition(FACTS_GROUP)
  factsFrom(@Payload() topic: string, @Ctx() partition: number): Promise<bigint | undefined> {
    return this.engine.startAt(topic, partition);
  }

  @BatchPattern({ group: REPORTS_GROUP, topics: [TOPICS.reports], maxMessages: REPORTS_MAX, maxBytes: BYTES_MAX })
  countReports(@Payload() batch: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    return this.engine.countReports(batch, context);
  }

  @StartPosition(REPORTS_GROUP)
  reportsFrom(@Payload() topic: string, @Ctx() partition: number): Promise<bigint | undefined> {
    return this.engine.startAt(topic, partition);
  }
}
