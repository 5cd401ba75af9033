import type { Transaction } from '@tidemark/persistence';

/** `customer.v1` as the registry keeps it: facts are added, never changed, in the order of their sequence. */
export abstract class CustomerFacts {
  /** The last fact that was committed. */
  abstract head(tx: Transaction): Promise<{ sequence: bigint; knownAtMs: number }>;

  /** Encoded events in (after, upTo], the first of them, in order. */
  abstract page(tx: Transaction, range: { after: bigint; upTo: bigint }, limit: number): Promise<{ sequence: bigint; value: Buffer }[]>;
}
