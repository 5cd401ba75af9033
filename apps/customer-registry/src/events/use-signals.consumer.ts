import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { Clock } from '@tidemark/access';
import { type BatchContext, BatchPattern, type IncomingBatch, StartPosition, TOPICS } from '@tidemark/messaging';
import { ConsumedPositions } from '@tidemark/persistence';
import { RegistryWrites } from '../registry/registry-writes.js';
import { HearSignalHandler } from './hear-signal.handler.js';
import { type HeardSignal, readSignal } from './use-signal.js';

const GROUP = 'customer-registry.use';
/** Of one change, which holds the registry's head. */
const SIGNALS_MAX = 50;

/** Hears the threshold monitor: the position moves with what the signals asked for, so each is heard once. */
@Controller()
export class UseSignalsConsumer {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly positions: ConsumedPositions,
    private readonly handler: HearSignalHandler,
    private readonly clock: Clock,
  ) {}

  @BatchPattern({ group: GROUP, topics: [TOPICS.use], maxMessages: SIGNALS_MAX })
  async hear(@Payload() { topic, partition, messages }: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    const signals: { offset: bigint; signal: HeardSignal }[] = [];
    for (const message of messages) {
      try {
        signals.push({ offset: message.offset, signal: readSignal(message.value) });
      } catch (error) {
        await context.deadLetter(message, (error as Error).message);
      }
    }
    await this.writes.runAsRegistry(this.clock.now(), async (write) => {
      const next = await this.positions.lock(write.tx, topic, partition);
      for (const { offset, signal } of signals) if (offset >= next) await this.handler.hear(write, signal);
      await this.positions.moveTo(write.tx, topic, partition, messages.at(-1)!.offset + 1n);
    });
  }

  @StartPosition(GROUP)
  from(@Payload() topic: string, @Ctx() partition: number): Promise<bigint | undefined> {
    return this.positions.next(topic, partition);
  }
}
