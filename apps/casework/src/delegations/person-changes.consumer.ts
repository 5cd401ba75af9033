import { fromBinary } from '@bufbuild/protobuf';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { Clock } from '@tidemark/access';
import { people } from '@tidemark/contracts';
import { type BatchContext, BatchPattern, type IncomingBatch, StartPosition, TOPICS } from '@tidemark/messaging';
import { ConsumedPositions, Transactions } from '@tidemark/persistence';
import { HOME_AUTHORITY } from '../case-log/acting.js';
import { asScheme } from '../postgres/as-scheme.postgres.js';
import { PeopleRecords } from './people-records.port.js';
import { VoidSteps } from './void-steps.js';

const GROUP = 'casework.people';
const FACTS_MAX = 500;

/** Learns from the issuer of the tokens whose role, authority or standing changed, and says of what they proposed that it no longer counts. */
@Controller()
export class PersonChangesConsumer {
  constructor(
    private readonly transactions: Transactions,
    private readonly positions: ConsumedPositions,
    private readonly records: PeopleRecords,
    private readonly voiding: VoidSteps,
    private readonly clock: Clock,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {}

  @BatchPattern({ group: GROUP, topics: [TOPICS.person], maxMessages: FACTS_MAX })
  async take(@Payload() { topic, partition, messages }: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    const facts: { offset: bigint; fact: people.PersonChanged }[] = [];
    for (const message of messages) {
      try {
        facts.push({ offset: message.offset, fact: readFact(message.value) });
      } catch (error) {
        await context.deadLetter(message, (error as Error).message);
      }
    }
    await this.transactions.run(async (tx) => {
      await asScheme(tx);
      const next = await this.positions.lock(tx, topic, partition);
      for (const { offset, fact } of facts) {
        if (offset < next) continue;
        const { id, person, role, provider, status, knownAtMs } = fact;
        // A person of the scheme of whom no authority is said works for the one that runs the installation.
        const authority = provider === '' ? fact.authority || this.home : '';
        await this.records.noteStanding(tx, id, { person, role, provider, authority, status }, Number(knownAtMs));
      }
      await this.positions.moveTo(tx, topic, partition, messages.at(-1)!.offset + 1n);
    });
    await this.voiding.run(this.clock.now());
  }

  @StartPosition(GROUP)
  from(@Payload() topic: string, @Ctx() partition: number): Promise<bigint | undefined> {
    return this.positions.next(topic, partition);
  }
}

function readFact(value: Uint8Array): people.PersonChanged {
  const fact = fromBinary(people.PersonChangedSchema, value);
  if (fact.id === '' || fact.person === '' || fact.role === '') throw new Error('a change of a person that names no person or role');
  return fact;
}
