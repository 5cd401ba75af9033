import {
  ATTAINABLE_LEVELS,
  type AttainableLevel,
  type Customer,
  levelStanding,
  type MissingItem,
  missingOf,
  type OutsideStanding,
  verificationRulesAt,
} from '@tidemark/domain';
import { isoOf } from '../registry/instant.js';

export interface VerificationView {
  level: string;
  levelValidTo?: string;
  reverifyFrom?: string;
  attempt?: { level: string; startedBy: string; startedAt: string; proposal?: { by: string; at: string } };
  /** Which requirements are asked, and how far they are law: none is. */
  rules: { version: string; citation: string; status: string; verified: boolean };
  /** By level, what is missing now; an empty list: it may be decided. Each item names the level whose requirement it is. */
  missing: Partial<Record<AttainableLevel, MissingItem[]>>;
}

export function verificationView(
  customer: Customer,
  outside: OutsideStanding,
  { nowMs, only }: { nowMs: number; only?: AttainableLevel | undefined },
): VerificationView {
  const { level, validToMs, reverifyFromMs } = levelStanding(customer, nowMs);
  const { attempt } = customer.verification;
  const { version, citation, status, verified } = verificationRulesAt(nowMs);
  const present = level === 'NONE' ? -1 : ATTAINABLE_LEVELS.indexOf(level);
  const levels = only === undefined ? ATTAINABLE_LEVELS.filter((_, index) => index > present) : [only];
  return {
    level,
    ...(validToMs === undefined ? {} : { levelValidTo: isoOf(validToMs) }),
    ...(reverifyFromMs === undefined ? {} : { reverifyFrom: isoOf(reverifyFromMs) }),
    ...(attempt === undefined ? {} : { attempt: attemptView(attempt) }),
    rules: { version, citation, status, verified },
    missing:
      customer.profile === undefined ? {} : Object.fromEntries(levels.map((one) => [one, missingOf(customer, one, { outside }, nowMs)])),
  };
}

function attemptView({ level, startedBy, startedAtMs, proposal }: NonNullable<Customer['verification']['attempt']>) {
  return {
    level,
    startedBy,
    startedAt: isoOf(startedAtMs),
    ...(proposal === undefined ? {} : { proposal: { by: proposal.by, at: isoOf(proposal.atMs) } }),
  };
}
