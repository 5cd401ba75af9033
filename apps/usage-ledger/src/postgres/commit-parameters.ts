/** A transaction of the ledger as parameters of `count_batch`: binary arrays for what is many, JSON for what is few. */
import { encodePostedBatch, type PostedBasisShare, type PostedBatchContent, type PostedShare } from '@tidemark/contracts';
import { FATES, type LedgerChange, type RecordStateRow, type TotalRows } from '@tidemark/domain';
import { POSTED_PARTITIONS, TOPICS } from '@tidemark/messaging';
import { boolArray, byteaArray, int4Array, int8Array, numericArray, textArray } from '@tidemark/persistence';
import type { LedgerCommit, LedgerNames, TakenReport } from '../count/counting-store.port.js';
import { emptyPostingColumns, encodePostingColumns } from './posting-columns.js';
import { encodeSegmentInputs } from './segment-inputs.js';
import { encodeSlots } from './slot-codec.js';

interface Segment {
  providerId: number;
  firstPosition: number;
  lastPosition: number;
  positions: Buffer;
  inputs: Buffer;
  postings: Buffer;
}

export function commitParameters(commit: LedgerCommit, names: LedgerNames): unknown[] {
  const { head, input, change } = commit;
  const rows = change.totals.sortedRows();
  const slots = new Map<TakenReport, { segment: number; slot: number }>();
  const segments = segmentsOf(commit, rows, slots);
  const standing = commit.reports.filter((report) => !report.copy);
  return [
    input?.topic ?? null,
    input?.partition ?? null,
    input?.from?.toString() ?? null,
    input?.to.toString() ?? null,
    head.position,
    head.factPosition,
    commit.position,
    commit.knownAtMs,
    textArray([...(input?.marks.keys() ?? [])]),
    numericArray([...(input?.marks.values() ?? [])]),
    int4Array(segments.map((segment) => segment.providerId)),
    textArray(segments.map(() => commit.reason)),
    int8Array(segments.map((segment) => segment.firstPosition)),
    int8Array(segments.map((segment) => segment.lastPosition)),
    byteaArray(segments.map((segment) => segment.positions)),
    byteaArray(segments.map((segment) => segment.inputs)),
    byteaArray(segments.map((segment) => segment.postings)),
    commit.policyVersion,
    commit.catalogueVersion,
    ...reportParameters(standing, slots),
    ...spanParameters(change),
    ...totalParameters(change.totals, rows),
    ...bucketParameters(commit),
    ...outboxParameters(commit, rows, names),
    JSON.stringify(commit.reports.filter((report) => report.copy).map((report) => copyRow(report, slots))),
    JSON.stringify(epochRows(standing)),
    JSON.stringify(change.states.map(stateRow)),
    JSON.stringify(countRows(change)),
    JSON.stringify(
      change.findings.map((finding) => ({
        kind: finding.kind,
        provider_id: finding.providerId,
        source_id: finding.sourceId,
        cluster_id: finding.clusterId,
        accelerator: finding.accelerator,
        detail: finding.detail,
        occurrences: finding.occurrences,
      })),
    ),
  ];
}

/** One segment for each provider. A settlement takes a position of its own for each. */
function segmentsOf(commit: LedgerCommit, rows: readonly number[], slots: Map<TakenReport, { segment: number; slot: number }>): Segment[] {
  const { totals } = commit.change;
  const reports = Map.groupBy(commit.reports, (report) => report.providerId);
  const postings = Map.groupBy(rows, (row) => totals.series[totals.rowSeries[row]!]!.providerId);
  const providers = [...new Set([...reports.keys(), ...postings.keys()])];
  return providers.map((providerId, turn) => {
    const own = reports.get(providerId) ?? [];
    const firstPosition = own[0]?.position ?? commit.head.position + 1 + turn;
    for (const [slot, report] of own.entries()) slots.set(report, { segment: firstPosition, slot });
    return {
      providerId,
      firstPosition,
      lastPosition: own.at(-1)?.position ?? firstPosition,
      positions: offsetsFrom(firstPosition, own),
      inputs: encodeSegmentInputs(own.map((report) => report.envelope)),
      postings: encodePostings(totals, postings.get(providerId) ?? []),
    };
  });
}

