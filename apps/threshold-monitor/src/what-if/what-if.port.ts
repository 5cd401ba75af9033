import type { ScopeKind, TripleTotal } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** All that somebody or something ever used, and how many hours it may have had. */
export interface UsedEver extends Omit<TripleTotal, 'lower'> {
  readonly provider: string;
  readonly name: string;
  readonly hours: number;
}

/** A flag of a crossing that stands. */
export interface StandingFlag {
  readonly id: string;
  readonly scopeKind: ScopeKind;
  readonly scopeId: string;
  readonly provider: string | undefined;
  readonly tier: string;
  readonly n: number;
  readonly momentMs: number;
}

/** What a supposition is held against. For the tenant of the transaction. */
export abstract class WhatIfReader {
  abstract accounts(tx: Transaction): Promise<UsedEver[]>;
  abstract clusters(tx: Transaction): Promise<UsedEver[]>;
  /** By the rule's version, of tiers that say something has crossed; open. */
  abstract standing(tx: Transaction, rule: string, version: number): Promise<StandingFlag[]>;
}
