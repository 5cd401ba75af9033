import type { Transaction } from '@tidemark/persistence';
import { FATES, type FateCounts } from '../conservation/conservation.port.js';
import { Differences, type RebuildStep, type StepResult } from './rebuild.js';
import type { RebuildStore, SourceCounts } from './rebuild.port.js';
import { SourceFold } from './source-fold.js';

/** received = counted + held + duplicate + conflict + rejected + replaced, computed again from every submission and every record's state. */
export class SourcesStep implements RebuildStep {
  readonly name = 'every submission is in the counts of its source';

  constructor(private readonly store: RebuildStore) {}

  async run(tx: Transaction): Promise<StepResult> {
    const differences = new Differences();
    const fold = new SourceFold(differences);
    for await (const page of this.store.submissions(tx)) for (const submission of page) fold.add(submission);
    differences.compare('standing reports', await this.store.reportRows(tx), fold.standing);
    compareSources(differences, await this.store.sourceCounts(tx), fold);
    await this.compareEpochs(tx, differences, fold);
    const checked = `${fold.submissions} submissions of ${fold.sources.size} sources`;
    return { checked, differing: differences.count, differences: differences.listed };
  }

  private async compareEpochs(tx: Transaction, differences: Differences, fold: SourceFold): Promise<void> {
    const stored = new Map((await this.store.sourceEpochs(tx)).map((epoch) => [`${epoch.sourceId}/${epoch.epoch}`, epoch]));
    for (const key of new Set([...stored.keys(), ...fold.epochs.keys()])) {
      differences.compare(`reports of epoch ${key}`, stored.get(key)?.reports, fold.epochs.get(key)?.reports);
      differences.compare(`highest sequence of epoch ${key}`, stored.get(key)?.maxSequence, fold.epochs.get(key)?.maxSequence);
    }
  }
}

function compareSources(differences: Differences, stored: readonly SourceCounts[], fold: SourceFold): void {
  const standing = new Map(stored.map((counts) => [counts.sourceId, counts]));
  for (const id of new Set([...standing.keys(), ...fold.sources.keys()])) {
    const [stands, rebuilt] = [standing.get(id), fold.sources.get(id)];
    for (const fate of FATES) {
      differences.compare(`source ${id}: records ${fate}`, stands?.records[fate] ?? 0n, rebuilt?.records[fate] ?? 0n);
      differences.compare(`source ${id}: accelerator-ms ${fate}`, stands?.acceleratorMs[fate] ?? 0n, rebuilt?.acceleratorMs[fate] ?? 0n);
    }
    differences.compare(`source ${id}: opaque reports`, stands?.opaqueReports ?? 0n, rebuilt?.opaqueReports ?? 0n);
    if (rebuilt) {
      differences.compare(`source ${id}: received records are all of its fates`, fates(rebuilt.records), rebuilt.records.received);
      differences.compare(
        `source ${id}: received accelerator-ms are all of its fates`,
        fates(rebuilt.acceleratorMs),
        rebuilt.acceleratorMs.received,
      );
    }
  }
}

const fates = (counts: FateCounts): bigint => FATES.filter((fate) => fate !== 'received').reduce((sum, fate) => sum + counts[fate], 0n);
