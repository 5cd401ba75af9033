import { isoOf } from '@tidemark/edge';
import type { ServedItem } from '../case-log/case-writes.js';

/** What every item tells its provider of itself. Its part and its case stay inside. */
export const servedView = ({ id, kind, status, servedAtMs, dueAtMs, version }: ServedItem) => ({
  id,
  kind,
  status,
  servedAt: isoOf(servedAtMs),
  ...(dueAtMs === undefined ? {} : { dueAt: isoOf(dueAtMs) }),
  version,
});
export type ServedItemView = ReturnType<typeof servedView>;
