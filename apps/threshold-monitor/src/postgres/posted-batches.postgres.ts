import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { type HourWindow, type LaterBatches, PostedBatches } from '../totals/totals.port.js';

/** Of a few hundred kilobytes each at most: this many are in memory at a time. */
const BATCHES_AT_A_TIME = 32;
const HOUR_MIN = -(2 ** 31);
const HOUR_MAX = 2 ** 31 - 1;

const LATER = '($1::bigint is null or known_at_ms > $1) and ($2::bigint is null or change > $2) and change <= $3';

@Injectable()
export class PostgresPostedBatches extends PostedBatches {
  async *later(tx: Transaction, { knownAfterMs, afterChange, upToChange }: LaterBatches, window: HourWindow): AsyncIterable<Buffer> {
    const filter = [knownAfterMs ?? null, afterChange?.toString() ?? null, upToChange.toString()];
    // Batches after a moment lie together at the end: the walk along the key begins there, and not at the first of years.
    const [first] = await tx.query<{ position: string | null }>(
      `select min(ledger_position) as position from posted_batch where ${LATER}`,
      filter,
    );
    if (first?.position == null) return;
    let last = [first.position, '-1'];
    for (;;) {
      const rows = await tx.query<{ ledger_position: string; part: number; batch: Buffer }>(
        `select ledger_position, part, batch from posted_batch
         where ${LATER} and last_hour >= $4 and first_hour < $5 and (ledger_position, part) > ($6::bigint, $7::int)
         order by ledger_position, part limit ${BATCHES_AT_A_TIME}`,
        [...filter, Math.max(HOUR_MIN, window.fromHour), Math.min(HOUR_MAX, window.toHour), ...last],
      );
      for (const { batch } of rows) yield batch;
      if (rows.length < BATCHES_AT_A_TIME) return;
      const end = rows.at(-1)!;
      last = [end.ledger_position, String(end.part)];
    }
  }

  async positionAt(tx: Transaction, knownAtMs: number): Promise<bigint> {
    const [row] = await tx.query<{ position: string | null }>(
      'select max(ledger_position) as position from posted_batch where known_at_ms <= $1 and change is not null',
      [knownAtMs],
    );
    return BigInt(row?.position ?? 0);
  }
}
