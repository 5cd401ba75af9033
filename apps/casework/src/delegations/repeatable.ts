import { isRefused, type Refused, refuse } from '@tidemark/edge';
import { earlierAnswer, keepAnswer, type RepeatableRequest, type Transaction } from '@tidemark/persistence';

/** For changes that are of no case: the answer of an earlier request of the same key, or the work and its answer kept for a repeat. */
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
