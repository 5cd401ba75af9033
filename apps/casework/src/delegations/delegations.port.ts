import type { Delegation, PersonId } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** A delegation with what it was made for. */
export interface KeptDelegation extends Delegation {
  authority: string;
  madeAt: number;
  /** Undefined: its key was destroyed. */
  reason: string | undefined;
}

export interface DelegationListing {
  /** `deputy` alone: whom she stands in for. */
  person?: PersonId | undefined;
  deputy?: PersonId | undefined;
  limit: number;
  after?: readonly [madeAtMs: number, id: string] | undefined;
}

export abstract class Delegations {
  /** Those of the authority that are not over, held until the transaction ends: two that make a circle are made one after the other. */
  abstract held(tx: Transaction, authority: string, nowMs: number): Promise<Delegation[]>;
  abstract add(tx: Transaction, delegation: Omit<KeptDelegation, 'endedAt' | 'reason'> & { reason: string }): Promise<void>;
  abstract find(tx: Transaction, authority: string, id: string): Promise<Delegation | undefined>;
  abstract end(tx: Transaction, id: string, atMs: number): Promise<void>;
  /** Newest first. */
  abstract list(authority: string, listing: DelegationListing): Promise<KeptDelegation[]>;
}
