import { int8Array, type Transaction } from '@tidemark/persistence';
import type { RecordStateRow, StoredSubmission, SubmissionRow } from '../rebuild/rebuild.port.js';
import { decodeSegmentInputs } from './segment-inputs.js';
import { decodeSlots } from './slot-codec.js';

export interface SegmentInputsRow {
  id: string;
  first_position: string;
  positions: Buffer;
  inputs: Buffer;
}

/** What came in with some segments, each submission with the row that speaks of it. */
export async function submissionsOf(tx: Transaction, segments: readonly SegmentInputsRow[]): Promise<StoredSubmission[]> {
  const inputs = segments.flatMap(inputsOf);
  const positions = int8Array(inputs.map((input) => input.position));
  const states = await statesOf(tx, positions);
  const rows = new Map<number, SubmissionRow>();
  for (const row of await tx.query<Row>(ROWS_SQL, [positions])) rows.set(Number(row.position), rowOf(row, states));
  return inputs.map((input) => ({ ...input, row: rows.get(input.position) }));
}

/** `positions`: of each input as uint32 little-endian above the segment's first. */
export function inputsOf({ id, first_position, positions, inputs }: SegmentInputsRow): { position: number; envelope: Buffer }[] {
  const envelopes = decodeSegmentInputs(inputs);
  if (positions.length !== 4 * envelopes.length)
    throw new Error(`Segment ${id} has ${envelopes.length} inputs and ${positions.length / 4} positions`);
  return envelopes.map((envelope, slot) => ({ position: Number(first_position) + positions.readUInt32LE(4 * slot), envelope }));
}

const ROWS_SQL = `
  select r.*, s.name as source, p.name as provider
  from (
    select position, source_id, epoch, sequence, content_hash, opaque, 'standing' as kind from report where position = any($1::bigint[])
    union all
    select c.position, c.source_id, c.epoch, c.sequence, c.content_hash, o.opaque, case when c.conflict then 'conflict' else 'duplicate' end
    from report_copy c left join report o using (source_id, epoch, sequence) where c.position = any($1::bigint[])
  ) as r join source s on s.id = r.source_id join provider p on p.id = s.provider_id`;

interface Row {
  position: string;
  source_id: number;
  epoch: string;
  sequence: string;
  content_hash: Buffer;
  opaque: boolean;
  kind: SubmissionRow['kind'];
  source: string;
  provider: string;
}

type StatesByPosition = ReadonlyMap<string, Map<number, RecordStateRow>>;

const rowOf = (row: Row, states: StatesByPosition): SubmissionRow => ({
  kind: row.kind,
  sourceId: row.source_id,
  provider: row.provider,
  source: row.source,
  epoch: Number(row.epoch),
  sequence: BigInt(row.sequence),
  contentHash: row.content_hash.toString('hex'),
  opaque: row.opaque,
  states: states.get(row.position) ?? new Map(),
});

async function statesOf(tx: Transaction, positions: Buffer): Promise<StatesByPosition> {
  const rows = await tx.query<{ report_position: string; index: number; state: number; slots: Buffer | null }>(
    'select report_position, index, state, slots from record_state where report_position = any($1::bigint[])',
    [positions],
  );
  const states = new Map<string, Map<number, RecordStateRow>>();
  for (const { report_position, index, state, slots } of rows) {
    const ofReport = states.get(report_position) ?? new Map<number, RecordStateRow>();
    ofReport.set(index, { state, slots: slots ? decodeSlots(slots) : [] });
    states.set(report_position, ofReport);
  }
  return states;
}
