import type { CustomerKind, CustomerProfile, VerificationLevel } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** What may be known of a customer record without knowing who it is. */
export interface CustomerHead {
  id: string;
  provider: string;
  kind: CustomerKind;
  /** Rents nothing: known as an owner or controller only. */
  related: boolean;
  level: VerificationLevel;
  status: 'ACTIVE' | 'SUSPENDED' | 'CLOSED';
  version: number;
  /** The person is gone from the record. */
  erased: boolean;
}

/** The customer records, for the rooms that work on them. Row-level security limits every answer to the tenant of the transaction. */
export abstract class CustomerDirectory {
  /** Undefined: there is none, or none that this transaction may see; the two cannot be told apart. */
  abstract head(tx: Transaction, id: string): Promise<CustomerHead | undefined>;

  abstract heads(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, CustomerHead>>;

  /** Opened. Undefined too when the record was erased. */
  abstract profile(tx: Transaction, id: string): Promise<CustomerProfile | undefined>;

  abstract profiles(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, CustomerProfile>>;
}
