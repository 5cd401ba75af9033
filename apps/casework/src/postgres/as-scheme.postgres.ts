import type { Transaction } from '@tidemark/persistence';

/** From here on the transaction is casework's own: it decides for all, and what a caller may see and do was asked before. */
export async function asScheme(tx: Transaction): Promise<void> {
  await tx.query(`select set_config('tidemark.provider', '', true), set_config('tidemark.oversight', 'on', true)`);
}
