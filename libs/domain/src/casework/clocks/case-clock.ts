import type { CaseScope, Happened, Instant } from '../case-vocabulary.js';

/**
 * RULE: a duty of the rulebook, of an incident too. The rest is the house's: somebody has to answer, to look, to act, or a right ends by itself.
 * A snooze is a clock too, and stops no other.
 */
export const CLOCK_KINDS = [
  'RULE',
  'TRIAGE',
  'REQUEST_ACKNOWLEDGE',
  'REQUEST_ANSWER',
  'DECLARATION',
  'ACCESS_END',
  'ACCESS_REVIEW',
  'ORDER_WARNING',
  'ORDER_ACKNOWLEDGE',
  'REPLY_WINDOW',
  'APPEAL_WINDOW',
  'APPEAL_DECISION',
  'EVALUATION',
  'REFERRAL_ANSWER',
  'SNOOZE',
  'RETENTION',
] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** How long: see dueAt. Hours are elapsed hours; days end with a day of the calendar; QUARTER_DAY is the first of those days after the start. */
export type ClockTerm =
  | { unit: 'HOURS'; count: number }
  | { unit: 'DAYS'; count: number }
  | { unit: 'WORKING_DAYS'; count: number }
  | { unit: 'MONTHS'; count: number }
  | { unit: 'YEARS'; count: number }
  /** `MM-DD`, rising. */
  | { unit: 'QUARTER_DAY'; days: readonly string[] }
  /** A moment that was chosen. */
  | { unit: 'UNTIL'; at: Instant };

/**
 *   running ──meet──▶ met        running ──due──▶ breached ──meet──▶ met (late: it stays a breach)
 *      └──cancel──▶ cancelled (with its reason; what it waited for is no longer asked) ◀──cancel── breached (it keeps when)
 * A clock that is due ends at its moment, whenever that is said: what is done at that moment or later is done late.
 * A right that ends (ACCESS_END, SNOOZE, REPLY_WINDOW, ...) fires as `elapsed` instead: nobody failed.
 */
export interface CaseClock {
  id: string;
  kind: ClockKind;
  /** What is to be done, or what ends: one line. */
  duty: string;
  /** Of a RULE: as the rule says it. */
  words?: string | undefined;
  /** What it belongs to: a request, a grant, an order, an incident, the case. */
  subject: string;
  regime?: string | undefined;
  jurisdiction: string;
  /** FACT: since it happened; KNOWLEDGE: since it was known. */
  startsOn: 'FACT' | 'KNOWLEDGE';
  startedAt: Instant;
  term: ClockTerm;
  /** `EU@2`: by which calendar the end was counted. A calendar that is replaced later moves no clock that runs. */
  calendar?: string | undefined;
  dueAt: Instant;
  /** Warnings before, rising; those before the case started the clock are left out. */
  warnAt: readonly Instant[];
  /** How many of them were given. */
  warned: number;
  status: 'running' | 'met' | 'breached' | 'elapsed' | 'cancelled';
  endedAt?: Instant | undefined;
  breachedAt?: Instant | undefined;
  /** The source does not say it in so many words. */
  verified: boolean;
  scope?: CaseScope | undefined;
}

export type ClockEvent =
  | (Happened & { type: 'clock-started'; clock: CaseClock })
  /** `due` is when it had to be given, `at` when it was: a job that was down gives it late, and once. */
  | (Happened & { type: 'clock-warned'; clock: string; kind: ClockKind; warning: number; due: Instant })
  | (Happened & { type: 'clock-breached'; clock: string; kind: ClockKind; subject: string; due: Instant })
  | (Happened & { type: 'clock-elapsed'; clock: string; kind: ClockKind; subject: string; due: Instant })
  /** `doneAt`: of a duty of a rule, that somebody did elsewhere and a regulator recorded later. */
  | (Happened & {
      type: 'clock-met';
      clock: string;
      late: boolean;
      doneAt?: Instant | undefined;
      evidence?: readonly string[];
      record?: { reason: string };
    })
  | (Happened & { type: 'clock-cancelled'; clock: string; record?: { reason: string } });

export type ClocksState = ReadonlyMap<string, CaseClock>;

/** Kinds that end a right or a rest: nobody fails when they do. */
export const ELAPSING: ReadonlySet<ClockKind> = new Set([
  'ACCESS_END',
  'ORDER_WARNING',
  'REPLY_WINDOW',
  'APPEAL_WINDOW',
  'SNOOZE',
  'RETENTION',
]);
