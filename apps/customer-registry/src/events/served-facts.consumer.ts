import { fromBinary } from '@bufbuild/protobuf';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { Clock } from '@tidemark/access';
import { casework } from '@tidemark/contracts';
import { type BatchContext, BatchPattern, type IncomingBatch, StartPosition, TOPICS } from '@tidemark/messaging';
import { ConsumedPositions, Transactions } from '@tidemark/persistence';
import { Webhooks } from '../webhooks/webhooks.port.js';
import { newsOf, type ServedNews } from './served-news.js';

const GROUP = 'customer-registry.webhooks';
/** Its own position on the topic: the room that releases identities has another. */
const POSITION = `${TOPICS.case}/webhooks`;
const FACTS_MAX = 200;

/**
 * Hears casework, and has providers told of what was served on them: the position moves with what waits to be sent, so each is told once, and
 * in the order in which it was served. It does not pass through the registry's head: of another provider's case nothing may be noticed, not
 * even by the order of known times.
 */
@Controller()
export class ServedFactsConsumer {
  constructor(
    private readonly transactions: Transactions,
    private readonly positions: ConsumedPositions,
    private readonly webhooks: Webhooks,
    private readonly clock: Clock,
  ) {}

  @BatchPattern({ group: GROUP, topics: [TOPICS.case], maxMessages: FACTS_MAX })
  async hear(@Payload() { partition, messages }: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    const news: { offset: bigint; id: string; told: ServedNews }[] = [];
    for (const message of messages) {
      try {
        const fact = fromBinary(casework.CaseFactSchema, message.value);
        const told = newsOf(fact);
        if (told) news.push({ offset: message.offset, id: fact.id, told });
      } catch (error) {
        await context.deadLetter(message, (error as Error).message);
      }
    }
    await this.transactions.run(async (tx) => {
      await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
      const next = await this.positions.lock(tx, POSITION, partition);
      // The log may carry a fact twice, at two places: it is the same message by the fact's id.
      for (const { offset, id, told } of news)
        if (offset >= next) await this.webhooks.notify({ tx, nowMs: this.clock.now() }, told.provider, told.event, told.data, id);
      await this.positions.moveTo(tx, POSITION, partition, messages.at(-1)!.offset + 1n);
    });
  }

  @StartPosition(GROUP)
  from(@Payload() _: string, @Ctx() partition: number): Promise<bigint | undefined> {
    return this.positions.next(POSITION, partition);
  }
}
