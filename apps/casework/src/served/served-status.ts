import type { CaseState, Declaration, InformationRequest, OrderWarning, SuspensionOrder } from '@tidemark/domain';
import type { ServedItem } from '../case-log/case-writes.js';
import { servedNow } from './served-now.js';

type ServedStatus =
  | Exclude<InformationRequest['status'], 'accepted'>
  | Exclude<Declaration['status'], 'recorded'>
  | OrderWarning['status']
  | Exclude<SuspensionOrder['status'], 'drafted' | 'refused'>
  | 'settled'
  | 'forwarded';

/** Where an item can stand, by the course of its kind; an answer that was accepted is settled. */
const STATUSES: Readonly<Record<ServedStatus, true>> = {
  sent: true,
  asked: true,
  served: true,
  issued: true,
  acknowledged: true,
  answered: true,
  returned: true,
  submitted: true,
  forwarded: true,
  settled: true,
  elapsed: true,
  withdrawn: true,
  lifted: true,
};
export const SERVED_STATUSES = Object.keys(STATUSES);

/** The status of an item after a step, for its answer. */
export function servedStatus(state: CaseState, { id }: ServedItem): string {
  const item = servedNow(state).find((one) => one.id === id);
  if (item === undefined) throw new Error(`served item ${id} is no longer named by its case`);
  return item.status;
}
