import { ratioOf } from './flop-text.js';
import { TAUGHT } from './runs-data.js';
import type { RunFigures } from './runs-figures.js';

/** Shares are of the rows named, 0 to 1; null where there is none. */
export interface RunsSummary {
  readonly fed: number;
  /** Of those: on accelerators that the published catalogue does not know, fed with the table's own peak. */
  readonly taught: number;
  /** Their chip-hours can have produced the published FLOP. */
  readonly possible: number;
  /** Share of the possible runs whose published FLOP lies between the lower and the upper total. */
  readonly withinBounds: number | null;
  /** Possible runs of 1e22 FLOP and more, and the share of them whose expected total is within twice the published. */
  readonly large: number;
  readonly largeWithinTwice: number;
  readonly withinTwice: number | null;
  /** The same from 1e23 on. */
  readonly from1e23: number;
  readonly from1e23WithinTwice: number;
  /** Possible runs that tell a utilisation, and the share of them whose expected total by it is 0.67 to 1.5 times the published. */
  readonly told: number;
  readonly toldWithinHalf: number | null;
  /** Of the same, as if the provider had measured it: the share whose published FLOP lies within the bounds, and how wide those are. */
  readonly measuredWithinBounds: number | null;
  readonly measuredMedianSpread: { readonly lower: number | null; readonly upper: number | null };
  readonly medianRatio: number | null;
  readonly byNumber: readonly NumberSummary[];
}

/** Of the possible runs, at one number. */
export interface NumberSummary {
  readonly number: string;
  readonly passed: number;
  /** Of those that passed: flagged by tier. */
  readonly possible: number;
  readonly probable: number;
  /** Flagged PROBABLE without having passed; and POSSIBLE, which says no more than that it could have. */
  readonly probableUnpassed: number;
  readonly possibleUnpassed: number;
  /** Of those that passed and tell a utilisation: CERTAIN, had the provider measured it; and of how many. */
  readonly measuredCertain: number;
  readonly measured: number;
  /** CERTAIN without having passed, had the provider measured it: what was told and what was published contradict each other. */
  readonly measuredCertainUnpassed: number;
  readonly medianOvershoot: number | null;
  /** Below zero: flagged that much before the number was reached. */
  readonly smallestOvershoot: number | null;
  readonly largestOvershoot: number | null;
  /** Flags of those that passed that were raised within 30 % of the number, which is how far estimates may be off. */
  readonly nearly: number;
}

const LARGE = 10n ** 22n;
const LARGER = 10n ** 23n;
const NEAR = 0.3;

export function summaryOf(all: readonly RunFigures[]): RunsSummary {
  const possible = all.filter(({ isPossible }) => isPossible);
  const large = possible.filter(({ run }) => run.published >= LARGE);
  const larger = large.filter(({ run }) => run.published >= LARGER);
  const told = possible.filter(({ ratioTold }) => ratioTold !== undefined);
  return {
    fed: all.length,
    taught: all.filter(({ run }) => run.notes.includes(TAUGHT)).length,
    possible: possible.length,
    withinBounds: shareOf(possible, ({ isWithinBounds }) => isWithinBounds),
    large: large.length,
    largeWithinTwice: large.filter(isWithinTwice).length,
    withinTwice: shareOf(large, isWithinTwice),
    from1e23: larger.length,
    from1e23WithinTwice: larger.filter(isWithinTwice).length,
    told: told.length,
    toldWithinHalf: shareOf(told, ({ ratioTold }) => ratioTold! >= 0.67 && ratioTold! <= 1.5),
    measuredWithinBounds: shareOf(told, ({ measured }) => measured!.isWithinBounds),
    measuredMedianSpread: {
      lower: median(told.map(({ run, measured }) => ratioOf(measured!.lower, run.published))),
      upper: median(told.map(({ run, measured }) => ratioOf(measured!.upper, run.published))),
    },
    medianRatio: median(possible.map(({ ratio }) => ratio)),
    byNumber: (all[0]?.flags ?? []).map(({ number }, at) => summaryAt(number, at, possible)),
  };
}

/** Exactly twice is within. In whole numbers. */
export const isWithinTwice = ({ expected, run }: Pick<RunFigures, 'expected' | 'run'>): boolean =>
  expected <= 2n * run.published && run.published <= 2n * expected;

function summaryAt(number: string, at: number, runs: readonly RunFigures[]): NumberSummary {
  const flags = runs.map((figures) => figures.flags[at]!);
  const count = (isPassed: boolean, tier: 'POSSIBLE' | 'PROBABLE') =>
    flags.filter((one) => one.isPassed === isPassed && one.moments[tier] !== undefined).length;
  const measuredOf = (isPassed: boolean) =>
    runs.flatMap(({ flags: own, measured = [] }) => (own[at]!.isPassed === isPassed ? measured : []));
  const isCertain = ({ certainAt }: { readonly certainAt: readonly string[] }): boolean => certainAt.includes(number);
  const overshoots = flags.flatMap(({ overshoot }) => overshoot ?? []);
  return {
    number,
    passed: flags.filter(({ isPassed }) => isPassed).length,
    possible: count(true, 'POSSIBLE'),
    probable: count(true, 'PROBABLE'),
    probableUnpassed: count(false, 'PROBABLE'),
    possibleUnpassed: count(false, 'POSSIBLE'),
    measuredCertain: measuredOf(true).filter(isCertain).length,
    measured: measuredOf(true).length,
    measuredCertainUnpassed: measuredOf(false).filter(isCertain).length,
    medianOvershoot: median(overshoots),
    smallestOvershoot: overshoots.length === 0 ? null : Math.min(...overshoots),
    nearly: overshoots.filter((overshoot) => Math.abs(overshoot) <= NEAR).length,
    largestOvershoot: overshoots.length === 0 ? null : Math.max(...overshoots),
  };
}

function shareOf<T>(all: readonly T[], holds: (one: T) => boolean): number | null {
  return all.length === 0 ? null : all.filter(holds).length / all.length;
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
