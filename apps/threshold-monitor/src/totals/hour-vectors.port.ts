import type { HourSums, Span } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import type { HourWindow } from './totals.port.js';

/** Use hour by hour, and what of the expected part rests on the prior utilisation. */
export interface ScopeHours {
  readonly vector: HourSums;
  /** TFLOP in the column `expected`. */
  readonly onPrior: HourSums;
}

export interface AccountVector extends ScopeHours {
  readonly provider: string;
  readonly account: string;
}

/** Vectors as they stand in the snapshot of the transaction, each read as one value: an hour costs bytes and no row. */
export abstract class HourVectors {
  /** The sum over the hours of the accounts. */
  abstract sumOf(tx: Transaction, spans: readonly Span[]): Promise<ScopeHours>;
  abstract ofCluster(tx: Transaction, provider: string, id: string): Promise<ScopeHours>;
  /** Account by account, a few at a time. Of one that used nothing in its hours: nothing. */
  abstract byAccount(tx: Transaction, spans: readonly Span[]): AsyncIterable<AccountVector>;
  /** Of a compute cluster's tenants, what each used there. */
  abstract byTenant(tx: Transaction, provider: string, id: string, window: HourWindow): AsyncIterable<AccountVector>;
  /** So many hours of accounts lie within. */
  abstract countOf(tx: Transaction, spans: readonly Span[]): Promise<number>;
  abstract countOfCluster(tx: Transaction, provider: string, id: string, window: HourWindow): Promise<number>;
}
