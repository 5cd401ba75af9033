/** The monitor's tables as plain values, so that thousands of histories run without a database. What the database refuses is refused. */

import { type Tenant, type Transaction, Transactions } from '@tidemark/persistence';
import type { MonitorHead, TakenBatch } from '../../apps/threshold-monitor/src/accumulate/monitor-store.port.js';
import type { NewFlag, NewFlagEvent, NewSignal } from '../../apps/threshold-monitor/src/evaluate/flag-store.port.js';
import type { RecordedEvaluation } from '../../apps/threshold-monitor/src/evaluate/monitor-memory.js';

export interface HourRow {
  readonly accountId: number;
  readonly clusterId: number;
  readonly acceleratorId: number;
  readonly hour: number;
  acceleratorMs: bigint;
  lower: bigint;
  expected: bigint;
  upper: bigint;
}

export interface NameRow {
  readonly id: number;
  readonly providerId: number;
  readonly name: string;
}

/** As the table keeps it: what judging needs again went through JSON. */
export interface FlagRow extends Pick<NewFlag, 'id' | 'kind' | 'tier' | 'rule' | 'ruleVersion' | 'n' | 'shadow' | 'scopeKey' | 'content'> {
  readonly change: bigint;
  readonly raisedAtMs: number;
  status: string;
  state: string;
}

export class MemoryTables {
  head: MonitorHead = { change: 0n, knownAtMs: 0, flagSequence: 0n, ledgerPosition: 0n, identitySequence: 0n, judgedHour: 0 };
  positions = new Map<string, bigint>();
  providers = new Map<string, number>();
  accelerators = new Map<string, number>();
  names: Record<'account' | 'compute_cluster', NameRow[]> = { account: [], compute_cluster: [] };
  hourTotals = new Map<string, HourRow>();
  batches = new Map<string, TakenBatch>();
  /** Keys of those that wait for other parts. */
  held = new Set<string>();
  customerFacts = new Map<bigint, Buffer>();
  facilityFacts = new Map<string, Buffer>();
  orderFacts = new Map<bigint, Buffer>();
  evaluations: RecordedEvaluation[] = [];
  flags = new Map<string, FlagRow>();
  events: NewFlagEvent[] = [];
  signals = new Map<string, NewSignal>();
}

const NO_DATABASE = () => {
  throw new Error('this transaction has no database behind it');
};
const TRANSACTION = { query: NO_DATABASE } as unknown as Transaction;

/** One at a time. A transaction that fails, or that the process dies in, leaves the tables as they were. */
export class MemoryTransactions extends Transactions {
  /** The process dies as the next one would have committed. */
  diesNext = false;

  constructor(public tables: MemoryTables) {
    super();
  }

  async run<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    if (!this.diesNext) return work(TRANSACTION);
    this.diesNext = false;
    const before = structuredClone({ ...this.tables });
    await work(TRANSACTION);
    Object.assign(this.tables, before);
    throw new Error('killed before the commit');
  }

  read<Result>(_: Tenant, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return work(TRANSACTION);
  }
}