function offsetsFrom(firstPosition: number, reports: readonly TakenReport[]): Buffer {
  const bytes = Buffer.allocUnsafe(4 * reports.length);
  for (const [i, report] of reports.entries()) bytes.writeUInt32LE(report.position - firstPosition, 4 * i);
  return bytes;
}

function encodePostings(totals: TotalRows, rows: readonly number[]): Buffer {
  const columns = emptyPostingColumns(rows.length);
  rows.forEach((row, i) => {
    const series = totals.series[totals.rowSeries[row]!]!;
    columns.accountId[i] = series.accountId;
    columns.clusterId[i] = series.clusterId;
    columns.acceleratorId[i] = series.acceleratorId;
    columns.hour[i] = totals.rowHour[row]!;
    columns.acceleratorMs[i] = BigInt(totals.value(row, 0));
    columns.lower[i] = BigInt(totals.value(row, 1));
    columns.expected[i] = BigInt(totals.value(row, 2));
    columns.upper[i] = BigInt(totals.value(row, 3));
  });
  return encodePostingColumns(columns);
}

function reportParameters(reports: readonly TakenReport[], slots: ReadonlyMap<TakenReport, { segment: number; slot: number }>): Buffer[] {
  return [
    int4Array(reports.map((report) => report.sourceId)),
    int8Array(reports.map((report) => report.epoch)),
    numericArray(reports.map((report) => report.sequence)),
    int4Array(reports.map((report) => report.providerId)),
    int8Array(reports.map((report) => report.position)),
    int8Array(reports.map((report) => report.receivedAtMs)),
    byteaArray(reports.map((report) => report.contentHash)),
    int4Array(reports.map((report) => report.recordCount)),
    boolArray(reports.map((report) => report.opaque)),
    int8Array(reports.map((report) => slots.get(report)!.segment)),
    int4Array(reports.map((report) => slots.get(report)!.slot)),
  ];
}

const spanParameters = ({ spans }: LedgerChange): Buffer[] => [
  int4Array(spans.map((span) => span.clusterId)),
  int4Array(spans.map((span) => span.firstHour)),
  int4Array(spans.map((span) => span.lastHour)),
  int4Array(spans.map((span) => span.firstBucket)),
  int4Array(spans.map((span) => span.lastBucket)),
  int8Array(spans.map((span) => span.position)),
  int4Array(spans.map((span) => span.providerId)),
];

function totalParameters(totals: TotalRows, rows: readonly number[]): Buffer[] {
  const series = rows.map((row) => totals.series[totals.rowSeries[row]!]!);
  const amounts = (column: number) => int8Array(rows.map((row) => totals.value(row, column)) as number[]);
  return [
    int4Array(series.map((one) => one.accountId)),
    int4Array(series.map((one) => one.clusterId)),
    int4Array(series.map((one) => one.acceleratorId)),
    int4Array(rows.map((row) => totals.rowHour[row]!)),
    int4Array(series.map((one) => one.providerId)),
    amounts(0),
    amounts(1),
    amounts(2),
    amounts(3),
  ];
}

const bucketParameters = ({ buckets }: LedgerCommit): Buffer[] => [
  int4Array(buckets.map((bucket) => bucket.clusterId)),
  int4Array(buckets.map((bucket) => bucket.bucket)),
  int4Array(buckets.map((bucket) => bucket.day)),
  int4Array(buckets.map((bucket) => bucket.providerId)),
  int8Array(buckets.map((bucket) => bucket.version)),
  byteaArray(buckets.map((bucket) => bucket.state)),
];

/** One message for each partition of usage.posted.v1 that has postings. */
function outboxParameters(commit: LedgerCommit, rows: number[], names: LedgerNames): Buffer[] {
  const { totals } = commit.change;
  const parts = Map.groupBy(
    commit.change.withShiftedRows(rows),
    (row) => totals.series[totals.rowSeries[row]!]!.accountId % POSTED_PARTITIONS,
  );
  const messages = Array.from(parts, ([part, own]) => ({
    part,
    value: encodePostedBatch({ ...postedBatch(commit, part, own, names), parts: parts.size }),
  }));
  return [
    textArray(messages.map(() => TOPICS.posted)),
    textArray(messages.map(({ part }) => `part-${part}`)),
    int4Array(messages.map(({ part }) => part)),
    byteaArray(messages.map(({ value }) => value)),
  ];
}

