import { Injectable, Logger } from '@nestjs/common';
import { type FacilityEvent, readFacilityEvent, UnusableFact } from '@tidemark/contracts';
import type { IncomingMessage } from '@tidemark/messaging';
import type { MonitorChange } from './monitor-engine.js';
import { MonitorStore } from './monitor-store.port.js';
import { type Poison, readEach } from './read-each.js';

interface ReadFacility {
  readonly offset: bigint;
  readonly bytes: Uint8Array;
  readonly event: FacilityEvent;
}

/** Takes facts of facility.v1: a compute cluster is judged by what it is registered with, before anything ran on it. */
@Injectable()
export class FacilityTaker {
  private readonly logger = new Logger(FacilityTaker.name);

  constructor(private readonly store: MonitorStore) {}

  read(messages: readonly IncomingMessage[]): { messages: ReadFacility[]; poison: Poison[] } {
    return readEach(messages, (message) => ({ offset: message.offset, bytes: message.value, event: readFacilityEvent(message.value) }));
  }

  async take(change: MonitorChange, facts: readonly ReadFacility[]): Promise<void> {
    for (const { event, bytes } of facts) {
      const fact = { eventId: event.id, change: change.change, recordedAtMs: Number(event.recordedAtMs), bytes };
      if (!(await this.store.addFacilityFact(change.tx, fact))) continue;
      for (const { provider, id } of this.learn(change, event))
        change.touched.touch({ kind: 'cluster', provider, id }, Infinity, ['REGISTRATION']);
    }
  }

  /** What the catalogue refuses is refused by the ledger by name, and kept there: here it changes no peak. */
  private learn({ memory }: MonitorChange, event: FacilityEvent): { provider: string; id: string }[] {
    try {
      return memory.takeFacility(event);
    } catch (error) {
      if (!(error instanceof UnusableFact)) throw error;
      this.logger.warn(`a fact about hardware is left out: ${error.message}`);
      return [];
    }
  }
}
