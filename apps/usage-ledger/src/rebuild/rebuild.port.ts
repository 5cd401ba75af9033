import type { Transaction } from '@tidemark/persistence';
import type { FateCounts } from '../conservation/conservation.port.js';
import type { PostingColumns } from '../postgres/posting-columns.js';
import type { Slot } from '../postgres/slot-codec.js';
import type { Difference } from './rebuild.js';

export interface SegmentPostings {
  providerId: number;
  columns: PostingColumns;
}

/** One submission as it came in, and what the tables say it is. */
export interface StoredSubmission {
  /** Ledger position. */
  position: number;
  envelope: Uint8Array;
  /** Undefined: no row speaks of it. */
  row: SubmissionRow | undefined;
}

export interface SubmissionRow {
  kind: 'standing' | 'duplicate' | 'conflict';
  sourceId: number;
  provider: string;
  source: string;
  epoch: number;
  sequence: bigint;
  contentHash: string;
  opaque: boolean;
  /** States of records that were not counted whole at arrival; of a standing report alone. */
  states: ReadonlyMap<number, RecordStateRow>;
}

export interface RecordStateRow {
  state: number;
  slots: Slot[];
}

export interface SourceCounts {
  sourceId: number;
  records: FateCounts;
  acceleratorMs: FateCounts;
  opaqueReports: bigint;
}

export interface EpochCounts {
  sourceId: number;
  epoch: number;
  maxSequence: bigint;
  reports: number;
}

/** What a rebuild reads, and where it puts aside what does not fit into memory. */
export interface RebuildStore {
  segmentPostings(tx: Transaction): AsyncIterable<SegmentPostings[]>;
  /** A table of this transaction alone for the totals that are folded again. */
  openRebuiltTotals(tx: Transaction): Promise<void>;
  addRebuiltTotals(tx: Transaction, providerId: number, columns: PostingColumns): Promise<void>;
  /** How many totals there are, and those that differ from what stands in hour_total. */
  compareTotals(tx: Transaction): Promise<{ totals: number; differing: number; differences: Difference[] }>;
  submissions(tx: Transaction): AsyncIterable<StoredSubmission[]>;
  sourceCounts(tx: Transaction): Promise<SourceCounts[]>;
  sourceEpochs(tx: Transaction): Promise<EpochCounts[]>;
  reportRows(tx: Transaction): Promise<number>;
  order(tx: Transaction): Promise<{
    segments: number;
    headPosition: bigint;
    lastPosition: bigint;
    headKnownAtMs: number;
    lastKnownAtMs: number;
    backwards: number;
  }>;
}
