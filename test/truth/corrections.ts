/** Which record of a tree of corrections stands. */
import type { Deciding, TruthEntry } from './deciding.js';

/** The highest (epoch, sequence, index) first. */
function later(a: TruthEntry, b: TruthEntry): number {
  if (a.report.epoch !== b.report.epoch) return b.report.epoch - a.report.epoch;
  if (a.report.sequence !== b.report.sequence) return a.report.sequence < b.report.sequence ? 1 : -1;
  return b.record.index - a.record.index;
}

/**
 * Every replaced record, with the one that stands in its place. Only decided corrections pull; one that is held waits, what stood
 * before stays, and it is the root of a tree of its own.
 */
export function replacedRecords(deciding: Deciding): Map<TruthEntry, TruthEntry> {
  const corrections = new Map<TruthEntry, TruthEntry[]>();
  const roots: TruthEntry[] = [];
  for (const entry of deciding.inOrder) {
    const target = entry.decided && deciding.targetOf(entry);
    if (target) corrections.set(target, [...(corrections.get(target) ?? []), entry]);
    else roots.push(entry);
  }
  const replaced = new Map<TruthEntry, TruthEntry>();
  for (const root of roots) {
    const tree = [root];
    for (const entry of tree) tree.push(...(corrections.get(entry) ?? []));
    let stands = root;
    for (let next = corrections.get(stands); next; next = corrections.get(stands)) stands = [...next].sort(later)[0]!;
    for (const entry of tree) if (entry !== stands) replaced.set(entry, stands);
  }
  return replaced;
}
