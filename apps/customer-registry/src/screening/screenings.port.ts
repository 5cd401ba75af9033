import type { Transaction } from '@tidemark/persistence';
import type { ListVersionRef } from '../lists/list-versions.port.js';

/** A screening as it is kept: who and what, sealed. */
export interface KeptScreening {
  readonly id: string;
  /** '' for the scheme's own. */
  readonly provider: string;
  readonly customer?: string | undefined;
  readonly configuration: string;
  readonly threshold: number;
  readonly lists: readonly ListVersionRef[];
  readonly matches: number;
  readonly person: Buffer;
  readonly result: Buffer;
  readonly firstBy: string;
  readonly firstAtMs: number;
}

export interface ScreenedCustomer {
  readonly customer: string;
  readonly provider: string;
  readonly screening: string;
  readonly configuration: string;
  readonly atMs: number;
}

export interface ScreeningFilter {
  readonly customer?: string | undefined;
  readonly limit: number;
  /** Newest first: before this one. */
  readonly before?: readonly [firstAtMs: number, id: string] | undefined;
}

/** Row-level security limits every answer to the tenant of the transaction. */
export abstract class Screenings {
  abstract find(tx: Transaction, id: string): Promise<KeptScreening | undefined>;
  abstract list(tx: Transaction, filter: ScreeningFilter): Promise<Omit<KeptScreening, 'person' | 'result'>[]>;
  /** Keeps it unless it is there already. */
  abstract keep(tx: Transaction, screening: KeptScreening): Promise<void>;
  abstract run(tx: Transaction, run: { screening: string; provider: string; by: string; atMs: number }): Promise<void>;

  abstract screened(tx: Transaction, screened: ScreenedCustomer): Promise<void>;
  /** When each was screened last, by customer; who was not, or waits to be screened again, is left out. Needs the registry's own role. */
  abstract screenedAt(tx: Transaction, customers: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Forgets by what an erased customer could be found. */
  abstract forget(tx: Transaction, customer: string): Promise<void>;
  abstract replaceKeys(tx: Transaction, customer: string, provider: string, keys: readonly Buffer[]): Promise<void>;
  /** Everybody who has one of these keys. */
  abstract customersByKeys(tx: Transaction, keys: readonly Buffer[]): Promise<string[]>;
  /** Everybody who was screened, or waits for a first list. */
  abstract everybody(tx: Transaction): Promise<string[]>;
  /** Whom another configuration screened last. */
  abstract screenedOtherwise(tx: Transaction, configuration: string): Promise<string[]>;
}
