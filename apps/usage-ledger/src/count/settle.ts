import {
  bucketOf,
  type Candidate,
  CorrectionTrees,
  decideWithoutNode,
  evidenceOf,
  formatOf,
  hourOf,
  isLive,
  type KnownFacts,
  keyOf,
  kindOf,
  LedgerChange,
  type LedgerRecord,
  lastHourOf,
  type MeteringPolicy,
  meteringFindingNames,
  modelOf,
  type NodeHours,
  normaliseAcceleratorName,
  postDifference,
  type RecordBefore,
  redecideNode,
  releaseCandidates,
  remember,
  selectPeaks,
  type TargetReports,
  touchedNodes,
} from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import type { CountingMemory } from './counting-memory.js';
import type { LedgerRecords, LoadedTrees } from './counting-store.port.js';

export interface SettleContext {
  tx: Transaction;
  facts: KnownFacts;
  memory: CountingMemory;
  policy: MeteringPolicy;
  records: LedgerRecords;
  /** Ledger position of the cause. */
  position: number;
}

/**
 * Decides records that waited, and corrections that just came, and works out everything that follows from it on their nodes.
 * Answers the differences; the caller commits them in the same transaction.
 */
export async function settle(candidates: readonly Candidate[], context: SettleContext): Promise<LedgerChange> {
  const { tx, facts, memory, policy, records } = context;
  const trees = await records.trees(
    tx,
    candidates.flatMap(({ record }) => (record.target ? [record] : [])),
    facts,
  );
  const known = new Map<string, LedgerRecord>();
  for (const record of [...candidates.map((candidate) => candidate.record), ...trees.records]) {
    if (!known.has(keyOf(record))) known.set(keyOf(record), record);
  }
  const before = new Map<LedgerRecord, RecordBefore>();
  for (const record of known.values()) before.set(record, remember(record));

  const reports = targetReports(trees);
  const release = releaseCandidates(candidates, {
    facts,
    reports,
    trees: new CorrectionTrees(known, reports),
    normaliseName: normaliseAcceleratorName,
    position: context.position,
  });
  const nodes = touchedNodes([...release.entered, ...release.left]);
  for (const record of await records.liveOnNodes(tx, nodes, facts)) {
    if (known.has(keyOf(record))) continue;
    known.set(keyOf(record), record);
    before.set(record, remember(record));
  }
  await memory.prepareForNodes(nodes, tx);
  await learnAccounts(known.values(), memory);

  const versions = { policyVersion: policy.version, catalogueVersion: facts.catalogue.version };
  for (const record of release.entered) if (record.void || record.node === '') decideWithoutNode(record, versions);
  const change = new LedgerChange();
  for (const node of nodes) {
    const differing = redecideNode(node, liveOn(node, known.values()), facts, memory, versions);
    for (const record of differing) if (duplicateMs(record) > duplicateMs(before.get(record)!)) findCountDiffers(record, facts, change);
  }
  for (const [record, was] of before) postDifference(record, was, facts, memory, change);
  for (const record of release.entered) if (!record.void) describeEntered(record, facts, memory, change);
  return change;
}

const duplicateMs = ({ slots }: Pick<LedgerRecord, 'slots'>): number => slots.reduce((sum, slot) => sum + slot.duplicateMs, 0);

/** Found anew only where more of the record became a duplicate: nodes are decided again for many reasons. */
function findCountDiffers(record: LedgerRecord, facts: KnownFacts, change: LedgerChange): void {
  const { providerId, sourceId } = record;
  const cluster = facts.clusterById(record.clusterId!)!;
  const accelerator = modelOf(record, cluster, facts.catalogue).model;
  change.find({ kind: 'COUNT_DIFFERS', providerId, sourceId, clusterId: cluster.id, accelerator, detail: '' });
}

const liveOn = ({ clusterId, node, hours }: NodeHours, records: Iterable<LedgerRecord>): LedgerRecord[] =>
  [...records].filter((record) => isLive(record) && record.clusterId === clusterId && record.node === node && touches(record, hours));

function touches(record: LedgerRecord, hours: ReadonlySet<number>): boolean {
  for (let hour = hourOf(record.startMs); hour <= lastHourOf(record.endMs); hour++) if (hours.has(hour)) return true;
  return false;
}

async function learnAccounts(records: Iterable<LedgerRecord>, memory: CountingMemory): Promise<void> {
  for (const [providerId, own] of Map.groupBy(records, (record) => record.providerId)) {
    await memory.learnAccounts(
      providerId,
      own.flatMap(({ account }) => (account === '' ? [] : [account])),
    );
  }
}

/** What `ReportFold` says of a record that it counts: where to find it again, and what is odd about it. */
function describeEntered(record: LedgerRecord, facts: KnownFacts, memory: CountingMemory, change: LedgerChange): void {
  const cluster = facts.clusterById(record.clusterId!)!;
  const { providerId, sourceId } = record;
  if (record.node !== '') {
    const bucket = bucketOf(memory.nodeOrdinal(cluster.id, record.node));
    const hours = { firstHour: hourOf(record.startMs), lastHour: lastHourOf(record.endMs) };
    change.spans.push({
      clusterId: cluster.id,
      providerId,
      position: record.reportPosition,
      ...hours,
      firstBucket: bucket,
      lastBucket: bucket,
    });
  }
  const model = modelOf(record, cluster, facts.catalogue);
  const registered = facts.catalogue.resolve(cluster.registrations.at(-1)!.accelerator);
  const { findings } = selectPeaks(model.peaksGflops, kindOf(record.grade), formatOf(record.grade), evidenceOf(record.grade));
  const kinds: string[] = meteringFindingNames(findings);
  if (registered?.model !== model.model) kinds.push('MODEL_MISMATCH');
  for (const kind of kinds) change.find({ kind, providerId, sourceId, clusterId: cluster.id, accelerator: model.model, detail: '' });
}

function targetReports(trees: LoadedTrees): TargetReports {
  const byId = new Map(trees.reports.map((report) => [recordKeyOfReport(report.sourceId, report.epoch, report.sequence), report]));
  return { find: (sourceId, epoch, sequence) => byId.get(recordKeyOfReport(sourceId, epoch, sequence)) };
}

const recordKeyOfReport = (sourceId: number, epoch: number, sequence: bigint): string => `${sourceId}/${epoch}/${sequence}`;
