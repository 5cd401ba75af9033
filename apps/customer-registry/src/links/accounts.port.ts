import type { Transaction } from '@tidemark/persistence';

export interface SeenAccount {
  provider: string;
  account: string;
  /** Start of the earliest hour of use that was counted, in ms. */
  firstUseHourMs: number;
  /** When the registry first heard of it, in ms. */
  firstSeenMs: number;
}

export interface AccountFilter {
  /** Whether the account is somebody's at `asOfMs`; undefined: either. */
  linked?: boolean | undefined;
  asOfMs: number;
  limit: number;
  after?: readonly [provider: string, account: string] | undefined;
}

/** Accounts that used anything, whoever they are: the registry learns of them from what the ledger posts. */
export abstract class SeenAccounts {
  abstract find(tx: Transaction, provider: string, account: string): Promise<SeenAccount | undefined>;

  abstract list(tx: Transaction, filter: AccountFilter): Promise<(SeenAccount & { customer?: string })[]>;

  /** Adds those that are new; an earlier hour of use replaces a later one. */
  abstract learn(tx: Transaction, accounts: readonly SeenAccount[]): Promise<void>;
}
