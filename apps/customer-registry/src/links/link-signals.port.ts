import type { Transaction } from '@tidemark/persistence';
import type { SignalMark } from './signal-marks.js';

export interface SignalOwner {
  provider: string;
  kind: 'ACCOUNT' | 'CUSTOMER';
  id: string;
}

export interface KeptSignals {
  marks: SignalMark[];
  registeredAtMs: number | undefined;
}

/** Marks of accounts and customers. */
export abstract class LinkSignalMarks {
  /** Replaces all of the owner's. Undefined: the owner has none any more. */
  abstract replace(tx: Transaction, owner: SignalOwner, signals: KeptSignals | undefined): Promise<void>;

  /** Undefined: nothing was ever said of it. */
  abstract find(tx: Transaction, owner: SignalOwner): Promise<KeptSignals | undefined>;

  /** Customers that share a telling mark with the account, themselves or by an account that is theirs; those that share most come first. */
  abstract customersNear(tx: Transaction, provider: string, account: string, limit: number): Promise<string[]>;

  /** Accounts that share a telling mark with the customer. */
  abstract accountsNear(tx: Transaction, provider: string, customer: string, limit: number): Promise<string[]>;

  /** Keys and tokens of the accounts that are the customer's, without those of `except`. */
  abstract ofLinkedAccounts(tx: Transaction, provider: string, customer: string, except: string): Promise<SignalMark[]>;
}
