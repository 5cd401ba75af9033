import type { Authority } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

export interface KnownAuthority extends Authority {
  /** Counts its changes. 0: the installation's own, of which nothing was registered yet. */
  version: number;
}

/** Which authorities there are: the installation's own is always one. */
export abstract class AuthorityBook {
  /** A transaction of the scheme: authorities are no tenant's. */
  abstract inScheme<Value>(work: (tx: Transaction) => Promise<Value>): Promise<Value>;
  /** Until the transaction ends nobody else changes this one. */
  abstract hold(tx: Transaction, id: string): Promise<void>;
  abstract find(tx: Transaction, id: string): Promise<KnownAuthority | undefined>;
  /** By id. */
  abstract list(tx: Transaction): Promise<KnownAuthority[]>;
  /** Adds how it stands from now on. */
  abstract put(tx: Transaction, authority: KnownAuthority, by: string, nowMs: number): Promise<void>;
}
