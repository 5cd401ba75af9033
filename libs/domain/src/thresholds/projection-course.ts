/**
 * The course of one projection: of one rule, by one scope.
 *
 *   NONE ──within the horizon──▶ RAISED ──moved by more than noise──▶ RAISED (told anew)
 *                                  ├──the number is passed──▶ NONE (confirmed, with the lead time)
 *                                  └──beyond twice the horizon for three days running, use stopped for seven, or too little left──▶ NONE (withdrawn)
 *
 * Judged at full hours. It ends as soon as it is withdrawn: what comes later is a projection of its own.
 */
import { HOUR_MS } from '../metering/hour-slots.js';
import { DAY_HOURS } from './calendar-months.js';
import type { HourMoment } from './crossing.js';
import type { Projection } from './projection.js';

export type ProjectionCourse =
  | { readonly status: 'NONE' }
  | {
      readonly status: 'RAISED';
      readonly raisedAtMs: number;
      /** The day that was told last, days since 1970. */
      readonly toldDay: number;
      /** How many days running it lay beyond twice the horizon, and the last of them. */
      readonly beyond?: DaysBeyond | undefined;
    };

export interface DaysBeyond {
  readonly days: number;
  /** Days since 1970. */
  readonly lastDay: number;
}

/** Why a projection is given up. TOO_LITTLE_USED: a correction, an unlink: less than a 64th of the number, or three days, is left. */
export type ProjectionEnd = 'BEYOND_TWICE_THE_HORIZON' | 'USE_STOPPED' | 'TOO_LITTLE_USED' | 'RULE_ENDED';

export type ProjectionChange =
  | { readonly type: 'RAISED'; readonly day: number }
  | { readonly type: 'UPDATED'; readonly day: number; readonly previousDay: number }
  | { readonly type: 'WITHDRAWN'; readonly reason: ProjectionEnd }
  | { readonly type: 'CONFIRMED'; readonly leadTimeMs: number };

export interface ProjectionEvaluation {
  readonly projection: Projection;
  /** The moment at which the expected total passed the number, when it has; of a window, when it has since it last fell well below. */
  readonly crossing?: HourMoment | undefined;
  readonly nowMs: number;
  /** From here on the rule counts no crossing. */
  readonly toMs?: number | undefined;
}

export interface ProjectionStep {
  readonly course: ProjectionCourse;
  readonly change?: ProjectionChange;
}

export const NO_PROJECTION: ProjectionCourse = { status: 'NONE' };
const DAYS_BEYOND = 3;
/** Days by which a projected day may move untold, and the part of what remains: whichever is more. */
const NOISE_DAYS = 2;
const NOISE_PART = 10;

/** One evaluation: where the course goes, and what is to be told of it, if anything. */
export function stepProjection(course: ProjectionCourse, evaluation: ProjectionEvaluation): ProjectionStep {
  if (course.status === 'NONE') return raise(evaluation);
  const { crossing, projection } = evaluation;
  if (crossing !== undefined) {
    return { course: NO_PROJECTION, change: { type: 'CONFIRMED', leadTimeMs: leadTimeMs(course.raisedAtMs, crossing) } };
  }
  const reason = endOf(evaluation);
  if (reason !== undefined) return { course: NO_PROJECTION, change: { type: 'WITHDRAWN', reason } };
  const next = { ...course, beyond: beyondOf(course.beyond, projection) };
  if (next.beyond?.days === DAYS_BEYOND) {
    return { course: NO_PROJECTION, change: { type: 'WITHDRAWN', reason: 'BEYOND_TWICE_THE_HORIZON' } };
  }
  return tell(next, projection);
}

/** From the moment that it was raised to the moment of the crossing. Below zero where the use was told of after the fact. */
export const leadTimeMs = (raisedAtMs: number, { hour, minute }: HourMoment): number => hour * HOUR_MS + minute * 60_000 - raisedAtMs;

function raise(evaluation: ProjectionEvaluation): ProjectionStep {
  const { projection, crossing, nowMs } = evaluation;
  const { day, daysAhead, horizonDays } = projection;
  if (crossing !== undefined || endOf(evaluation) !== undefined) return { course: NO_PROJECTION };
  if (day === undefined || daysAhead! > horizonDays) return { course: NO_PROJECTION };
  return { course: { status: 'RAISED', raisedAtMs: nowMs, toldDay: day }, change: { type: 'RAISED', day } };
}

/** What ends a projection at once. */
function endOf({ projection, toMs = Number.POSITIVE_INFINITY }: ProjectionEvaluation): ProjectionEnd | undefined {
  const { wasUsedLately, isWithinReach, rate, day = 0 } = projection;
  if (!isWithinReach || rate === undefined) return 'TOO_LITTLE_USED';
  if (!wasUsedLately) return 'USE_STOPPED';
  return day * DAY_HOURS * HOUR_MS >= toMs ? 'RULE_ENDED' : undefined;
}

/** Days are counted, not evaluations: a day counts when its latest evaluation says so, and the next must follow it. */
function beyondOf(
  beyond: DaysBeyond | undefined,
  { daysAhead = Number.POSITIVE_INFINITY, horizonDays, hour }: Projection,
): DaysBeyond | undefined {
  if (daysAhead <= horizonDays * 2) return undefined;
  const today = Math.floor(hour / DAY_HOURS);
  if (beyond?.lastDay === today) return beyond;
  return { days: beyond?.lastDay === today - 1 ? beyond.days + 1 : 1, lastDay: today };
}

function tell(course: ProjectionCourse & { status: 'RAISED' }, { day, hour }: Projection): ProjectionStep {
  if (day === undefined) return { course };
  const remaining = day - Math.floor(hour / DAY_HOURS);
  const moved = Math.abs(day - course.toldDay);
  // In whole numbers: a tenth of 25 days is more than two and less than three.
  if (moved <= NOISE_DAYS || moved * NOISE_PART <= remaining) return { course };
  return { course: { ...course, toldDay: day }, change: { type: 'UPDATED', day, previousDay: course.toldDay } };
}
