import { Injectable } from '@nestjs/common';
import type { IncomingMessage } from '@tidemark/messaging';
import type { MonitorChange } from './monitor-engine.js';
import { MonitorStore } from './monitor-store.port.js';
import { type OrderMessage, readOrder } from './order-message.js';
import { type Poison, readEach } from './read-each.js';

interface ReadOrder extends OrderMessage {
  readonly offset: bigint;
  readonly bytes: Uint8Array;
}

/** Takes orders of case.v1: from then on use is a breach, also use that was posted before the order came here. */
@Injectable()
export class OrderTaker {
  constructor(private readonly store: MonitorStore) {}

  read(messages: readonly IncomingMessage[]): { messages: ReadOrder[]; poison: Poison[] } {
    return readEach(messages, (message) => ({ ...readOrder(message.value), offset: message.offset, bytes: message.value }));
  }

  async take(change: MonitorChange, orders: readonly ReadOrder[]): Promise<void> {
    for (const { sequence, knownAtMs, fact, bytes } of orders) {
      if (fact === undefined || !(await this.store.addOrderFact(change.tx, { sequence, change: change.change, knownAtMs, bytes })))
        continue;
      const scope = change.memory.takeOrder(fact);
      if (scope) change.touched.touch(scope, Infinity, ['SUSPENSION']);
    }
  }
}
