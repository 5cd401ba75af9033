import type { AuthorityId, CaseScope, Happened, Instant } from '../case-vocabulary.js';
import type { AuthorityKind } from './authority.js';
import type { BundleSections } from './referral-bundle.js';
import type { ReferralSection } from './referral-rule.js';

/** What the other authority made of a referral. */
export const REFERRAL_OUTCOMES = ['TAKEN_UP', 'NO_ACTION', 'DECLINED'] as const;
export type ReferralOutcome = (typeof REFERRAL_OUTCOMES)[number];

/** What travels, sealed as a whole: identities lie in the other bag. `sealed` is its hash and, to another installation, its signature. */
export interface Sealed {
  /** sha256 of the canonical JSON that went, hex. */
  hash: string;
  /** Ed25519, base64, and the key it was made with: to another installation alone. */
  signature?: string | undefined;
  key?: string | undefined;
}

/** What a request of another authority is about: one of them. */
export interface AskedAbout {
  case?: string | undefined;
  flag?: string | undefined;
  subject?: CaseScope | undefined;
}

export type ReferralEvent = SentEvent | ReceivedEvent | ReadEvent | AskingEvent | AskedEvent;

/** In the case of the authority that refers. */
type SentEvent =
  | (Happened & {
      type: 'referral-proposed';
      referral: string;
      to: AuthorityId;
      transport: AuthorityKind;
      /** `id@version` */
      rule: string;
      sections: readonly ReferralSection[];
      /** `reason` stays here; the statement and the legal basis go. */
      record?: { reason: string; statement?: string; legalBasis: string };
    })
  | (Happened & {
      type: 'referral-approved';
      referral: string;
      sealed: Sealed;
      record?: { payload: object };
      personal?: { identity: unknown };
    })
  | (Happened & { type: 'referral-refused'; referral: string; record?: { reason: string } })
  /** Before it went: it never goes. After: nobody waits for an answer any more. */
  | (Happened & { type: 'referral-withdrawn'; referral: string; record?: { reason: string } })
  | (Happened & { type: 'referral-receipt-taken'; referral: string; receivedAt: Instant })
  | (Happened & {
      type: 'referral-answer-taken';
      referral: string;
      outcome: ReferralOutcome;
      answeredAt: Instant;
      record?: { words: string };
    });

/** In the case of the authority that receives. */
type ReceivedEvent =
  | (Happened & {
      type: 'referral-received';
      referral: string;
      from: AuthorityId;
      transport: AuthorityKind;
      rule: string;
      sections: readonly ReferralSection[];
      sealed: Sealed;
      record?: { payload: object };
      personal?: { identity: unknown };
    })
  | (Happened & { type: 'referral-acknowledged'; referral: string; sealed?: Sealed | undefined })
  | (Happened & {
      type: 'referral-answered';
      referral: string;
      outcome: ReferralOutcome;
      sealed?: Sealed | undefined;
      record?: { words: string };
    });

/** In either case: somebody was shown the identities that went, and why. */
type ReadEvent = Happened & { type: 'referral-identity-read'; referral: string; record?: { purpose: string } };

/** In a case of the authority that asks. */
type AskingEvent =
  | (Happened & {
      type: 'authority-asked';
      request: string;
      to: AuthorityId;
      transport: AuthorityKind;
      about: AskedAbout;
      sections: readonly ReferralSection[];
      sealed?: Sealed | undefined;
      record?: { purpose: string; legalBasis: string };
    })
  | (Happened & {
      type: 'authority-answer-taken';
      request: string;
      outcome: 'ANSWERED' | 'REFUSED';
      answeredAt: Instant;
      record?: { reason: string; sections: BundleSections };
    });

/** In a case of the authority that is asked. */
type AskedEvent =
  | (Happened & {
      type: 'authority-request-received';
      request: string;
      from: AuthorityId;
      transport: AuthorityKind;
      about: AskedAbout;
      sections: readonly ReferralSection[];
      /** There is no case that it is about: it lies in one of its own. */
      unmatched: boolean;
      /** Of a request that came signed: a repeat is known by it. */
      hash?: string | undefined;
      record?: { purpose: string; legalBasis: string };
    })
  | (Happened & {
      type: 'authority-request-answered';
      request: string;
      outcome: 'ANSWERED' | 'REFUSED';
      /** `id@version`, of an answer. */
      rule?: string | undefined;
      sealed?: Sealed | undefined;
      record?: { reason: string; sections: BundleSections };
    });
