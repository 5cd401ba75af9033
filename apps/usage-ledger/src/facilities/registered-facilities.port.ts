import type { Transaction } from '@tidemark/persistence';

export interface StoredFact {
  position: bigint;
  /** An encoded FacilityEvent. */
  event: Uint8Array;
}

/** What a copy of the facts needs from storage. */
export interface FacilityFactReader {
  /** Facts above the position, in their order. */
  factsAfter(tx: Transaction, position: bigint): Promise<StoredFact[]>;
}

export const FacilityFactReader = Symbol('FacilityFactReader');
