import type { CaseEvent, CaseState } from '@tidemark/domain';
import { breachMail } from './breach-mail.js';
import { noticeMail } from './notice-mail.js';

/** A mail that an entry of the log asks for. It says that there is something and where it is read, never what it says. */
export interface MailDraft {
  kind: string;
  /** By role: what lists show of whom it went to. */
  recipient: 'CUSTOMER' | 'AUTHORITY';
  to: string;
  subject: string;
  text: string;
}

/** What a mail is written with beside the case. */
export interface MailHouse {
  /** Origin of links, without a slash at the end. */
  publicUrl: string;
  /** Of the authority that runs the installation. */
  home: string;
  /** Where that authority is told of clocks that ran out. */
  authorityMail: string | undefined;
}

/** Each part that writes to somebody has its line in MAIL_PARTS. `state` is the case after the event. */
export type MailPart = (state: CaseState, event: CaseEvent, house: MailHouse) => MailDraft | undefined;

export const MAIL_PARTS: readonly MailPart[] = [noticeMail, breachMail];
