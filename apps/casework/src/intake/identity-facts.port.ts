import type { Transaction } from '@tidemark/persistence';

/** A fact of `customer.v1` as it came. */
export interface IdentityFactRow {
  sequence: bigint;
  knownAtMs: number;
  recordedBy: string;
  bytes: Uint8Array;
  /** Records that it is about. */
  customers: readonly string[];
}

/** The facts of `customer.v1` that casework has taken, for good. */
export abstract class IdentityFacts {
  /** A fact that is there already stays as it is: the log delivers at least once. */
  abstract add(tx: Transaction, facts: readonly IdentityFactRow[]): Promise<void>;
  /** Of the last one; 0: there is none. */
  abstract lastSequence(tx: Transaction): Promise<bigint>;
  abstract after(tx: Transaction, sequence: bigint, limit: number): Promise<{ sequence: bigint; bytes: Uint8Array }[]>;
  /** Whoever recorded a fact about any of these records. */
  abstract recordedAbout(tx: Transaction, customers: readonly string[]): Promise<string[]>;
}
