import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import type { ReportFates, ReportId, StoredCopy, StoredRecordState, StoredReport } from '../reports/report-fate.port.js';
import { decodeSegmentInputs } from './segment-inputs.js';
import { decodeSlots } from './slot-codec.js';

interface ReportRow {
  source_id: number;
  position: string;
  known_at_ms: string;
  content_hash: Buffer;
  opaque: boolean;
  slot: number;
  inputs: Buffer;
}

@Injectable()
export class PostgresReportFates implements ReportFates {
  async find(tx: Transaction, id: ReportId): Promise<StoredReport | undefined> {
    const [row] = await tx.query<ReportRow>(
      `select r.source_id, r.position, r.known_at_ms, r.content_hash, r.opaque, r.slot, g.inputs
       from provider p join source s on s.provider_id = p.id join report r on r.source_id = s.id join segment g on g.id = r.segment_id
       where p.name = $1 and s.name = $2 and r.epoch = $3 and r.sequence = $4`,
      [id.provider, id.source, id.epoch, id.sequence.toString()],
    );
    if (!row) return undefined;
    const envelope = decodeSegmentInputs(row.inputs)[row.slot];
    if (!envelope) throw new Error(`The segment of report ${row.position} has no slot ${row.slot}`);
    return {
      position: BigInt(row.position),
      knownAtMs: Number(row.known_at_ms),
      contentHash: row.content_hash,
      opaque: row.opaque,
      envelope,
      states: await statesOf(tx, row.position),
      copies: await copiesOf(tx, row.source_id, id),
    };
  }
}

async function statesOf(tx: Transaction, position: string): Promise<Map<number, StoredRecordState>> {
  const rows = await tx.query<{
    index: number;
    state: number;
    reason: string | null;
    waiting_for: string | null;
    replaced_by: string | null;
    slots: Buffer | null;
  }>('select index, state, reason, waiting_for, replaced_by, slots from record_state where report_position = $1', [position]);
  return new Map(
    rows.map((row) => [
      row.index,
      {
        state: row.state,
        reason: row.reason ?? undefined,
        waitingFor: row.waiting_for ?? undefined,
        replacedBy: row.replaced_by ?? undefined,
        slots: row.slots ? decodeSlots(row.slots) : [],
      },
    ]),
  );
}

async function copiesOf(tx: Transaction, sourceId: number, id: ReportId): Promise<StoredCopy[]> {
  const rows = await tx.query<{ position: string; known_at_ms: string; content_hash: Buffer; conflict: boolean }>(
    `select position, known_at_ms, content_hash, conflict from report_copy
     where source_id = $1 and epoch = $2 and sequence = $3 order by position`,
    [sourceId, id.epoch, id.sequence.toString()],
  );
  return rows.map((row) => ({
    position: BigInt(row.position),
    knownAtMs: Number(row.known_at_ms),
    contentHash: row.content_hash,
    conflict: row.conflict,
  }));
}
