/** What settling changed, as differences: exactly minus what was posted, plus the new content metered from scratch. */
import { meterSlot } from '../metering/meter-slot.js';
import { meteringPolicy } from '../metering/metering-policy.js';
import { selectPeaks } from '../metering/peak-selection.js';
import { postingBasis } from '../metering/posting-basis.js';
import { evidenceOf, formatOf, kindOf, Workload, workloadEvidenceOf, workloadOf } from '../usage/record-columns.js';
import type { KnownFacts } from './known-facts.js';
import type { LedgerChange } from './ledger-change.js';
import { acceleratorMsOf, type LedgerRecord, modelOf } from './ledger-record.js';
import { type RecordSlot, RecordState } from './record-state.js';
import type { LedgerMemory } from './report-fold.js';
import type { Fate, SourceTally } from './source-tally.js';

/** What a record was before settling touched it. */
export type RecordBefore = Pick<LedgerRecord, 'state' | 'slots' | 'clusterId' | 'decidedPosition' | 'held' | 'replacedBy' | 'place'>;

export const remember = (record: LedgerRecord): RecordBefore => ({
  state: record.state,
  slots: record.slots,
  clusterId: record.clusterId,
  decidedPosition: record.decidedPosition,
  held: record.held,
  replacedBy: record.replacedBy,
  place: record.place,
});

/** Puts one record's change into `change`: postings, conservation, its state row. Nothing when nothing changed. */
export function postDifference(
  record: LedgerRecord,
  before: RecordBefore,
  facts: KnownFacts,
  memory: LedgerMemory,
  change: LedgerChange,
): void {
  if (isSame(record, before)) return;
  postSlots({ ...record, ...before }, -1n, unlike(before.slots, record.slots), facts, memory, change);
  postSlots(record, 1n, unlike(record.slots, before.slots), facts, memory, change);
  moveTally(record, before, change.tally(record.sourceId, record.providerId));
  change.states.push({
    reportPosition: record.reportPosition,
    index: record.index,
    providerId: record.providerId,
    sourceId: record.sourceId,
    state: record.state,
    held: record.held,
    place: record.place,
    decidedPosition: record.decidedPosition,
    clusterId: record.clusterId,
    slots: record.slots,
    target: record.target,
    void: record.void,
    replacedBy: record.replacedBy,
  });
}

function isSame(record: LedgerRecord, before: RecordBefore): boolean {
  return (
    record.state === before.state &&
    record.replacedBy === before.replacedBy &&
    record.held?.reason === before.held?.reason &&
    record.held?.waitingFor === before.held?.waitingFor &&
    record.decidedPosition === before.decidedPosition &&
    unlike(record.slots, before.slots).length === 0 &&
    unlike(before.slots, record.slots).length === 0
  );
}

const unlike = (slots: readonly RecordSlot[], others: readonly RecordSlot[]): RecordSlot[] =>
  slots.filter((slot) => !others.some((other) => other.hour === slot.hour && sameSlot(slot, other)));

const sameSlot = (a: RecordSlot, b: RecordSlot): boolean =>
  a.countedMs === b.countedMs &&
  a.duplicateMs === b.duplicateMs &&
  a.conflictMs === b.conflictMs &&
  a.policyVersion === b.policyVersion &&
  a.catalogueVersion === b.catalogueVersion;

function postSlots(
  record: LedgerRecord,
  sign: bigint,
  slots: readonly RecordSlot[],
  facts: KnownFacts,
  memory: LedgerMemory,
  change: LedgerChange,
): void {
  if (record.clusterId === undefined) return;
  const cluster = facts.clusterById(record.clusterId)!;
  for (const slot of slots) {
    if (slot.countedMs === 0) continue;
    const { model, peaksGflops } = modelOf(record, cluster, facts.catalogueOfVersion(slot.catalogueVersion));
    const { grade } = record;
    const acceleratorMs = BigInt(slot.countedMs);
    const totals = meterSlot(meteringPolicy(slot.policyVersion)!, peaksGflops, {
      acceleratorMs,
      kind: kindOf(grade),
      ppm: record.ppm,
      format: formatOf(grade),
      evidence: evidenceOf(grade),
      workload: workloadOf(grade),
      workloadEvidence: workloadEvidenceOf(grade),
    });
    const accountId = memory.accountId(record.providerId, record.account);
    const series = change.totals.seriesOf(record.providerId, accountId, cluster.id, memory.acceleratorId(model));
    const basis = postingBasis(
      selectPeaks(peaksGflops, kindOf(grade), formatOf(grade), evidenceOf(grade)).effectiveEvidence,
      kindOf(grade),
    );
    const [ms, lower, expected, upper] = [acceleratorMs, totals.lower, totals.expected, totals.upper].map((amount) => sign * amount);
    const row = change.totals.addExact(series, slot.hour, ms!, lower!, expected!, upper!, basis);
    if (workloadOf(grade) === Workload.INFERENCE) change.labelled.addExact(row, workloadEvidenceOf(grade), ms!, expected!);
  }
}

function moveTally(record: LedgerRecord, before: RecordBefore, tally: SourceTally): void {
  const from = fateOf(before.state);
  const to = fateOf(record.state);
  if (from !== to) tally.move(from, to);
  for (const [fate, ms] of msByFate(record, before)) tally.withdrawMs(fate, ms);
  for (const [fate, ms] of msByFate(record, record)) tally.receiveMs(fate, ms);
}

export function fateOf(state: RecordState): Fate {
  switch (state) {
    case RecordState.COUNTED:
      return 'counted';
    case RecordState.HELD:
      return 'held';
    case RecordState.DUPLICATE:
      return 'duplicate';
    case RecordState.CONFLICT:
      return 'conflict';
    case RecordState.REPLACED:
      return 'replaced';
    default:
      return state satisfies never;
  }
}

/** Where the accelerator-milliseconds of a record are. */
function msByFate(record: LedgerRecord, { state, slots }: Pick<LedgerRecord, 'state' | 'slots'>): [Fate, number][] {
  if (state === RecordState.HELD) return [['held', acceleratorMsOf(record)]];
  if (state === RecordState.REPLACED) return [['replaced', acceleratorMsOf(record)]];
  return slots.flatMap((slot): [Fate, number][] => [
    ['counted', slot.countedMs],
    ['duplicate', slot.duplicateMs],
    ['conflict', slot.conflictMs],
  ]);
}
