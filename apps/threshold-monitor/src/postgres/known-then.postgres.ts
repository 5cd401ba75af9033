import { Injectable } from '@nestjs/common';
import { type Evaluation, type Scope, scopeKey } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { KnownThen } from '../evidence/evidence.port.js';

const PAGE = 5_000;

@Injectable()
export class PostgresKnownThen extends KnownThen {
  async *facilityFacts(tx: Transaction, change: bigint): AsyncIterable<Buffer> {
    for (let after = '0'; ; ) {
      const page = await tx.query<{ position: string; fact: Buffer }>(
        'select position, fact from facility_fact where position > $1 and change <= $2 order by position limit $3',
        [after, change.toString(), PAGE],
      );
      for (const { fact } of page) yield fact;
      if (page.length < PAGE) return;
      after = page.at(-1)!.position;
    }
  }

  async orderFacts(tx: Transaction, change: bigint): Promise<Buffer[]> {
    const rows = await tx.query<{ fact: Buffer }>('select fact from order_fact where change <= $1 order by sequence', [change.toString()]);
    return rows.map(({ fact }) => fact);
  }

  async evaluations(tx: Transaction, scope: Scope, change: bigint): Promise<Evaluation[]> {
    const rows = await tx.query<{ id: string; scope: Scope; at_ms: string }>(
      `select id, scope, at_ms from evaluation where change <= $1 and scope ->> 'kind' = $2 and scope ->> 'id' = $3 order by at_ms, id`,
      [change.toString(), scope.kind, scope.id],
    );
    const key = scopeKey(scope);
    return rows.filter((row) => scopeKey(row.scope) === key).map(({ id, at_ms }) => ({ id, atMs: Number(at_ms) }));
  }
}
