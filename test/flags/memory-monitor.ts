/** The engine over tables in memory: thousands of histories in minutes. */
import type { Transaction } from '@tidemark/persistence';
import type { RecordedEvaluation } from '../../apps/threshold-monitor/src/evaluate/monitor-memory.js';
import { faultsOf } from './flag-stories.js';
import { MemoryFlagStore, recordOf } from './memory-flag-store.js';
import { MemoryMonitorStore, MemoryUseShares, MemoryVectorSource } from './memory-monitor-store.js';
import { MemoryTables, MemoryTransactions } from './memory-tables.js';
import { MonitorDriver } from './monitor-driver.js';
import { type FlagSeen, seenOf, signalsOf } from './monitor-witness.js';

export class MemoryMonitor extends MonitorDriver {
  constructor(readonly tables = new MemoryTables()) {
    super({
      store: new MemoryMonitorStore(tables),
      flags: new MemoryFlagStore(tables),
      source: new MemoryVectorSource(tables),
      shares: new MemoryUseShares(tables),
      transactions: new MemoryTransactions(tables),
    });
  }

  async openFlags(): Promise<FlagSeen[]> {
    return [...this.tables.flags.values()].filter(({ status }) => status === 'OPEN').map((row) => seenOf(recordOf(row)));
  }

  async signals(): Promise<string[]> {
    return signalsOf([...this.tables.signals.keys()]);
  }

  async faults(fullHourMs: number | undefined): Promise<string[]> {
    return faultsOf(this.tables, fullHourMs);
  }

  protected async keepEvaluation(_: Transaction, evaluation: RecordedEvaluation): Promise<void> {
    this.tables.evaluations.push(evaluation);
  }
}
