import { type Refused, type WriteRequest } from '@tidemark/edge';
import type { Write } from './write.js';

/**
 * Every change of the registry goes through here. Changes are made one after the other, each holding the registry's head until it
 * commits: known times and the sequence of `customer.v1` rise in commit order, so that "as known at" has no holes and two changes can
 * never both find a place free. Identity changes a few times a second at most; usage does not pass here.
 */
export abstract class RegistryWrites {
  /**
   * Runs `work` in one transaction, as the tenant of the caller. An answer that is a refusal rolls back. A request that repeats an
   * `Idempotency-Key` gets the first answer again and changes nothing; the same key with another request is refused.
   *
   * Answers are kept for repeats as JSON and in the clear: they must hold no personal data.
   */
  abstract run<Answer extends object>(
    request: WriteRequest,
    work: (write: Write) => Promise<Answer>,
  ): Promise<Answer | Refused<'IDEMPOTENCY_KEY_REUSED'>>;

  /** The same for the registry's own work, which may touch every tenant's records. */
  abstract runAsRegistry<Answer>(nowMs: number, work: (write: Write) => Promise<Answer>): Promise<Answer>;
}

/** The name of the registry where a fact says who recorded it. */
export const REGISTRY_ITSELF = 'customer-registry';
