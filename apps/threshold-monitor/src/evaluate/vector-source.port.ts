import type { HourlyUse, HourSums, TripleTotal } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** Hours [fromHour, toHour) of an account, by its number. Infinite ends: all that there are. */
export interface AccountHours {
  readonly accountId: number;
  readonly fromHour: number;
  readonly toHour: number;
}

/** The vectors as they are kept, what this transaction added included. */
export abstract class VectorSource {
  /** One vector: the sum over the hours of the accounts. */
  abstract sumOf(tx: Transaction, hours: readonly AccountHours[]): Promise<HourSums>;
  abstract totalsOf(tx: Transaction, hours: readonly AccountHours[]): Promise<TripleTotal>;
  abstract ofCluster(tx: Transaction, clusterId: number): Promise<HourSums>;
  /** Accelerator-milliseconds by hour. */
  abstract useOfCluster(tx: Transaction, clusterId: number): Promise<HourlyUse>;
}
