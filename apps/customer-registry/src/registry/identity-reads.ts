import type { Caller } from '@tidemark/access';
import type { Tenant } from '@tidemark/persistence';

/** Somebody looked at who somebody is: a fact that is never removed. */
export interface IdentityRead {
  caller: Pick<Caller, 'subject' | 'person' | 'provider' | 'role'>;
  purpose: string;
  /** The customer record looked at. */
  customer: string;
  /** `profile`, `document/<id>`, `candidate/<id>`, `case/<id>/<sections>`. */
  what: string;
  /** Released to a case: shown to the record's provider only once it was told of the case, and then without who and why. */
  caseId?: string;
  atMs: number;
}

export abstract class IdentityReads {
  /** Durable when it resolves. To be called before anything of the identity is shown: what is not logged is not shown. */
  abstract record(reads: readonly IdentityRead[]): Promise<void>;

  /** Newest first; of one provider's records for its own people, of all for the scheme's. At most `limit`, before the read `before`. Undefined: there is no such read that the tenant sees. */
  abstract list(tenant: Tenant, filter: IdentityReadFilter): Promise<LoggedRead[] | undefined>;
}

export interface IdentityReadFilter {
  customer?: string | undefined;
  reader?: string | undefined;
  /** `id` of a read. */
  before?: number | undefined;
  limit: number;
}

export interface LoggedRead {
  /** Random: nothing follows from what is missing between two of them. */
  id: number;
  provider: string;
  customer: string;
  what: string;
  reader: string;
  /** Null: somebody of the scheme. */
  readerProvider: string | null;
  role: string;
  purpose: string;
  /** ISO 8601. */
  readAt: string;
}
