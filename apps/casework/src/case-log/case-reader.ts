import type { Caller } from '@tidemark/access';
import type { CaseEvent, CaseId, CaseState } from '@tidemark/domain';
import type { Refused } from '@tidemark/edge';
import type { ServedItem } from './case-writes.js';

/** One line of a log as it is kept. */
export interface LoggedEvent {
  sequence: number;
  event: CaseEvent;
  /** Hex: of this line and all before it. */
  hash: string;
}

/** Reads cases. A case of another authority is answered exactly as one that does not exist. */
export abstract class CaseReader {
  abstract read(caller: Caller, id: CaseId): Promise<CaseState | Refused<'CASE_UNKNOWN'>>;
  /** Oldest first, `after` the sequence, at most `limit`. */
  abstract log(caller: Caller, id: CaseId, after: number, limit: number): Promise<LoggedEvent[] | Refused<'CASE_UNKNOWN'>>;
  /** What was served on the caller's provider, with the case it belongs to, of which nothing else may be told. */
  abstract served(caller: Caller, item: string): Promise<{ item: ServedItem; state: CaseState } | Refused<'ITEM_UNKNOWN'>>;
}
