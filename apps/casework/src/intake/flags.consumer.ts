import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { Clock } from '@tidemark/access';
import { type BatchContext, BatchPattern, type IncomingBatch, type IncomingMessage, StartPosition, TOPICS } from '@tidemark/messaging';
import { ConsumedPositions, Transactions } from '@tidemark/persistence';
import { type FlagFact, readFlagFact } from './flag-fact.js';
import { FlagGrounds } from './flag-grounds.js';
import { TakeFlagHandler, UnusableFlagFact } from './take-flag.handler.js';

const GROUP = 'casework.flags';
const FLAGS_MAX = 200;

/**
 * Takes flag.v1: each fact, its case and the position in one transaction of its own, so that no two cases are held for each other's sake, and each is taken
 * once whatever is delivered again or by whichever instance.
 */
@Controller()
export class FlagsConsumer {
  constructor(
    private readonly transactions: Transactions,
    private readonly positions: ConsumedPositions,
    private readonly handler: TakeFlagHandler,
    private readonly grounds: FlagGrounds,
    private readonly clock: Clock,
  ) {}

  @BatchPattern({ group: GROUP, topics: [TOPICS.flag], maxMessages: FLAGS_MAX })
  async take(@Payload() { topic, partition, messages }: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    for (const message of messages) {
      if (context.isStale()) return;
      await this.takeOne(topic, partition, message, context);
      await context.heartbeat();
    }
  }

  @StartPosition(GROUP)
  from(@Payload() topic: string, @Ctx() partition: number): Promise<bigint | undefined> {
    return this.positions.next(topic, partition);
  }

  private async takeOne(topic: string, partition: number, message: IncomingMessage, context: BatchContext): Promise<void> {
    const read = readable(message.value);
    if ('fact' in read) await this.grounds.ready(read.fact);
    await this.transactions.run(async (tx) => {
      const next = await this.positions.lock(tx, topic, partition);
      if (message.offset < next) return;
      const unusable = 'fact' in read ? await this.taken(tx, read.fact) : read.unusable;
      // Before the position moves: whoever is cut off in between puts it aside again, and never passes over it.
      if (unusable !== undefined) await context.deadLetter(message, unusable);
      await this.positions.moveTo(tx, topic, partition, message.offset + 1n);
    });
  }

  /** Answers why nothing can be done with it; undefined: it was taken. */
  private async taken(tx: Parameters<TakeFlagHandler['take']>[0], fact: FlagFact): Promise<string | undefined> {
    try {
      await this.handler.take(tx, fact, this.clock.now());
      return undefined;
    } catch (error) {
      if (error instanceof UnusableFlagFact) return error.message;
      throw error;
    }
  }
}

function readable(bytes: Uint8Array): { fact: FlagFact } | { unusable: string } {
  try {
    return { fact: readFlagFact(bytes) };
  } catch (error) {
    return { unusable: (error as Error).message };
  }
}
