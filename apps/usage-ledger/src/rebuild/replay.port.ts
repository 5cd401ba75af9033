import type { Transaction } from '@tidemark/persistence';

/** What the ledger decided from, at its ledger position. */
export type ReplayInput = { position: number; fact: Uint8Array } | { position: number; envelope: Uint8Array };

/** The append-only truth, to be fed again. */
export interface ReplayInputs {
  /** The last position that is committed: nothing at or below it will still appear. */
  lastPosition(tx: Transaction): Promise<number>;
  /** Facts and submissions with positions above `after` up to `until`, rising. */
  between(tx: Transaction, after: number, until: number): AsyncIterable<ReplayInput[]>;
}

/** A row of a derived table in words that mean the same in every ledger: names instead of ids. */
export interface NamedRow {
  /** Unique in its table. */
  key: string;
  /** A JSON object. Equal rows have equal texts. */
  value: string;
}

/** One derived table. */
export interface NamedTable {
  readonly name: string;
  /** All rows, rising by the bytes of their keys. */
  rows(tx: Transaction): AsyncIterable<NamedRow[]>;
}
