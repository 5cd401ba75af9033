import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type BatchContext, BatchPattern, type IncomingBatch, StartPosition, TOPICS } from '@tidemark/messaging';
import { MonitorEngine } from './monitor-engine.js';

const POSTINGS_GROUP = 'threshold-monitor';
const IDENTITY_GROUP = 'threshold-monitor.identity';
const FACILITY_GROUP = 'threshold-monitor.facility';
const ORDERS_GROUP = 'threshold-monitor.orders';
/** Of one partition at a time; what several partitions have ready is taken together. */
const BATCHES_MAX = 400;
const BYTES_MAX = 4 * 1_048_576;
const FACTS_MAX = 2_000;

/** What the monitor lives on. Its own positions count, not the groups': they move with what was folded. */
@Controller()
export class MonitorConsumer {
  constructor(private readonly engine: MonitorEngine) {}

  @BatchPattern({ group: POSTINGS_GROUP, topics: [TOPICS.posted], maxMessages: BATCHES_MAX, maxBytes: BYTES_MAX })
  takePostings(@Payload() batch: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    return this.engine.takePostings(batch, context);
  }

  @StartPosition(POSTINGS_GROUP)
  postingsFrom(@Payload() topic: string, @Ctx() partition: number): Promise<bigint | undefined> {
    return this.engine.startAt(topic, partition);
  }

  @BatchPattern({ group: IDENTITY_GROUP, topics: [TOPICS.customer], maxMessages: FACTS_MAX, maxBytes: BYTES_MAX })
  takeIdentity(@Payload() batch: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    return this.engine.takeIdentity(batch, context);
  }

  @StartPosition(IDENTITY_GROUP)
  identityFrom(@Payload() topic: string, @Ctx() partition: number): Promise<bigint | undefined> {
    return this.engine.startAt(topic, partition);
  }

  @BatchPattern({ group: FACILITY_GROUP, topics: [TOPICS.facility], maxMessages: FACTS_MAX, maxBytes: BYTES_MAX })
  takeFacilities(@Payload() batch: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    return this.engine.takeFacilities(batch, context);
  }

  @StartPosition(FACILITY_GROUP)
  facilitiesFrom(@Payload() topic: string, @Ctx() partition: number): Promise<bigint | undefined> {
    return this.engine.startAt(topic, partition);
  }

  @BatchPattern({ group: ORDERS_GROUP, topics: [TOPICS.case], maxMessages: FACTS_MAX, maxBytes: BYTES_MAX })
  takeOrders(@Payload() batch: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    return this.engine.takeOrders(batch, context);
  }

  @StartPosition(ORDERS_GROUP)
  ordersFrom(@Payload() topic: string, @Ctx() partition: number): Promise<bigint | undefined> {
    return this.engine.startAt(topic, partition);
  }
}
