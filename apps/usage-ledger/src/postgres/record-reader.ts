import { decodeColumns, decodeEnvelope } from '@tidemark/contracts';
import { type KnownFacts, type LedgerRecord, type RecordColumns, RecordState, recordKey, wholeSlots } from '@tidemark/domain';
import { int8Array, type Transaction } from '@tidemark/persistence';
import { decodeSegmentInputs } from './segment-inputs.js';
import { decodeSlots } from './slot-codec.js';

interface StoredReport {
  position: number;
  sourceId: number;
  providerId: number;
  provider: string;
  epoch: number;
  sequence: bigint;
  policyVersion: number;
  catalogueVersion: number;
  recordCount: number;
  rejected: Set<number>;
  columns: RecordColumns;
  /** Row in the columns by index as sent. */
  rowOf: Map<number, number>;
}

interface StateRow {
  report_position: string;
  index: number;
  state: RecordState;
  reason: string | null;
  waiting_for: string | null;
  place_position: string;
  place_minor: string;
  decided_position: string;
  cluster_id: number | null;
  slots: Buffer | null;
  target_epoch: string | null;
  target_sequence: string | null;
  target_index: number | null;
  void: boolean;
  replaced_by: string | null;
}

/** Reads records back out of the append-only segments, with what became of them. Reads each report once in its life, a transaction. */
export class RecordReader {
  private readonly reports = new Map<number, StoredReport>();
  private readonly states = new Map<string, StateRow>();

  constructor(
    private readonly tx: Transaction,
    private readonly facts: KnownFacts,
  ) {}

  async report(position: number): Promise<StoredReport> {
    await this.load([position]);
    return this.reports.get(position)!;
  }

  /** Records by report position and index; one that its report does not hold is left out. */
  async records(refs: readonly { position: number; index: number }[]): Promise<LedgerRecord[]> {
    await this.load(refs.map((ref) => ref.position));
    return refs.flatMap(({ position, index }) => {
      const report = this.reports.get(position);
      const row = report?.rowOf.get(index);
      return report && row !== undefined ? [this.build(report, row)] : [];
    });
  }

  /** All records of the reports for which `wanted` holds. */
  async recordsOf(positions: readonly number[], wanted: (columns: RecordColumns, row: number) => boolean): Promise<LedgerRecord[]> {
    await this.load(positions);
    return positions.flatMap((position) => {
      const report = this.reports.get(position);
      if (!report) return [];
      const rows = Array.from({ length: report.columns.length }, (_, row) => row).filter((row) => wanted(report.columns, row));
      return rows.map((row) => this.build(report, row));
    });
  }

  private async load(positions: readonly number[]): Promise<void> {
    const missing = [...new Set(positions)].filter((position) => !this.reports.has(position));
    if (missing.length === 0) return;
    const rows = await this.tx.query<ReportRow>(
      `select r.position, r.source_id, r.provider_id, p.name as provider, r.epoch, r.sequence, r.record_count, r.segment_id, r.slot,
         s.policy_version, s.catalogue_version
       from report r join segment s on s.id = r.segment_id join provider p on p.id = r.provider_id
       where r.position = any($1::bigint[]) and not r.opaque`,
      [int8Array(missing)],
    );
    for (const [segment, own] of Map.groupBy(rows, (row) => row.segment_id)) {
      const [stored] = await this.tx.query<{ inputs: Buffer }>('select inputs from segment where id = $1', [segment]);
      const envelopes = decodeSegmentInputs(stored!.inputs);
      for (const row of own) this.keep(row, envelopes[row.slot]!);
    }
    const states = await this.tx.query<StateRow>('select * from record_state where report_position = any($1::bigint[])', [
      int8Array(missing),
    ]);
    for (const state of states) this.states.set(recordKey(Number(state.report_position), state.index), state);
  }

  private keep(row: ReportRow, bytes: Buffer): void {
    const envelope = decodeEnvelope(bytes);
    const columns = decodeColumns(envelope.columns);
    this.reports.set(Number(row.position), {
      position: Number(row.position),
      sourceId: row.source_id,
      providerId: row.provider_id,
      provider: row.provider,
      epoch: Number(row.epoch),
      sequence: BigInt(row.sequence),
      policyVersion: row.policy_version,
      catalogueVersion: row.catalogue_version,
      recordCount: row.record_count,
      rejected: new Set(envelope.rejected.map((record) => record.index)),
      columns,
      rowOf: new Map(Array.from({ length: columns.length }, (_, i) => [columns.index[i]!, i])),
    });
  }

  private build(report: StoredReport, row: number): LedgerRecord {
    const { columns } = report;
    const index = columns.index[row]!;
    const text = (column: ArrayLike<number>) => columns.names[column[row]!]!;
    const correction = columns.corrections.get(row);
    const record: LedgerRecord = {
      reportPosition: report.position,
      index,
      provider: report.provider,
      providerId: report.providerId,
      sourceId: report.sourceId,
      epoch: report.epoch,
      sequence: report.sequence,
      account: text(columns.account),
      cluster: text(columns.cluster),
      accelerator: text(columns.accelerator),
      node: text(columns.node),
      job: text(columns.job),
      count: columns.count[row]!,
      startMs: columns.startMs[row]!,
      endMs: columns.endMs[row]!,
      grade: columns.grade[row]!,
      ppm: columns.ppm[row]!,
      devices: Array.from(columns.devices.subarray(columns.deviceStart[row], columns.deviceStart[row + 1])),
      target: correction && { epoch: correction.epoch, sequence: correction.sequence, index: correction.index },
      void: correction?.void ?? false,
      state: RecordState.COUNTED,
      held: undefined,
      place: { position: report.position, minor: index },
      decidedPosition: report.position,
      clusterId: undefined,
      slots: [],
      replacedBy: undefined,
    };
    const state = this.states.get(recordKey(report.position, index));
    if (state) Object.assign(record, stateOf(state));
    else {
      record.clusterId = this.facts.cluster(record.provider, record.cluster)!.id;
      record.slots = wholeSlots(record, report.policyVersion, report.catalogueVersion);
    }
    return record;
  }
}

interface ReportRow {
  position: string;
  source_id: number;
  provider_id: number;
  provider: string;
  epoch: string;
  sequence: string;
  record_count: number;
  segment_id: string;
  slot: number;
  policy_version: number;
  catalogue_version: number;
}

const stateOf = (row: StateRow): Partial<LedgerRecord> => ({
  state: row.state,
  held: row.reason === null ? undefined : ({ reason: row.reason, waitingFor: row.waiting_for ?? undefined } as LedgerRecord['held']),
  place: { position: Number(row.place_position), minor: Number(row.place_minor) },
  decidedPosition: Number(row.decided_position),
  clusterId: row.cluster_id ?? undefined,
  slots: row.slots ? decodeSlots(row.slots) : [],
  replacedBy: row.replaced_by ?? undefined,
});
