import type { ServedNow } from './served-now.js';

export interface ServedChanges {
  added: readonly ServedNow[];
  changed: readonly ServedNow[];
}

/** What the table of served items has to take over. What was served stays served: an item that a part no longer names is a fault of the part. */
export function servedChanges(before: readonly ServedNow[], after: readonly ServedNow[]): ServedChanges {
  const earlier = new Map(before.map((item) => [item.id, item]));
  const now = new Set(after.map(({ id }) => id));
  const gone = before.find(({ id }) => !now.has(id));
  if (gone !== undefined) throw new Error(`served item ${gone.id} (${gone.kind}) is no longer named: what was served is never taken back`);
  return {
    added: after.filter(({ id }) => !earlier.has(id)),
    changed: after.filter((item) => isChanged(earlier.get(item.id), item)),
  };
}

const isChanged = (before: ServedNow | undefined, { status, dueAtMs, revision = 0 }: ServedNow): boolean =>
  before !== undefined && (before.status !== status || before.dueAtMs !== dueAtMs || (before.revision ?? 0) !== revision);
