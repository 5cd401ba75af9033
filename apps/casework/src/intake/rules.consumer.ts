import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type Rule, readRule } from '@tidemark/domain';
import { type BatchContext, BatchPattern, type IncomingBatch, StartPosition, TOPICS } from '@tidemark/messaging';
import { ConsumedPositions, Transactions } from '@tidemark/persistence';
import { BroughtRules } from './brought-rules.port.js';

const GROUP = 'casework.rules';
const RULES_MAX = 500;

/** Takes the rules that operators bring in: their flags start the clocks that they say. */
@Controller()
export class RulesConsumer {
  constructor(
    private readonly transactions: Transactions,
    private readonly positions: ConsumedPositions,
    private readonly rules: BroughtRules,
  ) {}

  @BatchPattern({ group: GROUP, topics: [TOPICS.rule], maxMessages: RULES_MAX })
  async take(@Payload() { topic, partition, messages }: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    const read: { offset: bigint; rule: Rule }[] = [];
    for (const message of messages) {
      try {
        read.push({ offset: message.offset, rule: ruleOf(message.value) });
      } catch (error) {
        await context.deadLetter(message, (error as Error).message);
      }
    }
    await this.transactions.run(async (tx) => {
      const next = await this.positions.lock(tx, topic, partition);
      await this.rules.keep(
        tx,
        read.filter(({ offset }) => offset >= next).map(({ rule }) => rule),
      );
      await this.positions.moveTo(tx, topic, partition, messages.at(-1)!.offset + 1n);
    });
  }

  @StartPosition(GROUP)
  from(@Payload() topic: string, @Ctx() partition: number): Promise<bigint | undefined> {
    return this.positions.next(topic, partition);
  }
}

/** `{rule, ...}` as JSON. Throws with the reason when it is none. */
function ruleOf(bytes: Buffer): Rule {
  const read = readRule((JSON.parse(bytes.toString('utf8')) as { rule?: unknown }).rule);
  if ('rule' in read) return read.rule;
  throw new Error(`not a rule: ${JSON.stringify(read)}`.slice(0, 1_000));
}
