import type { Transaction } from '@tidemark/persistence';
import type { ServedItem } from '../case-log/case-writes.js';
import type { ServedChanges } from './served-changes.js';

export interface ServedListing {
  kind?: string | undefined;
  status?: string | undefined;
  limit: number;
  /** Of the last item seen: when it was served, and its id. */
  after?: readonly [servedAtMs: number, id: string] | undefined;
}

/** What was served on providers, as each of them may list it. */
export abstract class ServedIndex {
  /** Of that provider alone, newest first, at most `limit`; row-level security sees to it that no row of another is even looked at. */
  abstract list(provider: string, listing: ServedListing): Promise<ServedItem[]>;
  /** Raises the version of each item that changed, by one. */
  abstract keep(tx: Transaction, caseId: string, changes: ServedChanges): Promise<void>;
}
