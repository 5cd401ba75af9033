import type { Transaction } from '@tidemark/persistence';

/** Facts of customer.v1 as they were taken. For transactions that may see all: who is behind an account is told by facts of several providers. */
export abstract class IdentityFacts {
  /** In their order, those with a sequence in (after, upTo]; undefined: all above. */
  abstract after(tx: Transaction, after: bigint, upTo: bigint | undefined, limit: number): Promise<{ sequence: bigint; bytes: Buffer }[]>;
  /** Known times of the last fact up to the sequence (0: there is none), and of the one that follows. */
  abstract knownTimesAround(tx: Transaction, sequence: bigint): Promise<{ lastMs: number; nextMs: number | undefined }>;
  /** The last fact that the change knew; 0: none. */
  abstract lastAtChange(tx: Transaction, change: bigint): Promise<bigint>;
}
