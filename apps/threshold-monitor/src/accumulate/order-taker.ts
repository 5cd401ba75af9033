import { Injectable } from '@nestjs/common';
import type { IncomingMessage } from '@tidemark/messaging';
import { Evaluations } from '../evaluations/evaluations.port.js';
import type { MonitorChange } from './monitor-engine.js';
import { MonitorStore } from './monitor-store.port.js';
import { type HeardEvaluation, type OrderMessage, readOrder } from './order-message.js';
import { type Poison, readEach } from './read-each.js';

interface ReadOrder extends OrderMessage {
  readonly offset: bigint;
  readonly bytes: Uint8Array;
}

/**
 * Takes orders of case.v1: from then on use is a breach, also use that was posted before the order came here. And evaluations that were recorded
 * in a case: use is counted from them towards the next one.
 */
@Injectable()
export class OrderTaker {
  constructor(
    private readonly store: MonitorStore,
    private readonly evaluations: Evaluations,
  ) {}

  read(messages: readonly IncomingMessage[]): { messages: ReadOrder[]; poison: Poison[] } {
    return readEach(messages, (message) => ({ ...readOrder(message.value), offset: message.offset, bytes: message.value }));
  }

  async take(change: MonitorChange, orders: readonly ReadOrder[]): Promise<void> {
    for (const { sequence, knownAtMs, fact, evaluation, bytes } of orders) {
      if (evaluation !== undefined) await this.takeEvaluation(change, evaluation, knownAtMs);
      if (fact === undefined || !(await this.store.addOrderFact(change.tx, { sequence, change: change.change, knownAtMs, bytes })))
        continue;
      const scope = change.memory.takeOrder(fact);
      if (scope) change.touched.touch(scope, Infinity, ['SUSPENSION']);
    }
  }

  /** Once: a rebuild copies evaluations and hears them again. Who evaluated and how stands in the case, sealed. */
  private async takeEvaluation(change: MonitorChange, { case: caseId, ...heard }: HeardEvaluation, knownAtMs: number): Promise<void> {
    const kept = { ...heard, knownAtMs, evaluator: 'as recorded in casework', method: `case ${caseId}` };
    if (!(await this.evaluations.add(change.tx, kept, change.change))) return;
    const { id, scope, atMs } = heard;
    change.memory.evaluations.push({ id, scope, atMs });
    change.touched.touch(scope, Number.POSITIVE_INFINITY, ['EVALUATION']);
  }
}
