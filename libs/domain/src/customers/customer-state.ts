import type { Documents } from './customer-document.js';
import type { CustomerProfile, VerificationLevel } from './customer-profile.js';
import type { Exemptions } from './exemption.js';
import { type Intent, NO_INTENT } from './intent.js';
import { NO_REVALIDATION, type Revalidations } from './revalidation.js';
import { levelAt, NEVER_VERIFIED, type Verification } from './verification.js';

export type CustomerStatus = 'ACTIVE' | 'SUSPENDED' | 'CLOSED' | 'ERASED';

export interface Customer {
  readonly status: 'ABSENT' | CustomerStatus;
  /** Absent before onboarding and after erasure. */
  readonly profile?: CustomerProfile;
  /** An owner or controller that rents nothing. */
  readonly related: boolean;
  readonly verification: Verification;
  readonly documents: Documents;
  readonly intent: Intent;
  readonly exemptions: Exemptions;
  readonly revalidations: Revalidations;
  readonly onboardedAtMs?: number;
  readonly closedAtMs?: number;
  /** When something changed by which others know who it is. */
  readonly identityChangedAtMs?: number;
  readonly lastEventMs?: number;
}

export const ABSENT_CUSTOMER: Customer = {
  status: 'ABSENT',
  related: false,
  verification: NEVER_VERIFIED,
  documents: {},
  intent: NO_INTENT,
  exemptions: {},
  revalidations: NO_REVALIDATION,
};

/** The level that stands, and when it ends (exclusive); no end for NONE. */
export function levelStanding(
  { verification }: Customer,
  nowMs: number,
): { level: VerificationLevel; validToMs?: number; reverifyFromMs?: number } {
  const level = levelAt(verification, nowMs);
  const attainment = level === 'NONE' ? undefined : verification.attained[level];
  if (attainment === undefined) return { level };
  return { level, validToMs: attainment.validToMs, reverifyFromMs: attainment.reverifyFromMs };
}
