import type { Transaction } from '@tidemark/persistence';
import type { ReplayInput, ReplayInputs } from '../rebuild/replay.port.js';
import { inputsOf, type SegmentInputsRow } from './submissions.postgres.js';

const SEGMENTS_AT_A_TIME = 8;

export class PostgresReplayInputs implements ReplayInputs {
  async lastPosition(tx: Transaction): Promise<number> {
    const [head] = await tx.query<{ position: string }>('select position from ledger_head');
    return Number(head!.position);
  }

  /** Segments of one transaction overlap in their positions; what is ready is what no later segment can come before. */
  async *between(tx: Transaction, after: number, until: number): AsyncIterable<ReplayInput[]> {
    const facts = await factsBetween(tx, after, until);
    const waiting: ReplayInput[] = [];
    for (let last = after; ; ) {
      const segments = await tx.query<SegmentInputsRow>(
        `select id, first_position, positions, inputs from segment
         where first_position > $1 and first_position <= $2 and length(positions) > 0 order by first_position limit ${SEGMENTS_AT_A_TIME}`,
        [last, until],
      );
      const isEnd = segments.length < SEGMENTS_AT_A_TIME;
      last = isEnd ? until : Number(segments.at(-1)!.first_position);
      const given = last;
      waiting.push(...segments.flatMap(inputsOf), ...facts.splice(0, countUntil(facts, given)));
      waiting.sort((a, b) => a.position - b.position);
      const ready = waiting.splice(0, countUntil(waiting, given));
      if (ready.length > 0) yield ready;
      if (isEnd) return;
    }
  }
}

async function factsBetween(tx: Transaction, after: number, until: number): Promise<ReplayInput[]> {
  const rows = await tx.query<{ position: string; event: Buffer }>(
    'select position, event from facility_fact where position > $1 and position <= $2 order by position',
    [after, until],
  );
  return rows.map((row) => ({ position: Number(row.position), fact: row.event }));
}

function countUntil(inputs: readonly ReplayInput[], position: number): number {
  const behind = inputs.findIndex((input) => input.position > position);
  return behind === -1 ? inputs.length : behind;
}
