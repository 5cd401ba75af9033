import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type BatchContext, BatchPattern, type IncomingBatch, StartPosition, TOPICS } from '@tidemark/messaging';
import { ConsumedPositions, Transactions } from '@tidemark/persistence';
import { type IdentityFactRow, IdentityFacts } from './identity-facts.port.js';
import { readIdentityFact } from './read-identity-fact.js';

const GROUP = 'casework.identity';
const FACTS_MAX = 2_000;

/** Takes what customer.v1 says: the facts and the position in one transaction, each fact once by its sequence. */
@Controller()
export class IdentityConsumer {
  constructor(
    private readonly transactions: Transactions,
    private readonly positions: ConsumedPositions,
    private readonly facts: IdentityFacts,
  ) {}

  @BatchPattern({ group: GROUP, topics: [TOPICS.customer], maxMessages: FACTS_MAX })
  async take(@Payload() { topic, partition, messages }: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    const read: { offset: bigint; fact: IdentityFactRow }[] = [];
    for (const message of messages) {
      try {
        read.push({ offset: message.offset, fact: readIdentityFact(message.value) });
      } catch (error) {
        await context.deadLetter(message, (error as Error).message);
      }
    }
    await this.transactions.run(async (tx) => {
      const next = await this.positions.lock(tx, topic, partition);
      await this.facts.add(
        tx,
        read.filter(({ offset }) => offset >= next).map(({ fact }) => fact),
      );
      await this.positions.moveTo(tx, topic, partition, messages.at(-1)!.offset + 1n);
    });
  }

  @StartPosition(GROUP)
  from(@Payload() topic: string, @Ctx() partition: number): Promise<bigint | undefined> {
    return this.positions.next(topic, partition);
  }
}
