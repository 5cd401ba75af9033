import type { Instant } from '../case-vocabulary.js';
import type { ComputeStatus, DeclaredCompute } from './declaration-content.js';

/** A stretch of usage time; a side that is absent is open. */
export interface UsageWindow {
  from?: Instant | undefined;
  to?: Instant | undefined;
}

/**
 * All time, cut at every first and last moment that was declared: what the ledger is asked for, window by window. The windows do not overlap and
 * leave nothing out, so that what was used in them adds up to what was used in all. Without lines: one window, all time.
 */
export function windowsOf(lines: readonly Pick<DeclaredCompute, 'from' | 'to'>[]): UsageWindow[] {
  const borders = [...new Set(lines.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const starts = [undefined, ...borders];
  return starts.map((from, place) => ({
    ...(from === undefined ? {} : { from }),
    ...(borders[place] === undefined ? {} : { to: borders[place] }),
  }));
}

/** The window lies in [from, to): with borders of `windowsOf`, wholly or not at all. */
export const liesIn = (window: UsageWindow, { from, to }: { from: Instant; to: Instant }): boolean =>
  window.from !== undefined && window.to !== undefined && window.from >= from && window.to <= to;

/** Lines of one status that overlap in time, one with the next: their amounts can be told apart only by site. */
export interface DeclaredPeriod {
  status: ComputeStatus;
  from: Instant;
  to: Instant;
  /** Places in the declaration. */
  lines: readonly number[];
}

export function periodsOf(lines: readonly Pick<DeclaredCompute, 'status' | 'from' | 'to'>[]): DeclaredPeriod[] {
  const inOrder = lines.map((line, place) => ({ ...line, place })).sort((a, b) => a.from - b.from || a.to - b.to || a.place - b.place);
  const periods: DeclaredPeriod[] = [];
  for (const { status, from, to, place } of inOrder) {
    const open = periods.findIndex((period) => period.status === status && from < period.to);
    const period = periods[open];
    if (period === undefined) periods.push({ status, from, to, lines: [place] });
    else periods[open] = { ...period, to: Math.max(period.to, to), lines: [...period.lines, place].sort((a, b) => a - b) };
  }
  return periods;
}
