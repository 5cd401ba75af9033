import {
  ATTAINABLE_LEVELS,
  type AttainableLevel,
  type Customer,
  levelStanding,
  type MissingItem,
  missingOf,
  type OutsideStanding,
  type VerificationLevel,
  verificationRulesAt,
} from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';

export interface VerificationView {
  level: string;
  levelValidTo?: string;
  reverifyFrom?: string;
  attempt?: { level: string; startedBy: string; startedAt: string; proposal?: { by: string; at: string } };
  /** Which requirements are asked, and how far they are law: none is. */
  rules: { version: string; citation: string; status: string; verified: boolean };
  /** The level that is looked at: the one asked for, that of the open verification, or the next. */
  target: AttainableLevel;
  /** What it misses now; empty: it may be decided. Each item names the level whose requirement it is. */
  missing: MissingItem[];
}

export function verificationView(
  customer: Customer,
  outside: OutsideStanding,
  { nowMs, only }: { nowMs: number; only?: AttainableLevel | undefined },
): VerificationView {
  const { level, validToMs, reverifyFromMs } = levelStanding(customer, nowMs);
  const { attempt } = customer.verification;
  const { version, citation, status, verified } = verificationRulesAt(nowMs);
  const target = only ?? attempt?.level ?? nextLevel(level);
  return {
    level,
    ...(validToMs === undefined ? {} : { levelValidTo: isoOf(validToMs) }),
    ...(reverifyFromMs === undefined ? {} : { reverifyFrom: isoOf(reverifyFromMs) }),
    ...(attempt === undefined ? {} : { attempt: attemptView(attempt) }),
    rules: { version, citation, status, verified },
    target,
    missing: customer.profile === undefined ? [] : missingOf(customer, target, { outside }, nowMs),
  };
}

/** Of the highest it is itself: it will have to be renewed. */
function nextLevel(level: VerificationLevel): AttainableLevel {
  const next = level === 'NONE' ? 0 : ATTAINABLE_LEVELS.indexOf(level) + 1;
  return ATTAINABLE_LEVELS[Math.min(next, ATTAINABLE_LEVELS.length - 1)]!;
}

function attemptView({ level, startedBy, startedAtMs, proposal }: NonNullable<Customer['verification']['attempt']>) {
  return {
    level,
    startedBy,
    startedAt: isoOf(startedAtMs),
    ...(proposal === undefined ? {} : { proposal: { by: proposal.by, at: isoOf(proposal.atMs) } }),
  };
}
