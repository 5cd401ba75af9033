import type { Transaction } from '@tidemark/persistence';
import type { PostingColumns } from '../postgres/posting-columns.js';
import type { GroupSums, PostingFilter } from './totals-fold.js';
import type { Grouping } from './totals-grouping.js';
import type { TotalScope } from './totals-question.js';

/** How far the ledger is: position and commit time (milliseconds) of its last transaction. */
export interface LedgerHead {
  position: bigint;
  knownAtMs: number;
}

/** The segments of a provider on either side of a moment, and where the ledger stood at it. */
export interface SegmentsAround {
  bytesUpTo: bigint;
  bytesAfter: bigint;
  position: bigint;
}

export type SegmentSide = 'up-to' | 'after';

/** A scope that the ledger counts for, by its own ids. */
export interface ScopeIds {
  providerId: number;
  accountId?: number;
  clusterId?: number;
}

export interface GroupNames {
  accelerators: ReadonlyMap<number, string>;
  accounts: ReadonlyMap<number, string>;
  clusters: ReadonlyMap<number, string>;
}

/** What answering for totals needs from storage. All within one reading transaction, so that everything is of one moment. */
export interface TotalsReader {
  head(tx: Transaction): Promise<LedgerHead>;
  /** Undefined: the ledger has counted nothing under that name. */
  scope(tx: Transaction, provider: string, scope: TotalScope, name: string): Promise<ScopeIds | undefined>;
  /** The totals as they are now, at most `limit` groups. */
  current(tx: Transaction, providerId: number, filter: PostingFilter, grouping: Grouping, limit: number): Promise<GroupSums[]>;
  segmentsAround(tx: Transaction, providerId: number, knownAtMs: number): Promise<SegmentsAround>;
  /** Postings of the provider's segments known up to and at, or after the moment; a few segments in memory at a time. */
  postings(tx: Transaction, providerId: number, side: SegmentSide, knownAtMs: number): AsyncIterable<PostingColumns>;
  names(tx: Transaction, groups: readonly GroupSums[]): Promise<GroupNames>;
}

export const TotalsReader = Symbol('TotalsReader');
