import type { CaseState } from '../case-state.js';
import { type CaseFlag, type Instant, isSameScope } from '../case-vocabulary.js';
import type { SuspensionOrder } from './order-state.js';

/** What the ledger counted of the scope at the order's provider, in hours that begin while the order holds. FLOP. */
export interface UseUnderOrder {
  lower: bigint;
  expected: bigint;
  upper: bigint;
  /** Start of the last hour with use. */
  lastHour?: Instant | undefined;
  /** Start of the last hour for which anything was reported, of anybody, from the compute clusters that the scope had used before. */
  heardUntil?: Instant | undefined;
}

export const COMPLIANCE_VERDICTS = ['COMPLIED', 'USE_SEEN', 'NOT_YET_KNOWN'] as const;
export type ComplianceVerdict = (typeof COMPLIANCE_VERDICTS)[number];

/** Open flags of the case that say that this order was not followed. */
export const flagsAfterOrder = ({ flags }: Pick<CaseState, 'flags'>, { provider, scope, from, liftedAt }: SuspensionOrder): CaseFlag[] =>
  [...flags.values()].filter(
    (flag) =>
      flag.kind === 'USE_AFTER_ORDER' &&
      !flag.withdrawn &&
      isSameScope({ ...flag.scope, provider }, { ...scope, provider }) &&
      (flag.scope.provider ?? provider) === provider &&
      from !== undefined &&
      flag.momentMs >= from &&
      flag.momentMs < (liftedAt ?? Number.POSITIVE_INFINITY),
  );

/**
 * That nothing was reported is not that nothing ran: an order counts as followed only once the places where it ran before have been heard from
 * since. `use` undefined: the ledger could not be asked.
 */
export function judgeCompliance(order: SuspensionOrder, flags: readonly CaseFlag[], use: UseUnderOrder | undefined): ComplianceVerdict {
  if (flags.length > 0 || (use !== undefined && use.upper > 0n)) return 'USE_SEEN';
  if (order.from === undefined || use?.heardUntil === undefined || use.heardUntil < order.from) return 'NOT_YET_KNOWN';
  return 'COMPLIED';
}
