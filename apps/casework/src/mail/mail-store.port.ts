import type { Transaction } from '@tidemark/persistence';
import type { MailDraft } from './mail-parts.js';
import type { SendResult } from './mail-schedule.js';

export type MailState = 'WAITING' | 'SENT' | 'FAILED' | 'NOT_CONFIGURED' | 'ERASED';

export interface NewMail {
  id: string;
  caseId: string;
  /** The entry of the log that asks for it. */
  sequence: number;
  draft: MailDraft;
  state: 'WAITING' | 'NOT_CONFIGURED';
  nowMs: number;
}

/** A mail as lists show it: to whom by role, no address and no words. */
export interface MailHead {
  id: string;
  caseId: string;
  sequence: number;
  kind: string;
  recipient: string;
  state: MailState;
  madeAtMs: number;
  attempts: number;
  lastAttemptMs?: number | undefined;
  lastAnswer?: string | undefined;
  nextAttemptMs?: number | undefined;
  sentAtMs?: number | undefined;
}

export interface LeasedMail {
  id: string;
  /** This one included. */
  attempt: number;
  madeAtMs: number;
  content: Pick<MailDraft, 'to' | 'subject' | 'text'>;
}

/** Mails of all cases, content sealed with the key that erasure destroys. */
export abstract class MailStore {
  /** In the transaction of the entry that asks for it. */
  abstract add(tx: Transaction, mail: NewMail): Promise<void>;
  /** The next one that is due, for this long nobody else's. */
  abstract lease(nowMs: number, leaseMs: number): Promise<LeasedMail | undefined>;
  /** Records an attempt, unless another settled it meanwhile. */
  abstract settle(mail: LeasedMail, result: SendResult, nowMs: number): Promise<void>;
  /** Of one authority, newest first. */
  abstract list(
    authority: string,
    filter: { caseId?: string | undefined; state?: MailState | undefined; limit: number; before?: readonly [number, string] | undefined },
  ): Promise<MailHead[]>;
}
