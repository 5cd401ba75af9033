/**
 * A set of hours, as its edges: from, to, from, to, ... Included from, excluded to; strictly rising, so that one set is written one way
 * only. Hours are counted from 1970-01-01T00:00Z. Flat, because there is one for every member of every group.
 */
import { HOUR_MS } from '../metering/hour-slots.js';

export type Hours = readonly number[];

export const NO_HOURS: Hours = [];
export const ALL_HOURS: Hours = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** The first hour that starts at or after `ms`. An interval [from, to) of instants owns the hours from `hourFrom(from)` to `hourFrom(to)`. */
export const hourFrom = (ms: number): number => Math.ceil(ms / HOUR_MS) + 0;

/** [from, to), nothing when it is empty. */
export const hoursBetween = (fromHour: number, toHour: number): Hours => (fromHour < toHour ? [fromHour, toHour] : NO_HOURS);

export function unionOf(sets: readonly Hours[]): Hours {
  const filled = sets.filter(({ length }) => length > 0);
  if (filled.length < 2) return filled[0] ?? NO_HOURS;
  const pieces = filled.flatMap(intervalsOf).sort((one, other) => one[0] - other[0]);
  const union: number[] = [];
  for (const [from, to] of pieces) {
    const last = union.length - 1;
    if (last < 0 || from > union[last]!) union.push(from, to);
    else if (to > union[last]!) union[last] = to;
  }
  return union;
}

export function intersectionOf(one: Hours, other: Hours): Hours {
  const both: number[] = [];
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    const from = Math.max(one[i]!, other[j]!);
    const to = Math.min(one[i + 1]!, other[j + 1]!);
    if (from < to) both.push(from, to);
    if (one[i + 1]! < other[j + 1]!) i += 2;
    else j += 2;
  }
  return both;
}

export function complementOf(hours: Hours): Hours {
  const edges = [Number.NEGATIVE_INFINITY, ...hours, Number.POSITIVE_INFINITY];
  const others: number[] = [];
  for (let index = 0; index < edges.length; index += 2) {
    if (edges[index]! < edges[index + 1]!) others.push(edges[index]!, edges[index + 1]!);
  }
  return others;
}

/** The first hour that is in one set alone; infinite when they are the same. */
export function firstDifference(one: Hours, other: Hours): number {
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    if (one[index] !== other[index]) return Math.min(one[index] ?? Number.POSITIVE_INFINITY, other[index] ?? Number.POSITIVE_INFINITY);
  }
  return Number.POSITIVE_INFINITY;
}

export function hasHour(hours: Hours, hour: number): boolean {
  for (let index = 0; index < hours.length; index += 2) if (hours[index]! <= hour && hour < hours[index + 1]!) return true;
  return false;
}

export function* intervalPairs(hours: Hours): Generator<[fromHour: number, toHour: number]> {
  for (let index = 0; index < hours.length; index += 2) yield [hours[index]!, hours[index + 1]!];
}

export const intervalsOf = (hours: Hours): [fromHour: number, toHour: number][] => [...intervalPairs(hours)];
