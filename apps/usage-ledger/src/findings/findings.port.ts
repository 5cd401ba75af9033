import type { Transaction } from '@tidemark/persistence';
import type { RegisteredCluster } from '../facilities/registered-facilities.js';
import type { PlacedFinding } from './finding.js';

/** Findings of one source or of one compute cluster alone. */
export interface FindingFilter {
  source?: { provider: string; name: string };
  cluster?: { provider: string; name: string };
}

/** A page of one kind, in its order, behind the place `after`. Throws InvalidPlace when that is no place of the kind. */
export interface PageOfKind {
  filter: FindingFilter;
  after: readonly string[] | undefined;
  limit: number;
}

export class InvalidPlace extends Error {}

export interface LastReport {
  provider: string;
  source: string;
  knownAtMs: number;
}

export interface FindingsReader {
  /** Kinds that were found while counting. */
  storedKinds(tx: Transaction): Promise<string[]>;
  stored(tx: Transaction, kind: string, page: PageOfKind): Promise<PlacedFinding[]>;
  reportConflicts(tx: Transaction, page: PageOfKind): Promise<PlacedFinding[]>;
  sequenceGaps(tx: Transaction, page: PageOfKind): Promise<PlacedFinding[]>;
  /** Hours in which a cluster was used more than it can have been by its registration. */
  overCapacity(tx: Transaction, clusters: readonly RegisteredCluster[], page: PageOfKind): Promise<PlacedFinding[]>;
  /** When each source last was heard. */
  lastReports(tx: Transaction): Promise<LastReport[]>;
  knowsSource(tx: Transaction, provider: string, name: string): Promise<boolean>;
  knowsCluster(tx: Transaction, provider: string, name: string): Promise<boolean>;
}

export const FindingsReader = Symbol('FindingsReader');
