import type { Happened, Instant } from '../case-vocabulary.js';

/** What leaves a case, what keeps it, and what is forgotten of it. */
export type PaperEvent =
  /** The archive of the case as it stood at `ofVersion`; `sha256` is that of its manifest less the date. `identities`: those that were released are in it. */
  | (Happened & { type: 'dossier-made'; ofVersion: number; sha256: string; identities: boolean; record?: { purpose: string } })
  /** The log as far as `ofVersion`, whose hash is `hash`, was handed out. */
  | (Happened & { type: 'log-exported'; ofVersion: number; hash: string; record?: { purpose: string } })
  /** `number` counts the drafts by one rule. `sha256` is that of the content's canonical JSON. */
  | (Happened & {
      type: 'report-drafted';
      report: string;
      rule: string;
      ruleVersion: number;
      regime: string;
      number: number;
      sha256: string;
      record?: { content: object };
    })
  | (Happened & { type: 'report-returned'; report: string; record?: { reason: string } })
  | (Happened & { type: 'report-finalised'; report: string })
  | (Happened & { type: 'hold-placed'; hold: string; record?: { reason: string } })
  | (Happened & { type: 'hold-release-asked'; hold: string; request: string; record?: { reason: string } })
  | (Happened & { type: 'hold-released'; hold: string; request: string })
  /** Cause SUBJECT_ERASED: nobody of this case asked; the customer's record was erased at its provider. */
  | (Happened & { type: 'erasure-asked'; request: string; cause: 'ASKED' | 'SUBJECT_ERASED'; record?: { reason: string } })
  /** Its time is over. What that leads to waits while the case is held. */
  | (Happened & { type: 'retention-due'; due: Instant; held: boolean })
  /** The personal key is destroyed with this entry. `request` of cause REQUEST. */
  | (Happened & { type: 'person-erased'; cause: 'RETENTION' | 'REQUEST'; request?: string | undefined })
  /** The customer registry has erased the person behind a record that this case is about. */
  | (Happened & { type: 'subject-erased'; customer: string });
