import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { CustomerFacts } from '../events/customer-facts.port.js';

@Injectable()
export class PostgresCustomerFacts extends CustomerFacts {
  async head(tx: Transaction): Promise<{ sequence: bigint; knownAtMs: number }> {
    const [row] = await tx.query<{ sequence: string; known_at_ms: string }>(
      `select h.sequence, coalesce(f.known_at_ms, 0) as known_at_ms from registry_head h left join customer_fact f on f.sequence = h.sequence`,
    );
    return { sequence: BigInt(row!.sequence), knownAtMs: Number(row!.known_at_ms) };
  }

  async page(
    tx: Transaction,
    { after, upTo }: { after: bigint; upTo: bigint },
    limit: number,
  ): Promise<{ sequence: bigint; value: Buffer }[]> {
    const rows = await tx.query<{ sequence: string; value: Buffer }>(
      'select sequence, value from customer_fact where sequence > $1 and sequence <= $2 order by sequence limit $3',
      [after.toString(), upTo.toString(), limit],
    );
    return rows.map(({ sequence, value }) => ({ sequence: BigInt(sequence), value }));
  }
}
