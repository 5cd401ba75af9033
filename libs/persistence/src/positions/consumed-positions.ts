import type { Transaction } from '../transaction.js';

/** Where the app stands on the partitions that it consumes: moved in the transaction that takes what stands there. */
export abstract class ConsumedPositions {
  /** Undefined: nothing was taken yet. */
  abstract next(topic: string, partition: number): Promise<bigint | undefined>;

  /** The offset to take next, held until the transaction ends: of two instances with one batch, the second finds it taken. */
  abstract lock(tx: Transaction, topic: string, partition: number): Promise<bigint>;

  /** Never goes back. */
  abstract moveTo(tx: Transaction, topic: string, partition: number, next: bigint): Promise<void>;
}
