import type { Transaction } from '@tidemark/persistence';

export const FATES = ['received', 'counted', 'held', 'duplicate', 'conflict', 'rejected', 'replaced'] as const;
export type FateCounts = Record<(typeof FATES)[number], bigint>;

/** received = counted + held + duplicate + conflict + rejected + replaced, in records and in accelerator-milliseconds. */
export interface SourceConservation {
  provider: string;
  source: string;
  records: FateCounts;
  acceleratorMs: FateCounts;
  /** Reports of a schema version that cannot be read yet: outside the equation. */
  opaqueReports: bigint;
}

export interface ConservationReader {
  /** In the order of provider and source; with `only`, that source alone. */
  sources(tx: Transaction, only?: { provider: string; source: string }): Promise<SourceConservation[]>;
}

export const ConservationReader = Symbol('ConservationReader');
