import type { Transaction } from '@tidemark/persistence';
import type { BulkFormat, BulkRow } from './bulk-file.js';

/** A file of customers that is on its way in. */
export interface BulkOnboarding {
  id: string;
  provider: string;
  format: BulkFormat;
  startedBy: string;
  startedAtMs: number;
  /** Absent: it is under way. */
  doneAtMs: number | undefined;
  rows: number;
  onboarded: number;
  existing: number;
  rejected: number;
}

export interface RowProblem {
  code: string;
  field?: string | undefined;
  detail?: string | undefined;
}

/** What became of one row. EXISTS: a record of this reference was there, and was left as it is. */
export type RowVerdict = { verdict: 'ONBOARDED' | 'EXISTS'; customer: string } | { verdict: 'REJECTED'; problems: readonly RowProblem[] };

export interface VerdictOnRow {
  /** 1, 2, 3, ... in the order of the file, without its header. */
  row: number;
  verdict: RowVerdict['verdict'] | 'WAITING';
  customer?: string;
  problems?: readonly RowProblem[];
}

export interface RowFilter {
  verdict?: VerdictOnRow['verdict'] | undefined;
  after: number;
  limit: number;
}

export abstract class BulkOnboardings {
  /** Keeps the rows sealed under a key of the file's own. */
  abstract start(tx: Transaction, onboarding: BulkOnboarding, rows: readonly BulkRow[]): Promise<void>;

  abstract find(tx: Transaction, id: string): Promise<BulkOnboarding | undefined>;

  /** Newest first. */
  abstract list(tx: Transaction, filter: { before?: readonly [number, string] | undefined; limit: number }): Promise<BulkOnboarding[]>;

  /** The first rows without a verdict, opened. */
  abstract waiting(tx: Transaction, id: string, limit: number): Promise<{ row: number; content: BulkRow }[]>;

  abstract decide(tx: Transaction, id: string, row: number, verdict: RowVerdict): Promise<void>;

  /** Nothing of the rows' content can be read any more. */
  abstract finish(tx: Transaction, id: string, nowMs: number): Promise<void>;

  abstract rows(tx: Transaction, id: string, filter: RowFilter): Promise<VerdictOnRow[]>;

  /** The provider's record of this reference. */
  abstract customerOf(tx: Transaction, provider: string, referenceMark: Buffer): Promise<string | undefined>;
}
