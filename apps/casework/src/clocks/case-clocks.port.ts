import type { CaseClock, CaseId } from '@tidemark/domain';

/** A clock as a list shows it. */
export interface ListedClock {
  caseId: CaseId;
  clock: string;
  kind: string;
  duty: string;
  subject: string;
  regime?: string | undefined;
  jurisdiction: string;
  status: CaseClock['status'];
  startedAtMs: number;
  dueAtMs: number;
  breachedAtMs?: number | undefined;
}

export interface ClockListing {
  authority: string;
  status: CaseClock['status'];
  kind?: string | undefined;
  regime?: string | undefined;
  dueBefore?: number | undefined;
  after?: ClockKey | undefined;
  limit: number;
}
/** Due, case, clock. */
export type ClockKey = readonly [number, string, string];

export interface ClockFigures {
  running: number;
  breached: number;
  /** Cases in which something is due to be said. */
  unsaid: number;
  /** When the first of it was due. */
  oldestUnsaidMs?: number | undefined;
}

/** The clocks of all cases, as rows beside their logs. */
export abstract class CaseClocks {
  /** Cases with something to say by now, the longest overdue first. */
  abstract casesDue(nowMs: number, without: readonly CaseId[], limit: number): Promise<CaseId[]>;
  abstract figures(nowMs: number): Promise<ClockFigures>;
  /** By when they are due. */
  abstract list(listing: ClockListing): Promise<ListedClock[]>;
}
