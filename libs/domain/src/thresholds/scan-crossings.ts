import { HOUR_MS } from '../metering/hour-slots.js';
import type { Crossing, CrossingTerms } from './crossing.js';
import { type HourVector, indexFrom, totalsInHour, type VectorColumn } from './hour-vector.js';
import { type PassingTotal, passingMinute, passingTotal } from './passing-total.js';
import { type RunningTotals, runningTotals, totalsAt, windowTotals } from './running-totals.js';

/**
 * Every crossing of a number by a scope, from the first hour to the last, in exact integers.
 *
 * Crossing at hour h: C(h - 1) has not passed and C(h) has. All-time totals cross once. A window's total may fall and rise again: it counts
 * again only if it fell below 90 % of the number at an hour end in between, idle ones included.
 *
 * A rule that takes effect at F finds what passed before as standing at F, if it still stands at the end of the hour before; only crossings
 * from F on are counted, so that one which would have been a mere return over the number before F is the first.
 */
export function scanCrossings(vector: HourVector, column: VectorColumn, terms: CrossingTerms): Crossing[] {
  const allTime = runningTotals(vector);
  const totals = terms.windowHours === undefined ? allTime : windowTotals(allTime, terms.windowHours);
  return crossingsOf(totals, column, terms, passingTotal(terms.number, terms.comparison));
}

/** The same on totals that were added up already, of the terms' window, with the number prepared. */
export function crossingsOf(totals: RunningTotals, column: VectorColumn, terms: CrossingTerms, passing: PassingTotal): Crossing[] {
  if (totals.highest[column] < passing.passes) return [];
  const fromHour = terms.fromMs === undefined ? -Infinity : Math.ceil(terms.fromMs / HOUR_MS);
  const toHour = terms.toMs === undefined ? Infinity : Math.ceil(terms.toMs / HOUR_MS);
  const from = indexFrom(totals, fromHour);
  const standing = entering(totals, column, passing, from, fromHour);
  const inTime = standing && fromHour < toHour ? [standing] : [];
  const scan = { totals, column, terms, passing, from, to: indexFrom(totals, toHour) };
  if (totals.rising[column]) return standing ? inTime : onlyPassing(scan);
  return [...inTime, ...everyPassing(scan, standing !== undefined)];
}

interface Scan {
  readonly totals: RunningTotals;
  readonly column: VectorColumn;
  readonly terms: CrossingTerms;
  readonly passing: PassingTotal;
  /** Places [from, to) are looked at. */
  readonly from: number;
  readonly to: number;
}

/** What had passed when the rule took effect. */
function entering(
  totals: RunningTotals,
  column: VectorColumn,
  { passes }: PassingTotal,
  from: number,
  fromHour: number,
): Crossing | undefined {
  if (from === 0 || totals[column][from - 1]! < passes) return undefined;
  return { n: 1, moment: { hour: fromHour, minute: 0 }, atEntryIntoForce: true, totals: totalsAt(totals, from - 1) };
}

/** Of totals that never fall. */
function onlyPassing(scan: Scan): Crossing[] {
  const { passing, from, to } = scan;
  const totals = scan.totals[scan.column];
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (totals[middle]! < passing.passes) low = middle + 1;
    else high = middle;
  }
  return low < to ? [crossingAt(scan, low, 1)] : [];
}

/** Whether the next passing counts: at first, and whenever the total has fallen far enough since the last that did. */
function everyPassing(scan: Scan, standing: boolean): Crossing[] {
  const { passes, fallsBelow } = scan.passing;
  const totals = scan.totals[scan.column];
  const most = scan.terms.windowHours === undefined ? 1 : Infinity;
  const crossings: Crossing[] = [];
  let n = standing ? 1 : 0;
  let counts = !standing;
  for (let i = scan.from; i < scan.to && n < most; i++) {
    const total = totals[i]!;
    if (total < fallsBelow) counts = true;
    else if (total >= passes && counts) {
      crossings.push(crossingAt(scan, i, ++n));
      counts = false;
    }
  }
  return crossings;
}

function crossingAt({ totals, column, terms }: Scan, index: number, n: number): Crossing {
  const hour = totals.hours[index]!;
  const before = index === 0 ? 0n : totals[column][index - 1]!;
  const minute = passingMinute(terms.number, before, totalsInHour(totals.vector, hour)[column]);
  return { n, moment: { hour, minute }, atEntryIntoForce: false, totals: totalsAt(totals, index) };
}
