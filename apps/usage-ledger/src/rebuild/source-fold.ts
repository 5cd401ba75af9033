import { contentHash, decodeColumns, decodeEnvelope, type Envelope } from '@tidemark/contracts';
import { RecordState } from '@tidemark/domain';
import { FATES, type FateCounts } from '../conservation/conservation.port.js';
import type { Differences } from './rebuild.js';
import type { EpochCounts, RecordStateRow, SourceCounts, StoredSubmission, SubmissionRow } from './rebuild.port.js';

type Fate = (typeof FATES)[number];

/** Counts of every source and epoch, computed again from what came in and what became of each record. */
export class SourceFold {
  readonly sources = new Map<number, SourceCounts>();
  readonly epochs = new Map<string, EpochCounts>();
  standing = 0;
  submissions = 0;

  constructor(private readonly differences: Differences) {}

  add({ position, envelope: bytes, row }: StoredSubmission): void {
    this.submissions++;
    const what = `submission at position ${position}`;
    this.differences.compare(`${what}: a row that speaks of it`, row !== undefined, true);
    if (!row) return;
    const envelope = decodeEnvelope(bytes);
    this.compareIdentity(what, envelope, row);
    if (row.kind === 'standing') this.addToEpoch(row);
    const counts = this.countsOf(row.sourceId);
    // Outside the equation, and not counted again when it is repeated.
    if (row.opaque) counts.opaqueReports += row.kind === 'standing' ? 1n : 0n;
    else addRecords(counts, envelope, row, (field, stands, rebuilt) => this.differences.compare(`${what}: ${field}`, stands, rebuilt));
  }

  private compareIdentity(what: string, envelope: Envelope, row: SubmissionRow): void {
    const stored = `${row.provider}/${row.source}/${row.epoch}/${row.sequence}`;
    this.differences.compare(`${what}: id`, stored, `${envelope.provider}/${envelope.source}/${envelope.epoch}/${envelope.sequence}`);
    this.differences.compare(`${what}: content hash`, row.contentHash, hex(envelope.contentHash));
    if (!row.opaque)
      this.differences.compare(`${what}: content hash over its records`, row.contentHash, hex(contentHash(envelope.columns)));
  }

  private addToEpoch({ sourceId, epoch, sequence }: SubmissionRow): void {
    this.standing++;
    const known = this.epochs.get(`${sourceId}/${epoch}`) ?? { sourceId, epoch, maxSequence: 0n, reports: 0 };
    known.reports++;
    if (sequence > known.maxSequence) known.maxSequence = sequence;
    this.epochs.set(`${sourceId}/${epoch}`, known);
  }

  private countsOf(sourceId: number): SourceCounts {
    let counts = this.sources.get(sourceId);
    if (!counts) {
      counts = { sourceId, records: none(), acceleratorMs: none(), opaqueReports: 0n };
      this.sources.set(sourceId, counts);
    }
    return counts;
  }
}

type Compare = (field: string, stands: unknown, rebuilt: unknown) => void;

function addRecords(counts: SourceCounts, envelope: Envelope, row: SubmissionRow, compare: Compare): void {
  const columns = decodeColumns(envelope.columns);
  counts.records.received += BigInt(envelope.recordCount);
  counts.records.rejected += BigInt(envelope.rejected.length);
  compare('records', envelope.recordCount, columns.length + envelope.rejected.length);
  for (let i = 0; i < columns.length; i++) {
    const whole = BigInt(columns.count[i]!) * BigInt(columns.endMs[i]! - columns.startMs[i]!);
    counts.acceleratorMs.received += whole;
    if (row.kind !== 'standing') add(counts, row.kind, whole);
    else addStanding(counts, row, columns.index[i]!, whole, compare);
  }
}

function addStanding(counts: SourceCounts, row: SubmissionRow, index: number, whole: bigint, compare: Compare): void {
  const state = row.states.get(index);
  if (!state) add(counts, 'counted', whole);
  else if (state.state === RecordState.HELD) add(counts, 'held', whole);
  else if (state.state === RecordState.REPLACED) add(counts, 'replaced', whole);
  else {
    const parts = addParts(counts, state);
    compare(`parts of record ${index}`, parts, whole);
  }
}

/** A record that was decided in parts. Answers their sum. */
function addParts(counts: SourceCounts, { state, slots }: RecordStateRow): bigint {
  let sum = 0n;
  counts.records[fateOfState(state)] += 1n;
  for (const slot of slots) {
    counts.acceleratorMs.counted += BigInt(slot.countedMs);
    counts.acceleratorMs.duplicate += BigInt(slot.duplicateMs);
    counts.acceleratorMs.conflict += BigInt(slot.conflictMs);
    sum += BigInt(slot.countedMs) + BigInt(slot.duplicateMs) + BigInt(slot.conflictMs);
  }
  return sum;
}

function add(counts: SourceCounts, fate: Fate, ms: bigint): void {
  counts.records[fate] += 1n;
  counts.acceleratorMs[fate] += ms;
}

function fateOfState(state: number): Fate {
  if (state === RecordState.COUNTED) return 'counted';
  if (state === RecordState.DUPLICATE) return 'duplicate';
  if (state === RecordState.CONFLICT) return 'conflict';
  throw new Error(`A record has the unknown state ${state}`);
}

const none = (): FateCounts => Object.fromEntries(FATES.map((fate) => [fate, 0n])) as FateCounts;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
