import type { Happened, Instant, PersonId } from '../case-vocabulary.js';
import type { IdentityPurpose, IdentitySection } from './identity-section.js';

/** Whose identity, and how much of it. */
export interface IdentityReach {
  /** Ids of customer records. */
  customers: readonly string[];
  fields: readonly IdentitySection[];
}

/** EXPIRED: its time was over. ENDED: by a person. REVIEW_REFUSED: a break-glass that was not justified. CASE_CLOSED: with the case. */
export const ACCESS_END_CAUSES = ['EXPIRED', 'ENDED', 'REVIEW_REFUSED', 'CASE_CLOSED'] as const;
export type AccessEndCause = (typeof ACCESS_END_CAUSES)[number];
export type BreakGlassVerdict = 'JUSTIFIED' | 'NOT_JUSTIFIED';

/** Who asked to see identities inside a case, who let them, and what they then read. */
export type AccessEvent =
  | (Happened &
      IdentityReach & {
        type: 'identity-asked';
        request: string;
        purpose: IdentityPurpose;
        /** Who is to read: the asker, and others of her authority. */
        persons: readonly PersonId[];
        until: Instant;
        record?: { purpose: string };
      })
  /** Access begins: by the grant of another person, or by break-glass without one. */
  | (Happened &
      IdentityReach & {
        type: 'identity-granted';
        grant: string;
        /** Absent: break-glass. */
        request?: string;
        purpose: IdentityPurpose;
        persons: readonly PersonId[];
        from: Instant;
        until: Instant;
        breakGlass: boolean;
        /** Why it was granted; of a break-glass the danger. */
        record?: { reason: string };
      })
  | (Happened & { type: 'identity-refused'; request: string; record?: { reason: string } })
  /** Nobody answered it before the case was closed. */
  | (Happened & { type: 'identity-request-lapsed'; request: string })
  | (Happened & { type: 'break-glass-reviewed'; grant: string; verdict: BreakGlassVerdict; record?: { reason: string } })
  | (Happened & { type: 'identity-ended'; grant: string; cause: AccessEndCause; record?: { reason: string } })
  /** `released` is what was shown, section by section, so that a dossier can show it again: for nobody else. */
  | (Happened & {
      type: 'identity-read';
      grant: string;
      customer: string;
      fields: readonly IdentitySection[];
      record?: { purpose: string };
      personal?: { released: Readonly<Partial<Record<IdentitySection, unknown>>> };
    });
