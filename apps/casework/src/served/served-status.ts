import type { CaseState } from '@tidemark/domain';
import type { ServedItem } from '../case-log/case-writes.js';
import { servedNow } from './served-now.js';

/** The status of an item after a step, for its answer. */
export function servedStatus(state: CaseState, { id }: ServedItem): string {
  const item = servedNow(state).find((one) => one.id === id);
  if (item === undefined) throw new Error(`served item ${id} is no longer named by its case`);
  return item.status;
}
