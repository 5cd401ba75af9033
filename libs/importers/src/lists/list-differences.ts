import { createHash } from 'node:crypto';
import type { ListEntry } from '@tidemark/screening';
import type { ListRefusal } from '../reading/list-refused.js';

/** A list's entry by its id, and the hash of all it says. */
export type EntryHashes = ReadonlyMap<string, string>;

export interface ListDifferences {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** SHA-256 of an entry's content, in hexadecimal; the order of an object's keys does not count. */
export function entryHash(entry: ListEntry): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(entry)))
    .digest('hex');
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, ordered(one)]),
  );
}

/** What one version of a list has over another; each id is in one of the three at most. */
export function listDifferences(before: EntryHashes, after: EntryHashes): ListDifferences {
  return {
    added: [...after.keys()].filter((id) => !before.has(id)),
    changed: [...after].filter(([id, hash]) => before.has(id) && before.get(id) !== hash).map(([id]) => id),
    removed: [...before.keys()].filter((id) => !after.has(id)),
  };
}

/** Lists grow and shrink by a few in a hundred; more is a file of another day or another list, until somebody confirms it. */
export const MOST_REMOVED_SHARE = 0.1;

/** The refusal when too large a share of what was listed would be gone; a few entries of a small list are no share of anything. */
export function shrunken(before: number, removed: number, share = MOST_REMOVED_SHARE): ListRefusal | undefined {
  if (removed <= 5 || removed <= before * share) return undefined;
  const percent = Math.round((removed / before) * 1000) / 10;
  return {
    code: 'LIST_SHRUNKEN',
    detail: `${removed} of ${before} entries (${percent} %) would be gone, and at most ${share * 100} % go without confirmation`,
  };
}
