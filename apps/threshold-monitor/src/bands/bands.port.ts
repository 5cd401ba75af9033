import type { TripleTotal } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import type { OwnedSpan } from '../totals/owned-hours.js';

/** Scopes in each band: the first below all of them, then in the order of the numbers. */
export type BandCounts = readonly number[];

export interface BandPlace {
  /** TFLOP: from it on a scope is in the band. Absent: from nothing. */
  readonly from?: bigint | undefined;
  /** Not included. Absent: without end. */
  readonly to?: bigint | undefined;
}

/** The last scope of the page before. */
export interface AfterScope {
  readonly expected: bigint;
  /** Of an account its provider and name; of anybody else an empty text and the id. */
  readonly provider: string;
  readonly id: string;
}

export interface BandScope {
  readonly provider: string;
  readonly id: string;
  readonly total: TripleTotal;
}

/** Whose use it is, where it is not an account's: hours of accounts, and the ids that `owner` of a span is a place among. */
export interface OwnedUse {
  readonly spans: readonly OwnedSpan[];
  readonly ids: readonly string[];
}

/**
 * Totals over all time, told apart by band: added up in the database, where they lie. Who used nothing is in no band. `passes` are the least totals
 * of TFLOP that pass each number, rising; of scopes in a band the largest expected total comes first.
 */
export abstract class BandTotals {
  abstract countAccounts(tx: Transaction, passes: readonly bigint[]): Promise<BandCounts>;
  abstract countOwners(tx: Transaction, use: OwnedUse, passes: readonly bigint[]): Promise<BandCounts>;
  abstract accounts(tx: Transaction, band: BandPlace, after: AfterScope | undefined, limit: number): Promise<BandScope[]>;
  abstract owners(tx: Transaction, use: OwnedUse, band: BandPlace, after: AfterScope | undefined, limit: number): Promise<BandScope[]>;
}
