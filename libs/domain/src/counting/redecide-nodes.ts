/**
 * The second half of settling: nodes on which the standing of records changed are decided again from nothing, in effective order, for the
 * hours that changed. Milliseconds are decided independently of each other and totals are rounded per record and hour, so whole hours of
 * a node are the smallest unit that can be decided again by itself.
 */
import { hourOf, lastHourOf, msInHour } from '../metering/hour-slots.js';
import { bucketOf, DAY_MS, placeInBucket } from './claim-bucket.js';
import { type KnownFacts, registrationAt } from './known-facts.js';
import { comparePlaces } from './ledger-change.js';
import { hourStart, type LedgerRecord, wholeSlots } from './ledger-record.js';
import { type Claim, Holders, NodeClaims, type Part } from './node-claims.js';
import { type RecordSlot, RecordState, stateOfSlots } from './record-state.js';
import type { LedgerMemory } from './report-fold.js';

export interface Versions {
  policyVersion: number;
  catalogueVersion: number;
}

/** The hours of one node that must be decided again. */
export interface NodeHours {
  clusterId: number;
  providerId: number;
  node: string;
  hours: Set<number>;
}

/** What the records that entered or left touch. Records without a node touch nobody else. */
export function touchedNodes(records: readonly LedgerRecord[]): NodeHours[] {
  const nodes = new Map<string, NodeHours>();
  for (const { clusterId, providerId, node, startMs, endMs } of records) {
    if (clusterId === undefined || node === '') continue;
    const key = `${clusterId}/${node}`;
    let touched = nodes.get(key);
    if (!touched) nodes.set(key, (touched = { clusterId, providerId, node, hours: new Set() }));
    for (let hour = hourOf(startMs); hour <= lastHourOf(endMs); hour++) touched.hours.add(hour);
  }
  return [...nodes.values()];
}

/** Runs of neighbouring hours within one UTC day, as [fromMs, toMs). */
export function runsOfHours(hours: ReadonlySet<number>): { fromMs: number; toMs: number }[] {
  const runs: { fromMs: number; toMs: number }[] = [];
  for (const hour of [...hours].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    const goesOn = last?.toMs === hourStart(hour) && last.toMs % DAY_MS !== 0;
    if (goesOn) last.toMs = hourStart(hour + 1);
    else runs.push({ fromMs: hourStart(hour), toMs: hourStart(hour + 1) });
  }
  return runs;
}

/**
 * Decides the hours of one node again and puts the outcome into the slots and states of its records.
 * `live`: every live record that names the node and touches the hours, in any order. Answers the records that report a job with
 * another count than the record that holds it.
 */
export function redecideNode(
  node: NodeHours,
  live: readonly LedgerRecord[],
  facts: KnownFacts,
  memory: LedgerMemory,
  versions: Versions,
): Set<LedgerRecord> {
  const differing = new Set<LedgerRecord>();
  const cluster = facts.clusterById(node.clusterId)!;
  const ordered = [...live].sort((a, b) => comparePlaces(a.place, b.place));
  const fresh = new Map<LedgerRecord, Map<number, RecordSlot>>();
  for (const run of runsOfHours(node.hours)) {
    const claims = new NodeClaims();
    const holders = new Holders();
    for (const record of ordered) {
      const startMs = Math.max(record.startMs, run.fromMs);
      const endMs = Math.min(record.endMs, run.toMs);
      if (startMs >= endMs) continue;
      const { devices, job, count } = record;
      const holder = devices.length > 0 ? holders.devices(devices, 0, devices.length) : holders.job(job);
      const limit = registrationAt(cluster, record.decidedPosition)!.acceleratorsPerNode;
      const outcome = claims.claim(holder, memory.accountId(record.providerId, record.account), count, startMs, endMs, limit);
      if (outcome.countDiffers) differing.add(record);
      const parts = outcome.whole ? [{ startMs, endMs, counted: record.count, duplicate: 0, conflict: 0 }] : outcome.parts;
      const slots = fresh.get(record) ?? new Map<number, RecordSlot>();
      fresh.set(record, slots);
      addParts(slots, parts, versionsOf(record, versions));
    }
    replaceClaims(node, run, claims.all, memory);
  }
  for (const [record, slots] of fresh) takeSlots(record, slots, node.hours);
  return differing;
}

/** A record stays with the versions that it was first decided by, whatever its neighbours do: a new version re-meters nothing by itself. */
function versionsOf(record: LedgerRecord, current: Versions): Versions {
  const { policyVersion, catalogueVersion } = record.slots[0] ?? current;
  return { policyVersion, catalogueVersion };
}

function addParts(slots: Map<number, RecordSlot>, parts: readonly Part[], versions: Versions): void {
  for (const part of parts) {
    for (let hour = hourOf(part.startMs); hour <= lastHourOf(part.endMs); hour++) {
      const ms = msInHour(hour, part.startMs, part.endMs);
      let slot = slots.get(hour);
      if (!slot) slots.set(hour, (slot = { hour, countedMs: 0, duplicateMs: 0, conflictMs: 0, ...versions }));
      slot.countedMs += part.counted * ms;
      slot.duplicateMs += part.duplicate * ms;
      slot.conflictMs += part.conflict * ms;
    }
  }
}

function takeSlots(record: LedgerRecord, fresh: ReadonlyMap<number, RecordSlot>, hours: ReadonlySet<number>): void {
  const kept = record.slots.filter((slot) => !hours.has(slot.hour));
  record.slots = [...kept, ...fresh.values()].sort((a, b) => a.hour - b.hour);
  record.state = stateOfSlots(record.slots);
}

function replaceClaims(node: NodeHours, run: { fromMs: number; toMs: number }, claims: readonly Claim[], memory: LedgerMemory): void {
  const ordinal = memory.nodeOrdinal(node.clusterId, node.node);
  const bucket = memory.claimBucket(node.clusterId, bucketOf(ordinal), Math.floor(run.fromMs / DAY_MS));
  const held = bucket.node(placeInBucket(ordinal));
  held.cut(run.fromMs, run.toMs);
  for (const claim of claims) {
    const { devices } = claim.holder;
    const holder = devices ? bucket.holders.devices(devices, 0, devices.length) : bucket.holders.job(claim.holder.job!);
    held.restore({ ...claim, holder });
  }
}

/** Records without a node count whole; a void counts with nothing. */
export function decideWithoutNode(record: LedgerRecord, versions: Versions): void {
  record.slots = record.void ? [] : wholeSlots(record, versions.policyVersion, versions.catalogueVersion);
  record.state = RecordState.COUNTED;
}
