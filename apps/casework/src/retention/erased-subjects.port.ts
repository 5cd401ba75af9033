import type { Transaction } from '@tidemark/persistence';

/** A customer record whose person the registry erased. */
export interface ErasedRecord {
  customer: string;
  /** Of the fact in `customer.v1`. */
  sequence: bigint;
}

/** How far the facts of `customer.v1` were looked through for erasures, and which cases they concern. */
export abstract class ErasedSubjects {
  abstract mark(tx: Transaction): Promise<bigint>;
  /** Never goes back. */
  abstract moveMark(tx: Transaction, sequence: bigint): Promise<void>;
  /** Cases about the record itself, and those to which its identity was released. */
  abstract casesAbout(tx: Transaction, customer: string): Promise<string[]>;
}
