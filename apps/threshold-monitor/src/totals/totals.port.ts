import type { Transaction } from '@tidemark/persistence';
import type { OwnedSpan } from './owned-hours.js';
import type { GroupSums } from './totals-fold.js';
import type { Grouping } from './totals-grouping.js';

/** Where the monitor stands, in the snapshot of the transaction. */
export interface AskedHead {
  readonly change: bigint;
  readonly knownAtMs: number;
  readonly ledgerPosition: bigint;
  readonly identitySequence: bigint;
}

export interface HourWindow {
  readonly fromHour: number;
  readonly toHour: number;
}

/** Whether a scope was ever used, by its name. */
export type UsedScope = { kind: 'account' | 'cluster'; provider: string; id: string } | { kind: 'provider'; provider: string };

/** What answering for totals needs of the tables: what stands now. At most `limit` groups. */
export abstract class TotalsReader {
  abstract head(tx: Transaction): Promise<AskedHead>;
  abstract isUsed(tx: Transaction, scope: UsedScope): Promise<boolean>;
  abstract ofSpans(tx: Transaction, spans: readonly OwnedSpan[], grouping: Grouping, limit: number): Promise<GroupSums[]>;
  abstract ofCluster(
    tx: Transaction,
    provider: string,
    id: string,
    window: HourWindow,
    grouping: Grouping,
    limit: number,
  ): Promise<GroupSums[]>;
  abstract ofProvider(tx: Transaction, provider: string, window: HourWindow, grouping: Grouping, limit: number): Promise<GroupSums[]>;
  /** Accounts' sums over all time: changes whenever anything of them did. */
  abstract fingerprint(tx: Transaction, scope: UsedScope | { spans: readonly OwnedSpan[] }): Promise<string>;
}

/** Which batches of postings: those that came after a moment of knowledge or a change of the monitor, and not after `upToChange`. */
export interface LaterBatches {
  readonly knownAfterMs?: number | undefined;
  readonly afterChange?: bigint | undefined;
  readonly upToChange: bigint;
}

/** The postings as they came. For transactions that may see all: a batch may hold several providers' use. */
export abstract class PostedBatches {
  /** A few in memory at a time. */
  abstract later(tx: Transaction, which: LaterBatches, window: HourWindow): AsyncIterable<Buffer>;
  /** Position of the last one known at a moment. */
  abstract positionAt(tx: Transaction, knownAtMs: number): Promise<bigint>;
}
