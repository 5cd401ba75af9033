/**
 * Walks the facts in ledger order and says of every submission whether it stands, and of every record when it was decided: with
 * which registration, and in which place of the effective order. Coverage comes afterwards, from the result alone.
 */
import { type Registration, Registry } from './registry.js';
import { type Fact, type HeldReason, reportKey, type Submission, type TruthRecord } from './truth.model.js';

/** Compared number by number: ledger position, 0 for the position's own records or 1 for what it released, rank among them. */
export type Place = readonly [number, 0 | 1, number];

export const comparePlaces = (a: Place, b: Place): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

export interface TruthEntry {
  report: Submission;
  record: TruthRecord;
  /** Absent while held. */
  decided?: {
    place: Place;
    /** Where the place is: a correction that names another cluster takes no place here. */
    cluster: string;
    /** Absent for a void. */
    registration?: Registration;
  };
  waitsFor: HeldReason[];
}

export interface StandingReport {
  report: Submission;
  entries: Map<number, TruthEntry>;
}

export class Deciding {
  readonly registry = new Registry();
  readonly standing = new Map<string, StandingReport>();
  readonly copies: { report: Submission; fate: 'duplicate' | 'conflict' }[] = [];
  readonly inOrder: TruthEntry[] = [];
  /** In ledger order. */
  #held: TruthEntry[] = [];
  #position = 0;
  /** Targets of decided corrections. */
  readonly #corrected = new Set<TruthEntry>();

  take(fact: Fact): void {
    this.#position += 1;
    const waiting = this.#held;
    this.#held = [];
    if (fact.type === 'report') this.#arrive(fact.report);
    else this.registry.learn(fact);
    const arrived = this.#held;
    this.#held = [];
    // One by one in ledger order: what has been held longer comes first, whatever it waited for.
    waiting.forEach((entry, rank) => {
      // A report brings targets and nothing else that a record could wait for.
      if (fact.type === 'report' && !entry.record.correction) this.#held.push(entry);
      else this.#decide(entry, [this.#position, 1, rank]);
    });
    this.#held = [...this.#held, ...arrived];
  }

  find(of: Submission, target: { epoch: number; sequence: bigint }): StandingReport | undefined {
    return this.standing.get(reportKey(of.provider, of.source, target.epoch, target.sequence));
  }

  /** The record that a correction names, if it has arrived. */
  targetOf(entry: TruthEntry): TruthEntry | undefined {
    const target = entry.record.correction;
    return target && this.find(entry.report, target)?.entries.get(target.index);
  }

  #arrive(report: Submission): void {
    const key = reportKey(report.provider, report.source, report.epoch, report.sequence);
    const before = this.standing.get(key);
    if (before) {
      this.copies.push({ report, fate: before.report.contentHash === report.contentHash ? 'duplicate' : 'conflict' });
      return;
    }
    // What cannot be read takes its sequence and waits, whole.
    const entries = (report.opaque ? [] : report.records).map((record): TruthEntry => ({ report, record, waitsFor: [] }));
    this.standing.set(key, { report, entries: new Map(entries.map((entry) => [entry.record.index, entry])) });
    this.inOrder.push(...entries);
    const open = new Set(entries);
    const visit = (entry: TruthEntry): void => {
      if (!open.delete(entry)) return;
      // The whole report arrives at once: a correction of a record further down finds its target decided.
      const target = this.targetOf(entry);
      if (target) visit(target);
      this.#decide(entry, [this.#position, 0, entry.record.index]);
    };
    for (const entry of entries) visit(entry);
    this.#held.sort((a, b) => a.record.index - b.record.index);
  }

  /** Decides a record that is not decided yet, or holds it (again). `own`: its place unless it takes its target's. */
  #decide(entry: TruthEntry, own: Place): void {
    // Something else stands for it already, so it has nothing to wait for and gets no place; a correction still joins its target's tree.
    if (!entry.record.correction && this.#corrected.has(entry)) return;
    entry.waitsFor = this.#targetWaits(entry);
    const target = this.targetOf(entry);
    if (entry.record.correction?.void) {
      if (entry.waitsFor.length === 0)
        entry.decided = target?.decided
          ? { ...target.decided, registration: undefined }
          : { place: own, cluster: target?.record.cluster ?? '' };
    } else {
      const registration = this.registry.decide(entry.report.provider, entry.record);
      if (Array.isArray(registration)) entry.waitsFor.push(...registration);
      else if (entry.waitsFor.length === 0) {
        const takesOver = target?.decided !== undefined && target.decided.cluster === entry.record.cluster;
        entry.decided = { place: takesOver ? target.decided!.place : own, cluster: entry.record.cluster, registration };
      }
    }
    if (!entry.decided) this.#held.push(entry);
    else if (target) this.#corrected.add(target);
  }

  /** What a correction's target leaves to be waited for; nothing for other records. */
  #targetWaits(entry: TruthEntry): HeldReason[] {
    const target = entry.record.correction;
    if (!target) return [];
    const report = this.find(entry.report, target)?.report;
    // What cannot be read has not arrived.
    if (!report || report.opaque) return ['TARGET_MISSING'];
    if (report.rejected.includes(target.index)) return ['TARGET_REJECTED'];
    if (target.index >= report.recordCount) return ['TARGET_OUT_OF_RANGE'];
    return this.#leadsBack(entry) ? ['CORRECTION_CYCLE'] : [];
  }

  #leadsBack(entry: TruthEntry): boolean {
    const seen = new Set<TruthEntry>();
    for (let at = this.targetOf(entry); at !== undefined && !seen.has(at); at = this.targetOf(at)) {
      if (at === entry) return true;
      seen.add(at);
    }
    return false;
  }
}
