import type { PostedColumns } from '@tidemark/contracts';

/**
 * Parts of ledger transactions of which others are still to come. What a transaction posted is one change of the ledger: use that passed from
 * one account to another would, half told, count twice or not at all, and flag what never was.
 */
export class HeldPostings {
  private readonly byPosition = new Map<bigint, PostedColumns[]>();

  /** Answers all that can be folded now, parts that waited included. */
  add(batches: readonly PostedColumns[]): { ready: PostedColumns[]; released: bigint[]; held: PostedColumns[] } {
    const ready: PostedColumns[] = [];
    const released: bigint[] = [];
    const fresh = new Set<PostedColumns>();
    for (const batch of batches) {
      if (batch.parts <= 1) ready.push(batch);
      else if (this.complete(batch)) {
        ready.push(...this.byPosition.get(batch.ledgerPosition)!);
        released.push(batch.ledgerPosition);
        this.byPosition.delete(batch.ledgerPosition);
      } else fresh.add(batch);
    }
    for (const batch of ready) fresh.delete(batch);
    return { ready, released, held: [...fresh] };
  }

  private complete(batch: PostedColumns): boolean {
    const parts = this.byPosition.get(batch.ledgerPosition) ?? [];
    parts.push(batch);
    this.byPosition.set(batch.ledgerPosition, parts);
    return parts.length === batch.parts;
  }
}
