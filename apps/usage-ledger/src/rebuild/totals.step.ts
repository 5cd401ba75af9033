import type { Transaction } from '@tidemark/persistence';
import type { RebuildStep, StepResult } from './rebuild.js';
import type { RebuildStore } from './rebuild.port.js';

/** Folds the postings of all segments from nothing: the sums must equal the live totals to the bit. */
export class TotalsStep implements RebuildStep {
  readonly name = 'totals are the sum of all postings';

  constructor(private readonly store: RebuildStore) {}

  async run(tx: Transaction): Promise<StepResult> {
    await this.store.openRebuiltTotals(tx);
    let segments = 0;
    let postings = 0;
    for await (const page of this.store.segmentPostings(tx)) {
      for (const { providerId, columns } of page) {
        await this.store.addRebuiltTotals(tx, providerId, columns);
        postings += columns.length;
      }
      segments += page.length;
    }
    const { totals, differing, differences } = await this.store.compareTotals(tx);
    return { checked: `${totals} totals from ${postings} postings of ${segments} segments`, differing, differences };
  }
}
