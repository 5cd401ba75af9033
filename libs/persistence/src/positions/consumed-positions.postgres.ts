import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '../transaction.js';
import { ConsumedPositions } from './consumed-positions.js';

@Injectable()
export class PostgresConsumedPositions extends ConsumedPositions {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async next(topic: string, partition: number): Promise<bigint | undefined> {
    const [row] = await this.transactions.run((tx) =>
      tx.query<{ next_offset: string }>('select next_offset from consumed_position where topic = $1 and part = $2', [topic, partition]),
    );
    return row === undefined ? undefined : BigInt(row.next_offset);
  }

  async lock(tx: Transaction, topic: string, partition: number): Promise<bigint> {
    const [row] = await tx.query<{ next_offset: string }>(
      `insert into consumed_position as standing (topic, part, next_offset) values ($1, $2, 0)
       on conflict (topic, part) do update set next_offset = standing.next_offset returning next_offset`,
      [topic, partition],
    );
    return BigInt(row!.next_offset);
  }

  async moveTo(tx: Transaction, topic: string, partition: number, next: bigint): Promise<void> {
    await tx.query('update consumed_position set next_offset = greatest(next_offset, $3) where topic = $1 and part = $2', [
      topic,
      partition,
      next.toString(),
    ]);
  }
}
