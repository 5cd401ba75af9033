import type { AccountHistory, AccountLink, LinkEnded, LinkStated } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** A link with where it stands and who said so. */
export interface KeptLink extends AccountLink {
  provider: string;
  account: string;
  statedBy: string;
  /** Whether words were given about it: they are sealed, and shown for a purpose alone. */
  hasDetail: boolean;
  /** In the order of `ends`. */
  endedBy: readonly string[];
}

export interface StatedLink extends LinkStated {
  provider: string;
  account: string;
  statedBy: string;
  detail?: Buffer | undefined;
  statement?: object | undefined;
}

export interface StatedEnd extends LinkEnded {
  provider: string;
  endedBy: string;
  reason?: Buffer | undefined;
}

export interface LinkFilter {
  /** Empty of the scheme's own callers: every provider. */
  provider?: string | undefined;
  account?: string | undefined;
  customer?: string | undefined;
  /** Links that hold at this instant, in ms. */
  asOfMs?: number | undefined;
  /** What was known at this time, in ms: later links and ends are left out. */
  knownAtMs?: number | undefined;
  limit: number;
  after?: readonly [knownAtMs: number, link: string] | undefined;
}

export abstract class AccountLinks {
  /** Everything that was ever said about the account. */
  abstract history(tx: Transaction, provider: string, account: string): Promise<AccountHistory>;

  abstract find(tx: Transaction, link: string): Promise<KeptLink | undefined>;

  abstract list(tx: Transaction, filter: LinkFilter): Promise<KeptLink[]>;

  /** Sealed words: of the link itself, then of each end, in their order. */
  abstract words(tx: Transaction, link: string): Promise<LinkWords | undefined>;

  abstract state(tx: Transaction, link: StatedLink): Promise<void>;

  abstract end(tx: Transaction, end: StatedEnd): Promise<void>;
}

export interface LinkWords {
  customer: string;
  detail: Buffer | undefined;
  ends: { knownAtMs: number; reason: Buffer | undefined }[];
}
