import type { Customer, CustomerEvent, CustomerKind, CustomerStatus, VerificationLevel } from '@tidemark/domain';
import type { Tenant, Transaction } from '@tidemark/persistence';

/** A customer as its events made it, at one version. */
export interface LoadedCustomer {
  readonly id: string;
  readonly provider: string;
  readonly version: number;
  readonly customer: Customer;
}

/** What may be shown of a record without its identity. */
export interface CustomerRow {
  readonly id: string;
  readonly provider: string;
  readonly kind: CustomerKind;
  readonly related: boolean;
  readonly status: CustomerStatus;
  readonly level: VerificationLevel;
  readonly levelValidToMs?: number;
  readonly reverifyFromMs?: number;
  /** Id of the ask that is open. */
  readonly revalidation?: string;
  readonly version: number;
  readonly onboardedAtMs: number;
  readonly changedAtMs: number;
}

export interface CustomerFilter {
  provider?: string | undefined;
  level?: VerificationLevel | undefined;
  status?: CustomerStatus | undefined;
  kind?: CustomerKind | undefined;
  related?: boolean | undefined;
  /** Records with an open re-validation, or without. */
  revalidation?: boolean | undefined;
  /** Levels that end before this instant. */
  expiringBeforeMs?: number | undefined;
  referenceMark?: Buffer | undefined;
  limit: number;
  after?: readonly [onboardedAtMs: number, id: string] | undefined;
}

export interface HistoryEntry {
  readonly version: number;
  readonly type: string;
  readonly atMs: number;
  readonly actor: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Absent after erasure: what was said is gone, that it happened stays. */
  readonly event?: CustomerEvent;
}

/** The customer records as this room keeps them. Row-level security limits every answer to the tenant of the transaction. */
export abstract class CustomerRecords {
  /** Undefined: there is none that this transaction may see, or the person was erased. */
  abstract load(tx: Transaction, id: string): Promise<LoadedCustomer | undefined>;

  /** Makes the record, its key and its first events. */
  abstract create(tx: Transaction, created: LoadedCustomer, events: readonly CustomerEvent[], referenceMark?: Buffer): Promise<void>;

  /** Appends the events to a record at `before.version` and keeps what they made of it. Throws when somebody was faster. */
  abstract append(tx: Transaction, before: LoadedCustomer, events: readonly CustomerEvent[], mark: ReferenceMark): Promise<LoadedCustomer>;

  abstract row(tx: Transaction, id: string): Promise<CustomerRow | undefined>;

  abstract list(tenant: Tenant, filter: CustomerFilter): Promise<CustomerRow[]>;

  /** From version `after` on, oldest first. */
  abstract history(tx: Transaction, id: string, after: number, limit: number): Promise<HistoryEntry[]>;

  abstract referenceTaken(tx: Transaction, provider: string, mark: Buffer, except?: string): Promise<boolean>;
}

/** `keep`: the reference did not change. */
export type ReferenceMark = 'keep' | Buffer | undefined;
