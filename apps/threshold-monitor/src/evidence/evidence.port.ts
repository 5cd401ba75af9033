import type { Evaluation, Scope } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** What a flag rests on beside use and identity, as one change of the monitor knew it. For transactions that may see all. */
export abstract class KnownThen {
  /** Facts of facility.v1 in the order in which they were taken. */
  abstract facilityFacts(tx: Transaction, change: bigint): AsyncIterable<Buffer>;
  /** Orders and their ends, of case.v1. */
  abstract orderFacts(tx: Transaction, change: bigint): Promise<Buffer[]>;
  abstract evaluations(tx: Transaction, scope: Scope, change: bigint): Promise<Evaluation[]>;
}
