import { Logger } from '@nestjs/common';
import kafkajs, { type Kafka, type Producer } from 'kafkajs';
import { backOffMs } from '../back-off.js';
import { EventLogError } from '../event-log.errors.js';
import type { OutgoingMessage } from '../event-log.js';
import { toEventLogError } from './kafka-errors.js';

interface Part {
  topic: string;
  partition: number;
  messages: OutgoingMessage[];
  written(first: bigint): void;
  failed(error: unknown): void;
}

const REQUEST_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Sends what the lanes write: everything that waits goes in one request, the next leaves when it was answered. With one
 * request in flight kafkajs' idempotent producer is sound, and each partition keeps its order.
 */
export class KafkaAppender {
  private readonly logger = new Logger('EventLog');
  private producer: Promise<Producer> | undefined;
  private waiting: Part[] = [];
  private sending: Promise<void> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly timeoutMs: number,
  ) {}

  write(topic: string, partition: number, messages: OutgoingMessage[]): Promise<bigint> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ topic, partition, messages, written: resolve, failed: reject });
      this.sending ??= this.run().finally(() => {
        this.sending = undefined;
      });
    });
  }

  async close(): Promise<void> {
    await this.sending;
    await this.discard();
  }

  private async run(): Promise<void> {
    // One turn, so that lanes which became ready together share the request.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const parts = this.take();
      try {
        const offsets = await this.send(parts);
        parts.forEach((part, at) => {
          part.written(offsets[at]!);
        });
      } catch (error) {
        await this.sendApart(parts, error);
      }
    }
  }

  private take(): Part[] {
    let bytes = 0;
    const count = this.waiting.findIndex(({ messages }, at) => {
      bytes += messages.reduce((sum, { value }) => sum + value.length, 0);
      return at > 0 && bytes > REQUEST_BYTES_MAX;
    });
    return this.waiting.splice(0, count === -1 ? this.waiting.length : count);
  }

  /** One part that can never be written (a topic that is gone) must not fail those that happened to travel with it. */
  private async sendApart(parts: Part[], error: unknown): Promise<void> {
    const together = toEventLogError(error, 'append');
    if (parts.length === 1 || together.retryable) {
      for (const part of parts) part.failed(together);
      return;
    }
    for (const part of parts) {
      await this.send([part]).then(
        ([offset]) => part.written(offset!),
        (partError) => part.failed(toEventLogError(partError, `append to ${part.topic}`)),
      );
    }
  }

  private async send(parts: Part[]): Promise<bigint[]> {
    const until = Date.now() + this.timeoutMs;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.sendOnce(parts);
      } catch (error) {
        const failure = toEventLogError(error, 'append');
        // After a failure the producer's sequence numbers stand where an unwritten batch may take the place of a written one.
        await this.discard();
        if (!failure.retryable || Date.now() > until) throw failure;
        const waitMs = backOffMs(attempt, 3_000);
        this.logger.warn({ waitMs, attempt, reason: failure.message }, 'append failed, it is tried again');
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  }

  private async sendOnce(parts: Part[]): Promise<bigint[]> {
    this.producer ??= this.connect();
    const producer = await this.producer;
    const topicMessages = [...Map.groupBy(parts, ({ topic }) => topic)].map(([topic, ofTopic]) => ({
      topic,
      messages: ofTopic.flatMap(({ partition, messages }) =>
        messages.map(({ key, value, headers }) => ({ key, value: asBuffer(value), partition, ...(headers && { headers }) })),
      ),
    }));
    const answers = await producer.sendBatch({ topicMessages, acks: -1, compression: kafkajs.CompressionTypes.None });
    return parts.map(({ topic, partition }) => {
      const answer = answers.find((one) => one.topicName === topic && one.partition === partition);
      if (answer?.baseOffset === undefined || answer.errorCode !== 0) {
        throw new EventLogError('LOG_UNAVAILABLE', `Kafka did not confirm the messages for ${topic}/${partition}`);
      }
      return BigInt(answer.baseOffset);
    });
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      allowAutoTopicCreation: false,
      // Partitions are always given; naming the partitioner silences a warning.
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 },
    });
    await producer.connect();
    return producer;
  }

  private async discard(): Promise<void> {
    const producer = this.producer;
    this.producer = undefined;
    await producer
      ?.then((one) => one.disconnect())
      .catch((error) => this.logger.debug({ reason: String(error) }, 'producer did not disconnect cleanly'));
  }
}

function asBuffer(value: Uint8Array): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
