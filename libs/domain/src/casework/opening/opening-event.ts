import type { CaseMove, CaseStage } from '../case-stage.js';
import type { AuthorityId, CaseFlag, CaseId, CaseScope, Happened, Instant, Matter, Severity } from '../case-vocabulary.js';

/** How a case comes to be, which flags are in it, and the stage it is in. */
export type OpeningEvent =
  | (Happened & {
      type: 'case-opened';
      case: CaseId;
      authority: AuthorityId;
      matter: Matter;
      subject: CaseScope;
      severity: Severity;
      jurisdiction: string;
      /** FLAG, PERSON, INCIDENT, REFERRAL. */
      source: string;
      /** Ids that the reason rests on. */
      evidence?: readonly string[];
      record?: { reason: string };
    })
  | (Happened & { type: 'flag-joined'; flag: CaseFlag; reason: string })
  /** It moved, was confirmed or superseded: the flag as it stands now. */
  | (Happened & { type: 'flag-changed'; flag: CaseFlag; change: string })
  | (Happened & { type: 'flag-withdrawn'; flag: string; reason: string })
  /** A wider flag covers what the case was about. */
  | (Happened & { type: 'subject-widened'; subject: CaseScope; reason: string })
  | (Happened & { type: 'severity-changed'; severity: Severity; reason: string })
  /** Another case, of a matter that touches this one. */
  | (Happened & { type: 'case-related'; other: CaseId; reason: string })
  | (Happened & {
      type: 'case-moved';
      move: CaseMove;
      from: CaseStage;
      to: CaseStage;
      /** Ids that the reason rests on: flags, answers, files. */
      evidence: readonly string[];
      record?: { reason: string };
    })
  /** Since when a regime's duty is known in this case: with it starts a clock. */
  | (Happened & { type: 'regime-met'; regime: string; rule: string; ruleVersion: number; factAt: Instant; knownAt: Instant });