function postedBatch(commit: LedgerCommit, part: number, rows: readonly number[], names: LedgerNames): PostedBatchContent {
  const { totals } = commit.change;
  const dictionary = new Map<string, number>([['', 0]]);
  const place = (name: string): number => {
    const known = dictionary.get(name);
    if (known !== undefined) return known;
    dictionary.set(name, dictionary.size);
    return dictionary.size - 1;
  };
  const postings = rows.map((row) => {
    const series = totals.series[totals.rowSeries[row]!]!;
    return {
      provider: place(names.provider(series.providerId)),
      account: place(names.account(series.accountId)),
      cluster: place(names.cluster(series.clusterId)),
      accelerator: place(names.accelerator(series.acceleratorId)),
      hour: totals.rowHour[row]!,
      acceleratorMs: totals.value(row, 0),
      lower: totals.value(row, 1),
      expected: totals.value(row, 2),
      upper: totals.value(row, 3),
      basis: totals.basis(row),
    };
  });
  const shares: PostedShare[] = [];
  const basisShares: PostedBasisShare[] = [];
  for (const [i, row] of rows.entries()) {
    for (const { code, ...share } of commit.change.labelled.of(row)) shares.push({ row: i, workloadEvidence: code, ...share });
    for (const { code, ...share } of totals.basisParts(row)) basisShares.push({ row: i, basis: code, ...share });
  }
  const { policyVersion, catalogueVersion, knownAtMs, position } = commit;
  return {
    ledgerPosition: position,
    part,
    knownAtMs,
    policyVersion,
    catalogueVersion,
    names: [...dictionary.keys()],
    rows: postings,
    shares,
    basisShares,
  };
}

function copyRow(report: TakenReport, slots: ReadonlyMap<TakenReport, { segment: number; slot: number }>): object {
  const { segment, slot } = slots.get(report)!;
  return {
    position: report.position,
    source_id: report.sourceId,
    epoch: report.epoch,
    sequence: report.sequence.toString(),
    provider_id: report.providerId,
    content_hash: Buffer.from(report.contentHash).toString('hex'),
    conflict: report.copy === 'conflict',
    segment_id: segment,
    slot,
  };
}

function epochRows(reports: readonly TakenReport[]): object[] {
  const epochs = Map.groupBy(reports, (report) => `${report.sourceId}/${report.epoch}`);
  return Array.from(epochs.values(), (own) => ({
    source_id: own[0]!.sourceId,
    epoch: own[0]!.epoch,
    provider_id: own[0]!.providerId,
    max_sequence: own
      .map((report) => report.sequence)
      .reduce(later)
      .toString(),
    reports: own.length,
  }));
}

const later = (a: bigint, b: bigint): bigint => (b > a ? b : a);

const stateRow = (row: RecordStateRow): object => ({
  report_position: row.reportPosition,
  index: row.index,
  provider_id: row.providerId,
  source_id: row.sourceId,
  state: row.state,
  reason: row.held?.reason ?? null,
  waiting_for: row.held?.waitingFor ?? null,
  place_position: row.place.position,
  place_minor: row.place.minor,
  decided_position: row.decidedPosition,
  cluster_id: row.clusterId ?? null,
  slots: row.slots.length > 0 ? encodeSlots(row.slots).toString('hex') : null,
  target_epoch: row.target?.epoch ?? null,
  target_sequence: row.target?.sequence.toString() ?? null,
  target_index: row.target?.index ?? null,
  void: row.void,
  replaced_by: row.replacedBy ?? null,
});

const countRows = (change: LedgerChange): object[] =>
  change.sourceTallies.map(({ sourceId, providerId, tally }) => ({
    source_id: sourceId,
    provider_id: providerId,
    records_received: tally.receivedRecords,
    ...Object.fromEntries(FATES.map((fate) => [`records_${fate}`, tally.records[fate]])),
    ms_received: tally.msReceived.toString(),
    ...Object.fromEntries(FATES.map((fate) => [`ms_${fate}`, tally.msOf(fate).toString()])),
    opaque_reports: tally.opaqueReports,
  }));
