import type { Caller } from '@tidemark/access';
import type { RawScope } from '../ask/asked-scope.js';
import type { WatchedTotals } from './flag-stream.js';

/** Totals of a scope that a stream tells beside flags. */
export abstract class TotalsWatch {
  /** Throws the problem of a scope that cannot be watched or is not the caller's to see. The first call tells the totals as they are. */
  abstract watch(caller: Caller, scope: RawScope): Promise<WatchedTotals>;
}
