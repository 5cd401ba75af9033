import { EventPattern } from '@nestjs/microservices';
import type { SubscribeOptions } from '../event-log.js';

/** What a handler of batches wants; its start position, if it keeps one, comes from the method with `@StartPosition`. */
export type BatchOptions = Omit<SubscribeOptions, 'startAt'>;

export const BATCH_EXTRAS = 'tidemarkBatch';

/** A failure on its way through Nest, whose filters would turn it into a message without a cause. */
export class BatchFailure {
  constructor(readonly error: unknown) {}
}

/**
 * The method takes whole batches as a member of a consumer group: `(batch: IncomingBatch, context: BatchContext)`. When it
 * resolves, the position moves; when it rejects, the batch comes again, unless the error says `retryable: false`.
 */
export function BatchPattern(options: BatchOptions): MethodDecorator {
  return onPattern(`batch ${options.group}`, { [BATCH_EXTRAS]: options });
}

/** The method answers where the group starts in a partition, `(topic: string, partition: number) => Promise<bigint | undefined>`. */
export function StartPosition(group: string): MethodDecorator {
  return onPattern(startPattern(group), {});
}

export function startPattern(group: string): string {
  return `start of ${group}`;
}

function onPattern(pattern: string, extras: Record<string, unknown>): MethodDecorator {
  return (target, key, descriptor: PropertyDescriptor) => {
    const method = descriptor.value as (...args: unknown[]) => unknown;
    descriptor.value = async function (this: unknown, ...args: unknown[]) {
      try {
        return await method.apply(this, args);
      } catch (error) {
        return new BatchFailure(error);
      }
    };
    EventPattern(pattern, extras)(target, key, descriptor);
  };
}
