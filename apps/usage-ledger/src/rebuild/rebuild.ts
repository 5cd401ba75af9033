/**
 * Proves that everything which is derived equals what the append-only truth says: each step computes one thing again from
 * nothing and compares it with what stands. It changes nothing, and may run beside a ledger that counts.
 */
import type { Transaction, Transactions } from '@tidemark/persistence';

/** One thing that does not agree: what it is about, what stands in the tables, and what the truth says. */
export interface Difference {
  what: string;
  stands: string;
  rebuilt: string;
}

export interface StepResult {
  /** How much was computed again: "1,234 totals from 56 segments". */
  checked: string;
  /** How many differ; of them the first are listed. */
  differing: number;
  differences: Difference[];
}

export interface RebuildStep {
  readonly name: string;
  /** All steps run in one repeatable-read transaction: they see one moment of the ledger. */
  run(tx: Transaction): Promise<StepResult>;
}

export interface StepReport extends StepResult {
  name: string;
  durationMs: number;
}

/** Differences that a step lists. */
export const LISTED_MAX = 100;

export class Rebuild {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: readonly RebuildStep[],
  ) {}

  run(told: (report: StepReport) => void = () => undefined): Promise<StepReport[]> {
    return this.transactions.run(async (tx) => {
      await tx.query('set transaction isolation level repeatable read');
      await waitUnhurried(tx);
      const reports: StepReport[] = [];
      for (const step of this.steps) {
        const start = performance.now();
        const report = { name: step.name, ...(await step.run(tx)), durationMs: Math.round(performance.now() - start) };
        reports.push(report);
        told(report);
      }
      return reports;
    });
  }
}

/** The server ends transactions that wait idly, because they may hold locks that others need. One that only reads may take its time. */
export async function waitUnhurried(tx: Transaction): Promise<void> {
  await tx.query('set local idle_in_transaction_session_timeout = 0');
}

/** Collects differences, of which only the first are kept. */
export class Differences {
  readonly listed: Difference[] = [];
  count = 0;

  compare(what: string, stands: unknown, rebuilt: unknown): void {
    if (stands === rebuilt) return;
    this.count++;
    if (this.listed.length < LISTED_MAX) this.listed.push({ what, stands: String(stands), rebuilt: String(rebuilt) });
  }
}
