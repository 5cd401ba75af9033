import type { Happened, Instant } from '../case-vocabulary.js';
import type { NoticeText } from './notice-text.js';
import type { AppealDecision, CorrectionWords, Grounds, Outcome, StatementWords } from './statement.js';

export type VoidCause = 'ROLE_CHANGED' | 'DELEGATION' | 'OWN_ANALYST';

/** How a case is decided, what the customer is told of it and answers, and how it is decided about again. */
export type DecisionEvent = OutcomeEvent | NoticeEvent | AppealEvent | CorrectionEvent;

type OutcomeEvent =
  | (Happened & Grounds & { type: 'outcome-proposed'; proposal: string; outcome: Outcome; record?: StatementWords })
  /** `approvedVersion`: of the case, as the approver had read it. */
  | (Happened & { type: 'outcome-approved'; proposal: string; outcome: Outcome; approvedVersion: number; record?: { reason: string } })
  | (Happened & { type: 'outcome-refused'; proposal: string; record?: { reason: string } })
  | (Happened & { type: 'outcome-withdrawn'; proposal: string; record?: { reason: string } })
  | (Happened & { type: 'outcome-voided'; proposal: string; cause: VoidCause });

export type NoticeThrough = 'PROVIDER' | 'EMAIL' | 'BOTH';

type NoticeEvent =
  | (Happened & {
      type: 'notice-served';
      notice: string;
      /** The proposal, or the appeal, that was decided. */
      decision: string;
      kind: 'DECISION' | 'APPEAL_DECISION';
      audience: 'CUSTOMER';
      through: NoticeThrough;
      provider?: string | undefined;
      /** Random: all that the provider knows it by. */
      item?: string | undefined;
      language: string;
      /** SHA-256 of the code that opens it, hex. */
      codeHash: string;
      replyUntil: Instant;
      appealUntil?: Instant | undefined;
      record?: { text: NoticeText };
      personal?: { code: string; to?: string | undefined };
    })
  /** The provider says that it handed the notice to the customer. */
  | (Happened & { type: 'notice-forwarded'; notice: string })
  | (Happened & {
      type: 'reply-received';
      reply: string;
      notice?: string | undefined;
      kind: ReplyKind;
      receivedAt: Instant;
      late: boolean;
      evidence: readonly string[];
      personal?: { text: string };
    });

/** APPEAL_WAIVED: the customer will not appeal. */
export const REPLY_KINDS = ['REPLY', 'APPEAL_WAIVED'] as const;
export type ReplyKind = (typeof REPLY_KINDS)[number];

type AppealEvent =
  | (Happened & {
      type: 'appeal-lodged';
      appeal: string;
      notice?: string | undefined;
      /** Absent: it is heard. LATE, WAIVED: it is kept, and not heard unless a lead admits it. */
      refusedAs?: 'LATE' | 'WAIVED' | undefined;
      receivedAt: Instant;
      evidence: readonly string[];
      personal?: { grounds: string };
    })
  | (Happened & { type: 'appeal-admitted'; appeal: string; record?: { reason: string } })
  | (Happened & { type: 'appeal-taken'; appeal: string })
  | (Happened &
      Grounds & {
        type: 'appeal-decision-proposed';
        appeal: string;
        proposal: string;
        decision: AppealDecision;
        /** As it is to be from now on; absent: it stays, or is to be found anew. */
        outcome?: Outcome | undefined;
        /** The entry of the log that the decision corrects. */
        corrects?: number | undefined;
        record?: { reasons: string; correction?: CorrectionWords | undefined };
      })
  | (Happened & { type: 'appeal-decision-refused'; appeal: string; proposal: string; record?: { reason: string } })
  | (Happened & { type: 'appeal-decision-voided'; appeal: string; proposal: string; cause: VoidCause })
  | (Happened & {
      type: 'appeal-decided';
      appeal: string;
      proposal: string;
      decision: AppealDecision;
      outcome?: Outcome | undefined;
      approvedVersion: number;
      record?: { reason: string };
    });

type CorrectionEvent = Happened & {
  type: 'entry-corrected';
  correction: string;
  /** Its place in the log. */
  entry: number;
  evidence: readonly string[];
  record?: CorrectionWords;
};
