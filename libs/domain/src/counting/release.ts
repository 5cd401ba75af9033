/**
 * Decides records that were held, and corrections just arrived, one by one in ledger order: the first half of settling. It says which
 * records leave the count and which enter it, and at which place; `redecideNodes` then works out what that does to the nodes.
 */
import type { CorrectionTrees, TargetReports } from './correction-tree.js';
import type { KnownFacts } from './known-facts.js';
import type { Place } from './ledger-change.js';
import { decidability, isLive, type LedgerRecord, recordName } from './ledger-record.js';
import { type Held, RecordState, waitingFor } from './record-state.js';

export interface ReleaseContext {
  facts: KnownFacts;
  trees: CorrectionTrees;
  reports: TargetReports;
  normaliseName(name: string): string;
  /** Ledger position of the transaction's cause: the report or the fact. */
  position: number;
}

/** A record to decide, with the place it gets when it has none of another's to take. */
export interface Candidate {
  record: LedgerRecord;
  ownPlace: Place;
}

/** Records whose standing changed. Their fields already say the new state; `before` keeps the old one. */
export interface Release {
  /** Live now, was not: state COUNTED until nodes are decided again, slots empty. */
  entered: LedgerRecord[];
  /** Was live, is replaced now. */
  left: LedgerRecord[];
}

/** The corrections of one report, which arrives at once: one that names a record further down finds it decided. */
export function targetsFirst(corrections: readonly LedgerRecord[]): LedgerRecord[] {
  const open = new Map(corrections.map((record) => [record.index, record]));
  const ordered: LedgerRecord[] = [];
  const visit = (record: LedgerRecord): void => {
    if (!open.delete(record.index)) return;
    const { epoch, sequence, index } = record.target!;
    const target = epoch === record.epoch && sequence === record.sequence ? open.get(index) : undefined;
    if (target) visit(target);
    ordered.push(record);
  };
  for (const record of corrections) visit(record);
  return ordered;
}

export function releaseCandidates(candidates: readonly Candidate[], context: ReleaseContext): Release {
  const release: Release = { entered: [], left: [] };
  for (const candidate of candidates) {
    const { record } = candidate;
    // Something else stands for it already, whatever comes; a correction still has to take its place in its target's tree.
    if (record.state === RecordState.REPLACED && !record.target) continue;
    const held = undecidable(record, context);
    record.held = held;
    if (held) continue;
    record.decidedPosition = context.position;
    record.clusterId = record.void ? undefined : context.facts.cluster(record.provider, record.cluster)!.id;
    if (record.target) correct(candidate, context, release);
    else enter(record, candidate.ownPlace, release);
  }
  return release;
}

/** Why the record still cannot be decided. */
function undecidable(record: LedgerRecord, context: ReleaseContext): Held | undefined {
  const { target } = record;
  if (target) {
    const report = context.reports.find(record.sourceId, target.epoch, target.sequence);
    if (!report) return { reason: 'TARGET_MISSING', waitingFor: waitingFor.report(record.sourceId, target.epoch, target.sequence) };
    if (target.index >= report.recordCount) return { reason: 'TARGET_OUT_OF_RANGE', waitingFor: undefined };
    if (report.rejected.has(target.index)) return { reason: 'TARGET_REJECTED', waitingFor: undefined };
    if (context.trees.isCycle(record)) return { reason: 'CORRECTION_CYCLE', waitingFor: undefined };
    if (record.void) return undefined;
  }
  const decided = decidability(record, context.facts, context.normaliseName);
  return 'reason' in decided ? decided : undefined;
}

function correct({ record, ownPlace }: Candidate, { trees }: ReleaseContext, release: Release): void {
  const target = trees.targetOf(record)!;
  const wasRoot = trees.standingFor(record);
  const root = trees.rootOf(target);
  const before = trees.liveIn(root);
  // Also when something else stands for the tree: a later correction of this one takes its place.
  record.place = takesTargetsPlace(record, target, trees) ? target.place : ownPlace;
  trees.attach(record);
  const standing = trees.standingFor(root);
  if (before && before !== standing) leave(before, release);
  // A tree of the correction's own may have stood while it was held: of it, only what stands for the whole goes on.
  if (wasRoot !== standing && isLive(wasRoot)) leave(wasRoot, release);
  if (standing === record || !isLive(standing)) enter(standing, standing.place, release);
  for (const one of trees.all(root)) {
    if (one === standing) continue;
    one.state = RecordState.REPLACED;
    one.replacedBy = recordName(standing);
  }
}

/** The correction of a target that was never decided, and one that names another cluster, keep their own place. */
const takesTargetsPlace = (record: LedgerRecord, target: LedgerRecord, trees: CorrectionTrees): boolean =>
  !target.held && (record.void || record.cluster === clusterOfPlace(target, trees));

/** A void names no cluster: it stands where its target stood. */
function clusterOfPlace(record: LedgerRecord, trees: CorrectionTrees): string {
  const target = record.void && !record.held ? trees.targetOf(record) : undefined;
  return target ? clusterOfPlace(target, trees) : record.cluster;
}

function enter(record: LedgerRecord, place: Place, release: Release): void {
  record.state = RecordState.COUNTED;
  record.replacedBy = undefined;
  record.place = place;
  const leaving = release.left.indexOf(record);
  if (leaving >= 0) release.left.splice(leaving, 1);
  if (!release.entered.includes(record)) release.entered.push(record);
}

function leave(record: LedgerRecord, release: Release): void {
  record.slots = [];
  record.state = RecordState.REPLACED;
  const entering = release.entered.indexOf(record);
  if (entering >= 0) release.entered.splice(entering, 1);
  else release.left.push(record);
}
