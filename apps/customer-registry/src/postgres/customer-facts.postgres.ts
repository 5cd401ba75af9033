import { TOPICS } from '@tidemark/messaging';
import { outbox, type Transaction } from '@tidemark/persistence';
import { customerEventKey, encodeCustomerEvent } from '../events/customer-event.js';
import type { CustomerFact } from '../events/customer-fact.js';

/** Gives the fact the next place in the order of all facts, keeps it for snapshots, and has it carried to `customer.v1`. */
export async function publishFact(
  tx: Transaction,
  fact: CustomerFact,
  { by, knownAtMs }: { by: string; knownAtMs: number },
): Promise<{ sequence: bigint }> {
  const [head] = await tx.query<{ sequence: string }>('update registry_head set sequence = sequence + 1 returning sequence');
  const sequence = BigInt(head!.sequence);
  const value = Buffer.from(encodeCustomerEvent({ sequence, knownAtMs, recordedBy: by }, fact));
  await tx.query('insert into customer_fact (sequence, known_at_ms, provider, kind, value) values ($1, $2, $3, $4, $5)', [
    sequence.toString(),
    knownAtMs,
    fact.value.provider,
    fact.case,
    value,
  ]);
  await outbox(tx, TOPICS.customer, [{ key: customerEventKey(fact), value, partition: 0 }]);
  return { sequence };
}
