import type { Transaction } from '@tidemark/persistence';
import type { PostingColumns } from '../postgres/posting-columns.js';

/** What one transaction posted for one provider, with the names of the ids in its columns. */
export interface PostedSegment {
  ledgerPosition: bigint;
  knownAtMs: number;
  policyVersion: number;
  catalogueVersion: number;
  provider: string;
  columns: PostingColumns;
  accounts: ReadonlyMap<number, string>;
  clusters: ReadonlyMap<number, string>;
  accelerators: ReadonlyMap<number, string>;
}

export interface PostingsReader {
  /**
   * The position up to which a page reaches: that of the last of `limit` segments above `after`; `after` itself when there are none.
   * A page never ends between two segments of the same position, so that a position is all that a reader must remember.
   */
  endOfPage(tx: Transaction, after: bigint, limit: number): Promise<bigint>;
  /** Segments with a position in (after, upTo], in ledger order, a page of a few. */
  segments(tx: Transaction, after: bigint, upTo: bigint): Promise<PostedSegment[]>;
}

export const PostingsReader = Symbol('PostingsReader');
