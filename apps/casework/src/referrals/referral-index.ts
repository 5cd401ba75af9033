import type { Caller } from '@tidemark/access';
import type { AuthorityId, AuthorityKind, CaseId, CaseScope } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

export type ExchangeKind = 'REFERRAL' | 'REQUEST';

/** A referral or a request between authorities, from the side of one of them. */
export interface ExchangeRow {
  id: string;
  authority: AuthorityId;
  kind: ExchangeKind;
  side: 'SENT' | 'RECEIVED';
  other: AuthorityId;
  transport: AuthorityKind;
  caseId: CaseId;
  status: string;
  /** Of what came from another installation. */
  hash: string | undefined;
  atMs: number;
}

export interface ExchangeFilter {
  kind: ExchangeKind;
  side?: ExchangeRow['side'] | undefined;
}

/** Where referrals and requests lie: each authority finds its own side alone. */
export abstract class ReferralIndex {
  /** Until the transaction ends nobody else takes in a document of this id: of two who bring it at once the second finds the first one's. */
  abstract hold(tx: Transaction, id: string): Promise<void>;
  /** Of either kind: an id belongs to one document. */
  abstract earlier(tx: Transaction, authority: AuthorityId, id: string): Promise<ExchangeRow | undefined>;
  abstract find(tx: Transaction, authority: AuthorityId, kind: ExchangeKind, id: string): Promise<ExchangeRow | undefined>;
  abstract findFor(caller: Caller, kind: ExchangeKind, id: string): Promise<ExchangeRow | undefined>;
  /** Latest first, those behind the key `[atMs, id]`. */
  abstract list(
    caller: Caller,
    filter: ExchangeFilter,
    after: readonly [number, string] | undefined,
    limit: number,
  ): Promise<ExchangeRow[]>;
  abstract add(tx: Transaction, row: ExchangeRow): Promise<void>;
  abstract become(tx: Transaction, authority: AuthorityId, id: string, status: string): Promise<void>;
  abstract isCaseOf(tx: Transaction, authority: AuthorityId, id: CaseId): Promise<boolean>;
  /** The case of this authority that a case id, a flag or a subject leads to; of several the one that was opened last. */
  abstract caseAbout(
    tx: Transaction,
    authority: AuthorityId,
    about: { case?: string | undefined; flag?: string | undefined; subject?: CaseScope | undefined },
  ): Promise<CaseId | undefined>;
}
