import { earlierAnswer, keepAnswer, type RepeatableRequest, type Transaction, type Transactions } from '@tidemark/persistence';
import { isRefused, type Refused, refuse } from './refusal.js';
import type { WriteRequest } from './write-request.js';

/** How a repeat of the request is known; undefined: it came without a key. */
export const repeatOf = ({ caller, idempotency }: WriteRequest): RepeatableRequest | undefined =>
  idempotency && { provider: caller.provider ?? '', subject: caller.subject, key: idempotency.key, fingerprint: idempotency.fingerprint };

/** The answer of an earlier request of the same key, or the work and its answer kept for a repeat. A refusal is not kept. */
export async function repeatable<Answer extends object>(
  tx: Transaction,
  { repeat, nowMs, onReplay }: { repeat: RepeatableRequest | undefined; nowMs: number; onReplay?: (() => void) | undefined },
  work: () => Promise<Answer | Refused>,
): Promise<Answer | Refused> {
  if (repeat === undefined) return work();
  const earlier = await earlierAnswer<Answer>(tx, repeat);
  if (earlier === 'other-request') return refuse('IDEMPOTENCY_KEY_REUSED', 'This key came with a request of other content before.');
  if (earlier !== undefined) {
    onReplay?.();
    return earlier.answer;
  }
  const answer = await work();
  if (!isRefused(answer)) await keepAnswer(tx, repeat, answer, nowMs);
  return answer;
}

/** Carries a refusal out of a transaction, which it rolls back. */
class RolledBack extends Error {
  constructor(readonly answer: Refused) {
    super('rolled back');
  }
}

/** Runs `work` in one transaction. An answer that is a refusal rolls back, and is answered all the same. */
export async function runOrRollBack<Answer>(
  transactions: Transactions,
  work: (tx: Transaction) => Promise<Answer | Refused>,
): Promise<Answer | Refused> {
  try {
    return await transactions.run(async (tx) => {
      const answer = await work(tx);
      if (isRefused(answer)) throw new RolledBack(answer);
      return answer;
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.answer;
    throw error;
  }
}
