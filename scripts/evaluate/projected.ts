import {
  type HourMoment,
  type HourVector,
  NO_PROJECTION,
  type ProjectionChange,
  type ProjectionCourse,
  project,
  projectionTermsOf,
  type Rule,
  scanCrossings,
  stepProjection,
  termsOf,
  totalsOf,
} from '@tidemark/domain';
import { momentMs } from './number-flags.js';

/** A projection that was raised, and what became of it. */
export interface Foretold {
  readonly raisedAtMs: number;
  /** Undefined: it neither was confirmed nor withdrawn while there was use. */
  readonly end?: Extract<ProjectionChange, { type: 'CONFIRMED' | 'WITHDRAWN' }>;
}

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/**
 * Every projection of the rule over the vector's time, as the monitor would make them: judged at the start of each day, and hour by hour where
 * one is raised, since within a day only the total changes. That a rule takes effect later is passed over: what had passed by then stands at once.
 */
export function foretoldBy(vector: HourVector, rule: Rule): Foretold[] {
  const foretold: Foretold[] = [];
  const crossing = scanCrossings(vector, 'expected', { ...termsOf(rule), fromMs: undefined, toMs: undefined })[0]?.moment;
  let course: ProjectionCourse = NO_PROJECTION;
  for (const hour of daysWithin(vector, rule)) {
    const before: ProjectionCourse = course;
    const next = step(before, vector, rule, hour, crossing);
    course = next.course;
    if (next.change?.type === 'RAISED') course = raisedWithinTheDay(vector, rule, hour, crossing) ?? course;
    if (before.status === 'RAISED' && (next.change?.type === 'CONFIRMED' || next.change?.type === 'WITHDRAWN')) {
      foretold.push({ raisedAtMs: before.raisedAtMs, end: next.change });
    }
    if (crossing !== undefined && hour > crossing.hour) return foretold;
  }
  return course.status === 'RAISED' ? [...foretold, { raisedAtMs: course.raisedAtMs }] : foretold;
}

function step(course: ProjectionCourse, vector: HourVector, rule: Rule, hour: number, crossing: HourMoment | undefined) {
  const terms = projectionTermsOf(rule);
  const nowMs = hour * HOUR_MS;
  const passed = crossing !== undefined && momentMs(crossing) < nowMs ? crossing : undefined;
  return stepProjection(course, { projection: project(vector, hour, terms), crossing: passed, nowMs, toMs: terms.toMs });
}

/** The first hour of the day before at which it would have been raised. */
function raisedWithinTheDay(
  vector: HourVector,
  rule: Rule,
  midnight: number,
  crossing: HourMoment | undefined,
): ProjectionCourse | undefined {
  for (let hour = midnight - DAY_HOURS + 1; hour < midnight; hour += 1) {
    const { course, change } = step(NO_PROJECTION, vector, rule, hour, crossing);
    if (change?.type === 'RAISED') return course;
  }
  return undefined;
}

/** From where a 64th of the number was used, below which nothing is foretold, to a month after the last use. */
function* daysWithin(vector: HourVector, rule: Rule): Generator<number> {
  const { numerator, denominator } = rule.number!;
  const [end, whole] = [(vector.hours[vector.length - 1] ?? 0) + 30 * DAY_HOURS, totalsOf(vector).expected];
  if (whole * 64n * 10n ** 12n * denominator < numerator) return;
  let [total, at] = [0n, 0];
  for (; total * 64n * 10n ** 12n * denominator < numerator; at += 1) total += vector.expected[at]!;
  for (let hour = dayStart(vector.hours[at - 1]!); hour <= end; hour += DAY_HOURS) yield hour;
}

const dayStart = (hour: number): number => hour - (hour % DAY_HOURS);
