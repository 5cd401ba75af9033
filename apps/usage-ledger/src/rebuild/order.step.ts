import type { Transaction } from '@tidemark/persistence';
import { Differences, type RebuildStep, type StepResult } from './rebuild.js';
import type { RebuildStore } from './rebuild.port.js';

/** Positions and times of knowledge rise together, and the head is where the last segment ends. */
export class OrderStep implements RebuildStep {
  readonly name = 'positions and times rise together';

  constructor(private readonly store: RebuildStore) {}

  async run(tx: Transaction): Promise<StepResult> {
    const order = await this.store.order(tx);
    const differences = new Differences();
    differences.compare('segments known before an earlier position', order.backwards, 0);
    differences.compare('the head is at or behind the last segment', order.headPosition >= order.lastPosition, true);
    differences.compare('the head was known with or after the last segment', order.headKnownAtMs >= order.lastKnownAtMs, true);
    return { checked: `${order.segments} segments`, differing: differences.count, differences: differences.listed };
  }
}
