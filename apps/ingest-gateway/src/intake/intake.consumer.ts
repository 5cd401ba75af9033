import { Controller, Logger } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  type BatchContext,
  BatchPattern,
  EventLog,
  type IncomingBatch,
  type IncomingMessage,
  type OutgoingMessage,
  TOPICS,
} from '@tidemark/messaging';
import { refusal } from '../door-problems.js';
import { inBatches } from '../publishing/batches.js';
import { type IntakeEnvelope, ReportPublisher } from '../publishing/report-publisher.js';
import { type Outcome, type Prepared, PrepareReportHandler } from '../submission/prepare-report.handler.js';
import { type Receipt, receiptJson } from '../submission/receipt.js';
import { IntakeMessages } from './intake-message.js';

/** Topics that providers write to; a new provider's is taken up by itself. */
export const INTAKE_TOPICS = /^intake\.[a-z0-9][a-z0-9-]{0,62}\.v1$/;
const GROUP = 'ingest-gateway';
const BATCH_BYTES = 8 * 1_048_576;

/** Handled between two heartbeats. */
const CHUNK_BYTES = 4 * 1_048_576;
const CHUNK_MESSAGES = 500;

interface Taken {
  message: IncomingMessage;
  prepared: Prepared;
}

/**
 * The door for providers that write to the log themselves. The tenant is the topic's, which that provider alone may
 * write to. Every message is answered on verdicts.<provider>.v1, also one that cannot be read.
 *
 * After a crash a batch comes again and is published again, with the same origins (`<topic>/<partition>`, offset): the
 * ledger counts each once. Verdicts may then be given twice.
 */
@Controller()
export class IntakeConsumer {
  private readonly logger = new Logger(IntakeConsumer.name);
  private readonly answering = new Set<string>();

  constructor(
    private readonly messages: IntakeMessages,
    private readonly prepare: PrepareReportHandler,
    private readonly publisher: ReportPublisher,
    private readonly log: EventLog,
  ) {}

  /** Resolves when all reports of the batch are durable and their verdicts given; rejects when it must come again. */
  @BatchPattern({ group: GROUP, topics: INTAKE_TOPICS, maxBytes: BATCH_BYTES })
  async take(@Payload() batch: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    const provider = providerOf(batch.topic);
    await this.ensureVerdicts(provider);
    for (const chunk of inBatches(batch.messages, ({ value }) => value.length, CHUNK_BYTES, CHUNK_MESSAGES)) {
      if (context.isStale()) return;
      await this.takeChunk(provider, batch, chunk, context);
      await context.heartbeat();
    }
  }

  private async takeChunk(provider: string, batch: IncomingBatch, chunk: IncomingMessage[], context: BatchContext): Promise<void> {
    const taken: Taken[] = [];
    for (const message of chunk) taken.push({ message, prepared: await this.takeMessage(provider, message, context) });
    const outcomes = await this.publish(batch, taken);
    const receipts = taken.map(({ message, prepared }, i): Receipt => {
      const receipt = 'refused' in prepared ? prepared.refused : prepared.receipt(outcomes.get(i)!);
      return { ...receipt, message: { log: batch.topic, partition: batch.partition, offset: message.offset } };
    });
    await this.log.append(TOPICS.verdicts(provider), receipts.map(verdictMessage));
  }

  /** One message must never stop those behind it: what even the check did not foresee is put aside, visibly. */
  private async takeMessage(provider: string, message: IncomingMessage, context: BatchContext): Promise<Prepared> {
    try {
      const read = this.messages.read(message);
      if ('refused' in read) return { refused: this.prepare.refuse(provider, read.refused) };
      return this.prepare.handle({ ...read, provider, door: 'kafka' });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.error(`message ${message.offset} of ${provider} was put aside: ${error instanceof Error ? error.stack : reason}`);
      await context.deadLetter(message, reason);
      return { refused: this.prepare.refuse(provider, refusal('PUT_ASIDE', 'A fault of the door; the message is kept and read again.')) };
    }
  }

  /** The outcomes by place in `taken`. */
  private async publish({ topic, partition }: IncomingBatch, taken: readonly Taken[]): Promise<Map<number, Outcome>> {
    const places: number[] = [];
    const envelopes: IntakeEnvelope[] = [];
    taken.forEach(({ message, prepared }, i) => {
      if ('refused' in prepared) return;
      places.push(i);
      envelopes.push({ ...prepared.draft, origin: { stream: `${topic}/${partition}`, offset: message.offset } });
    });
    const positions = await this.publisher.publishIntake(envelopes);
    return new Map(positions.map((position, i) => [places[i]!, { position }]));
  }

  /** The provider's topics are made together; this is for a log whose verdicts were left out. */
  private async ensureVerdicts(provider: string): Promise<void> {
    if (this.answering.has(provider)) return;
    await this.log.ensureTopics([{ name: TOPICS.verdicts(provider), partitions: 1 }]);
    this.answering.add(provider);
  }
}

function providerOf(topic: string): string {
  if (!INTAKE_TOPICS.test(topic)) throw new Error(`${topic} is not an intake topic`);
  return topic.slice('intake.'.length, -'.v1'.length);
}

const verdictMessage = (receipt: Receipt): OutgoingMessage => ({
  key: receipt.source,
  value: Buffer.from(JSON.stringify(receiptJson(receipt))),
  headers: { 'content-type': 'application/json' },
});
