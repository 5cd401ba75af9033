import { fromBinary } from '@bufbuild/protobuf';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { casework } from '@tidemark/contracts';
import { type BatchContext, BatchPattern, type IncomingBatch, StartPosition, TOPICS } from '@tidemark/messaging';
import { ConsumedPositions, Transactions } from '@tidemark/persistence';
import { CaseGrants } from './case-grants.port.js';

const GROUP = 'customer-registry.release';
/** Its own position on the topic: another room that hears casework has its own. */
const POSITION = `${TOPICS.case}/release`;
const FACTS_MAX = 200;

/**
 * Hears casework: what it granted, ended and disclosed. The position moves with what was taken. It does not pass through the registry's head: nothing
 * that a provider could notice changes by it, not even the order of known times.
 */
@Controller()
export class CaseFactsConsumer {
  constructor(
    private readonly transactions: Transactions,
    private readonly positions: ConsumedPositions,
    private readonly grants: CaseGrants,
  ) {}

  @BatchPattern({ group: GROUP, topics: [TOPICS.case], maxMessages: FACTS_MAX })
  async hear(@Payload() { partition, messages }: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    const facts: { offset: bigint; fact: casework.CaseFact }[] = [];
    for (const message of messages) {
      try {
        facts.push({ offset: message.offset, fact: fromBinary(casework.CaseFactSchema, message.value) });
      } catch (error) {
        await context.deadLetter(message, (error as Error).message);
      }
    }
    await this.transactions.run(async (tx) => {
      await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
      const next = await this.positions.lock(tx, POSITION, partition);
      for (const { offset, fact } of facts) if (offset >= next) await this.grants.take(tx, fact);
      await this.positions.moveTo(tx, POSITION, partition, messages.at(-1)!.offset + 1n);
    });
  }

  @StartPosition(GROUP)
  from(@Payload() _: string, @Ctx() partition: number): Promise<bigint | undefined> {
    return this.positions.next(POSITION, partition);
  }
}
