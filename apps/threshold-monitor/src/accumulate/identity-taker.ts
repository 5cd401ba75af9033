import { Injectable } from '@nestjs/common';
import { type IdentityMessage, readIdentity } from '@tidemark/contracts';
import type { IncomingMessage } from '@tidemark/messaging';
import type { MonitorChange } from './monitor-engine.js';
import { MonitorStore } from './monitor-store.port.js';
import { type Poison, readEach } from './read-each.js';

export interface ReadIdentity extends IdentityMessage {
  readonly offset: bigint;
  readonly bytes: Uint8Array;
}

/** Takes facts of customer.v1: what they say of whose use is whose is judged as of the whole batch, not in between. */
@Injectable()
export class IdentityTaker {
  constructor(private readonly store: MonitorStore) {}

  read(messages: readonly IncomingMessage[]): { messages: ReadIdentity[]; poison: Poison[] } {
    return readEach(messages, (message) => ({ ...readIdentity(message.value), offset: message.offset, bytes: message.value }));
  }

  async take(change: MonitorChange, facts: readonly ReadIdentity[]): Promise<void> {
    // The log delivers at least once: a fact is the same fact by its sequence.
    const fresh = facts.length === 0 ? new Set() : await this.store.addCustomerFacts(change.tx, facts, change.change);
    for (const { sequence, fact } of facts) {
      if (!fresh.delete(sequence)) continue;
      if (fact) change.memory.takeIdentity(fact);
      if (sequence > change.identitySequence) change.identitySequence = sequence;
    }
    for (const { scope, fromHour, causes } of change.memory.attribution.touched())
      if (scope.kind !== 'unlinked') change.touched.touch(scope, fromHour, causes, fromHour !== Infinity);
  }
}
