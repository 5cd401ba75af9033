/** Flags in memory, kept as the database keeps them: read again, they have been through JSON. */

import type { Transaction } from '@tidemark/persistence';
import { type FlagRecord, FlagRecords } from '../../apps/threshold-monitor/src/evaluate/flag-records.js';
import {
  FlagStore,
  type FlagUpdate,
  type NewFlag,
  type NewFlagEvent,
  type NewSignal,
} from '../../apps/threshold-monitor/src/evaluate/flag-store.port.js';
import type { RecordedEvaluation } from '../../apps/threshold-monitor/src/evaluate/monitor-memory.js';
import type { FlagRow, MemoryTables } from './memory-tables.js';

export class MemoryFlagStore extends FlagStore {
  constructor(private readonly tables: MemoryTables) {
    super();
  }

  /** Of each matter the open flag, or the last that ended. */
  async open(): Promise<FlagRecords> {
    const latest = new Map<string, FlagRow>();
    for (const row of this.tables.flags.values())
      latest.set([row.scopeKey, row.kind, row.rule, row.ruleVersion, row.tier, row.n, row.shadow].join('|'), row);
    return new FlagRecords([...latest.values()].sort((a, b) => Number(a.change - b.change)).map(recordOf));
  }

  async evaluations(): Promise<RecordedEvaluation[]> {
    return [...this.tables.evaluations];
  }

  async raise(_: Transaction, flags: readonly NewFlag[], { change, nowMs }: { change: bigint; nowMs: number }): Promise<void> {
    for (const { state, ...flag } of flags) {
      if (this.tables.flags.has(flag.id)) throw new Error(`flag ${flag.id} is raised twice`);
      this.tables.flags.set(flag.id, { ...flag, change, raisedAtMs: nowMs, status: 'OPEN', state: JSON.stringify(state) });
      this.#refuseTwoOpen(this.tables.flags.get(flag.id)!);
    }
  }

  async update(_: Transaction, flags: readonly FlagUpdate[]): Promise<void> {
    for (const { id, status, state } of flags) {
      const row = this.tables.flags.get(id);
      if (!row) throw new Error(`flag ${id} was never raised`);
      if (row.status !== 'OPEN') throw new Error(`flag ${id} has ended and is changed`);
      Object.assign(row, { status, state: JSON.stringify(state) });
    }
  }

  async tell(_: Transaction, events: readonly NewFlagEvent[]): Promise<void> {
    for (const event of events) {
      const before = this.tables.events.at(-1)?.sequence ?? 0n;
      if (event.sequence !== before + 1n) throw new Error(`fact ${event.sequence} about flags follows ${before}`);
      this.tables.events.push(event);
    }
  }

  async signal(_: Transaction, signals: readonly NewSignal[]): Promise<void> {
    for (const signal of signals) if (!this.tables.signals.has(signal.key)) this.tables.signals.set(signal.key, signal);
  }

  /** As the index of open flags does. */
  #refuseTwoOpen(row: FlagRow): void {
    const same = [...this.tables.flags.values()].filter(
      (one) =>
        one.status === 'OPEN' &&
        (['scopeKey', 'kind', 'rule', 'ruleVersion', 'tier', 'n', 'shadow'] as const).every((column) => one[column] === row[column]),
    );
    if (same.length > 1) throw new Error(`two flags of one matter are open: ${row.scopeKey} ${row.kind} ${row.rule} ${row.tier} ${row.n}`);
  }
}

export function recordOf(row: FlagRow): FlagRecord {
  const { place, ...state } = JSON.parse(row.state);
  const totals = place.totals && {
    lower: BigInt(place.totals.lower),
    expected: BigInt(place.totals.expected),
    upper: BigInt(place.totals.upper),
  };
  const { id, kind, tier, rule, ruleVersion, n, shadow, status, raisedAtMs } = row;
  return { id, kind, tier, rule, ruleVersion, n, shadow, status, raisedAtMs, ...state, place: { ...place, totals } } as FlagRecord;
}
