import type { Transaction, Transactions } from '@tidemark/persistence';
import { compareNamed } from './named-comparison.js';
import { type Differences, type RebuildStep, type StepResult, waitUnhurried } from './rebuild.js';
import type { Replay } from './replay.js';
import type { NamedTable } from './replay.port.js';

/** Every decision, taken again from the inputs alone, is the one that stands. */
export class ReplayStep implements RebuildStep {
  readonly name = 'a replay of all inputs decides the same';

  constructor(
    private readonly replay: Replay,
    private readonly tables: readonly NamedTable[],
    private readonly scratch: Transactions,
    private readonly differences: Differences,
  ) {}

  /** What was counted while the replay was running is fed now: then both ledgers stand at the same position. */
  async run(tx: Transaction): Promise<StepResult> {
    await this.replay.feed(tx);
    const { reports, facts } = this.replay;
    const rows = await this.scratch.run(async (scratchTx) => {
      await waitUnhurried(scratchTx);
      let all = 0;
      for (const table of this.tables) all += await compareNamed(table.name, table.rows(tx), table.rows(scratchTx), this.differences);
      return all;
    });
    return {
      checked: `${rows} rows of ${this.tables.length} tables from ${reports} submissions and ${facts} facts`,
      differing: this.differences.count,
      differences: this.differences.listed,
    };
  }
}
