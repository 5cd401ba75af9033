/**
 * Which record stands where some correct others.
 *
 * A correction is attached to its target once the target has arrived and the correction can be decided itself. For a record with
 * attached corrections the one with the highest (epoch, sequence, index) stands, and so on down the chain; every other record of the
 * tree is replaced. A correction that is itself held waits, and what stood before stays; it may meanwhile be the root of a tree of its own.
 */
import { isLive, keyOf, type LedgerRecord, recordKey } from './ledger-record.js';

/** The reports of one source, as far as corrections name them. */
export interface TargetReports {
  /** Undefined: not arrived. Opaque reports have not arrived as far as records go. */
  find(
    sourceId: number,
    epoch: number,
    sequence: bigint,
  ): { position: number; recordCount: number; rejected: ReadonlySet<number> } | undefined;
}

export class CorrectionTrees {
  private readonly children = new Map<string, LedgerRecord[]>();
  private readonly parents = new Map<string, LedgerRecord>();

  /** `records`: every record of every tree that is touched. Corrections that are not held are attached. */
  constructor(
    private readonly records: ReadonlyMap<string, LedgerRecord>,
    private readonly reports: TargetReports,
  ) {
    for (const record of records.values()) if (record.target && !record.held) this.attach(record);
  }

  /** The record that a correction names; undefined when its report or its index is not there. */
  targetOf(correction: LedgerRecord): LedgerRecord | undefined {
    const { target, sourceId } = correction;
    const report = target && this.reports.find(sourceId, target.epoch, target.sequence);
    return report && this.records.get(recordKey(report.position, target.index));
  }

  attach(correction: LedgerRecord): LedgerRecord {
    const target = this.targetOf(correction);
    if (!target) throw new Error(`The target of ${keyOf(correction)} is not loaded`);
    const siblings = this.children.get(keyOf(target)) ?? [];
    siblings.push(correction);
    this.children.set(keyOf(target), siblings);
    this.parents.set(keyOf(correction), target);
    return target;
  }

  /** True when following targets from the correction, attached or not, leads back to it. */
  isCycle(correction: LedgerRecord): boolean {
    const seen = new Set<string>();
    for (let at = this.targetOf(correction); at && !seen.has(keyOf(at)); at = at.target && this.targetOf(at)) {
      if (at === correction) return true;
      seen.add(keyOf(at));
    }
    return false;
  }

  rootOf(record: LedgerRecord): LedgerRecord {
    let root = record;
    for (let parent = this.parents.get(keyOf(root)); parent; parent = this.parents.get(keyOf(root))) root = parent;
    return root;
  }

  /** The record that stands for `record` and all below it. */
  standingFor(record: LedgerRecord): LedgerRecord {
    const children = this.children.get(keyOf(record));
    return children ? this.standingFor(children.reduce(later)) : record;
  }

  /** The live record of the tree, when it has one: at most one is. */
  liveIn(root: LedgerRecord): LedgerRecord | undefined {
    return this.all(root).find(isLive);
  }

  all(root: LedgerRecord): LedgerRecord[] {
    return [root, ...(this.children.get(keyOf(root)) ?? []).flatMap((child) => this.all(child))];
  }
}

function later(a: LedgerRecord, b: LedgerRecord): LedgerRecord {
  if (a.epoch !== b.epoch) return a.epoch > b.epoch ? a : b;
  if (a.sequence !== b.sequence) return a.sequence > b.sequence ? a : b;
  return a.index > b.index ? a : b;
}
