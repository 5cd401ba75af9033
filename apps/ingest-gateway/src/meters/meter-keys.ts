import type { KeyObject } from 'node:crypto';
import { fromBinary } from '@bufbuild/protobuf';
import { Injectable, Logger } from '@nestjs/common';
import { facility } from '@tidemark/contracts';
import { EventLog, type IncomingBatch, type Subscription, TOPICS } from '@tidemark/messaging';
import { readPublicKey } from './public-key.js';

/** A key that was registered but cannot be read: such a meter's reports are refused, never taken unsigned. */
export const UNREADABLE_KEY = 'unreadable';
export type MeterKey = KeyObject | typeof UNREADABLE_KEY;

/**
 * What the door knows of facilities: which meters must sign, and which providers there are. A copy in memory of
 * facility.v1, read from its beginning at each start; the door opens when it has caught up.
 */
@Injectable()
export class MeterKeys {
  private readonly logger = new Logger(MeterKeys.name);
  private readonly keys = new Map<string, MeterKey>();
  private readonly providers = new Set<string>();
  private readonly onProvider: ((provider: string) => void)[] = [];
  private subscription: Subscription | undefined;

  constructor(private readonly log: EventLog) {}

  /** Resolves when all facts that stood in the log at the call are known. */
  async open(): Promise<void> {
    await this.log.ensureTopics([{ name: TOPICS.facility, partitions: 1 }]);
    this.subscription = await this.log.follow(TOPICS.facility, async (batch) => this.take(batch));
  }

  /** Rejects when the copy can no longer be kept up to date. */
  get failed(): Promise<never> | undefined {
    return this.subscription?.failed;
  }

  async close(): Promise<void> {
    await this.subscription?.close();
  }

  /** The key that the meter signs with; undefined when none is registered. */
  keyOf(provider: string, source: string): MeterKey | undefined {
    return this.keys.get(`${provider}/${source}`);
  }

  /** Calls `listener` for every provider that becomes known from now on. */
  whenProvider(listener: (provider: string) => void): void {
    this.onProvider.push(listener);
  }

  private take(batch: IncomingBatch): void {
    for (const message of batch.messages) {
      const { fact } = fromBinary(facility.FacilityEventSchema, message.value);
      if (fact.case === 'meter') this.takeMeter(fact.value);
      else if (fact.case === 'provider') this.takeProvider(fact.value.id);
    }
  }

  private takeMeter(meter: facility.Meter): void {
    const id = `${meter.provider}/${meter.source}`;
    if (meter.publicKey === '') {
      this.keys.delete(id);
      return;
    }
    try {
      this.keys.set(id, readPublicKey(meter.publicKey));
    } catch (error) {
      this.keys.set(id, UNREADABLE_KEY);
      this.logger.error(`the public key of meter ${id} cannot be read: ${error instanceof Error ? error.message : error}`);
    }
  }

  private takeProvider(id: string): void {
    if (this.providers.has(id)) return;
    this.providers.add(id);
    for (const listener of this.onProvider) listener(id);
  }
}
