import type { TripleTotal, UseBasis } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import type { AccountHours } from './vector-source.port.js';

/** What one part of a scope brought in, and what that rests on. */
export interface UseShare {
  /** Number of the account, compute cluster or part, as was asked for. */
  readonly id: number;
  readonly totals: TripleTotal;
  readonly basis: UseBasis;
}

/** Hours [fromHour, toHour). */
export interface HourRange {
  readonly fromHour: number;
  readonly toHour: number;
}

/** Who is behind a total: for explanations, which are made when a flag is raised. */
export abstract class UseShares {
  abstract byAccount(tx: Transaction, hours: readonly AccountHours[]): Promise<UseShare[]>;
  /** `parts[i]`: hours of the part that is answered as i. Those without use are left out. */
  abstract byPart(tx: Transaction, parts: readonly (readonly AccountHours[])[]): Promise<UseShare[]>;
  abstract byAccountInCluster(tx: Transaction, clusterId: number, range: HourRange): Promise<UseShare[]>;
  abstract byClusterOfAccount(tx: Transaction, accountId: number, range: HourRange): Promise<UseShare[]>;
}
