import { Injectable } from '@nestjs/common';
import { TOPICS } from '@tidemark/messaging';
import { outbox, type Transaction } from '@tidemark/persistence';
import { encodeCaseFact } from '../events/case-fact.js';
import { FactStream, type PlacedFact } from '../events/fact-stream.port.js';

@Injectable()
export class PostgresFactStream extends FactStream {
  async publish(tx: Transaction, facts: readonly PlacedFact[], nowMs: number): Promise<void> {
    // A clock that was set back does not make known times fall.
    const [head] = await tx.query<{ sequence: string; known_at_ms: string }>(
      'update casework_head set sequence = sequence + $1, known_at_ms = greatest(known_at_ms, $2) returning sequence, known_at_ms',
      [facts.length, nowMs],
    );
    const first = BigInt(head!.sequence) - BigInt(facts.length) + 1n;
    const messages = facts.map(({ content, ...placed }, n) => ({
      key: placed.case,
      value: encodeCaseFact({ ...placed, sequence: first + BigInt(n), knownAtMs: Number(head!.known_at_ms) }, content),
      partition: 0,
    }));
    await outbox(tx, TOPICS.case, messages);
  }
}
