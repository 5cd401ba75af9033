import { fromBinary } from '@bufbuild/protobuf';
import { decodeColumns, type ReportEnvelope, ReportEnvelopeSchema } from '@tidemark/contracts';
import { RecordState } from '@tidemark/domain';
import type { StoredRecordState, StoredReport } from './report-fate.port.js';

export type Fate = 'COUNTED' | 'HELD' | 'DUPLICATE' | 'CONFLICT' | 'REJECTED' | 'REPLACED';

/** What became of one record. Parts in accelerator-milliseconds. */
export interface RecordFate {
  /** As sent. */
  index: number;
  fate: Fate;
  /** Why, where it is not simply counted: a stable code. */
  reason?: string;
  /** The field at fault of a rejected record. */
  field?: string;
  /** What a held record waits for. */
  waitingFor?: string;
  parts: { countedMs: bigint; duplicateMs: bigint; conflictMs: bigint };
  /** The record that stands in its place, epoch/sequence/index. */
  replacedBy?: string;
}

export interface ReportFate {
  /** OPAQUE: of a schema version that cannot be read yet; it is kept whole and its records are in no count. */
  status: 'COUNTED' | 'OPAQUE';
  contentHash: string;
  ledgerPosition: bigint;
  knownAtMs: number;
  /** Every record as sent, by index. */
  records: RecordFate[];
  /** Later submissions under the same id; this one stands. */
  copies: { ledgerPosition: bigint; knownAtMs: number; fate: 'DUPLICATE' | 'CONFLICT'; contentHash: string }[];
}

export function reportFate(stored: StoredReport): ReportFate {
  const envelope = fromBinary(ReportEnvelopeSchema, stored.envelope);
  return {
    status: stored.opaque ? 'OPAQUE' : 'COUNTED',
    contentHash: hex(stored.contentHash),
    ledgerPosition: stored.position,
    knownAtMs: stored.knownAtMs,
    records: stored.opaque ? [] : [...rejected(envelope), ...accepted(envelope, stored.states)].sort((a, b) => a.index - b.index),
    copies: stored.copies.map((copy) => ({
      ledgerPosition: copy.position,
      knownAtMs: copy.knownAtMs,
      fate: copy.conflict ? 'CONFLICT' : 'DUPLICATE',
      contentHash: hex(copy.contentHash),
    })),
  };
}

const NAMES: Record<number, Fate> = {
  [RecordState.COUNTED]: 'COUNTED',
  [RecordState.HELD]: 'HELD',
  [RecordState.DUPLICATE]: 'DUPLICATE',
  [RecordState.CONFLICT]: 'CONFLICT',
  [RecordState.REPLACED]: 'REPLACED',
};

const rejected = (envelope: ReportEnvelope): RecordFate[] =>
  envelope.rejected.map(({ index, code, field }) => ({
    index,
    fate: 'REJECTED',
    reason: code,
    ...(field === '' ? {} : { field }),
    parts: NO_PARTS,
  }));

function accepted(envelope: ReportEnvelope, states: ReadonlyMap<number, StoredRecordState>): RecordFate[] {
  const columns = decodeColumns(envelope.columns);
  return Array.from({ length: columns.length }, (_, row) => {
    const index = columns.index[row]!;
    const state = states.get(index);
    if (state) return asStored(index, state);
    // No row is stored for what was counted whole at arrival, which is nearly everything.
    const countedMs = BigInt(columns.count[row]!) * BigInt(columns.endMs[row]! - columns.startMs[row]!);
    return { index, fate: 'COUNTED', parts: { ...NO_PARTS, countedMs } };
  });
}

function asStored(index: number, state: StoredRecordState): RecordFate {
  const fate = NAMES[state.state];
  if (!fate) throw new Error(`A record has the unknown state ${state.state}`);
  return {
    index,
    fate,
    ...(state.reason === undefined ? {} : { reason: state.reason }),
    ...(fate !== 'HELD' || state.waitingFor === undefined ? {} : { waitingFor: state.waitingFor }),
    parts: fate === 'HELD' || fate === 'REPLACED' ? NO_PARTS : partsOf(state),
    ...(state.replacedBy === undefined ? {} : { replacedBy: state.replacedBy }),
  };
}

const NO_PARTS = { countedMs: 0n, duplicateMs: 0n, conflictMs: 0n };

const partsOf = ({ slots }: StoredRecordState): RecordFate['parts'] =>
  slots.reduce(
    (sum, slot) => ({
      countedMs: sum.countedMs + BigInt(slot.countedMs),
      duplicateMs: sum.duplicateMs + BigInt(slot.duplicateMs),
      conflictMs: sum.conflictMs + BigInt(slot.conflictMs),
    }),
    NO_PARTS,
  );

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
