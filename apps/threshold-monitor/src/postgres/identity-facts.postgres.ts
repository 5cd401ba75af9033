import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { IdentityFacts } from '../ask/identity-facts.port.js';

@Injectable()
export class PostgresIdentityFacts extends IdentityFacts {
  async after(tx: Transaction, after: bigint, upTo: bigint | undefined, limit: number): Promise<{ sequence: bigint; bytes: Buffer }[]> {
    const rows = await tx.query<{ sequence: string; fact: Buffer }>(
      `select sequence, fact from customer_fact where sequence > $1 and ($2::bigint is null or sequence <= $2) order by sequence limit $3`,
      [after.toString(), upTo?.toString() ?? null, limit],
    );
    return rows.map(({ sequence, fact }) => ({ sequence: BigInt(sequence), bytes: fact }));
  }

  async knownTimesAround(tx: Transaction, sequence: bigint): Promise<{ lastMs: number; nextMs: number | undefined }> {
    const [row] = await tx.query<{ last: string | null; next: string | null }>(
      `select (select known_at_ms from customer_fact where sequence <= $1 order by sequence desc limit 1) as last,
         (select known_at_ms from customer_fact where sequence > $1 order by sequence limit 1) as next`,
      [sequence.toString()],
    );
    return { lastMs: Number(row?.last ?? 0), nextMs: row?.next == null ? undefined : Number(row.next) };
  }

  async lastAtChange(tx: Transaction, change: bigint): Promise<bigint> {
    const [row] = await tx.query<{ sequence: string | null }>('select max(sequence) as sequence from customer_fact where change <= $1', [
      change.toString(),
    ]);
    return BigInt(row?.sequence ?? 0);
  }
}
