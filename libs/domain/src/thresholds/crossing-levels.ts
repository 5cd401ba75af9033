import { hourOf } from '../metering/hour-slots.js';
import type { Rule } from '../rulebook/rule.js';
import { type TripleTotal, VECTOR_COLUMNS, type VectorColumn } from './hour-vector.js';
import { COLUMN_OF_TIER, CROSSING_TIERS, preparedTerms } from './judge-crossings.js';

/**
 * The numbers of many rules, sorted: tells in a few comparisons whether a scope whose total grew can have passed any, so that what has not
 * is not judged again.
 */
export interface CrossingLevels {
  /** Of all-time rules: smallest totals that have passed, TFLOP, rising, by column. */
  readonly allTime: Readonly<Record<VectorColumn, readonly bigint[]>>;
  /** Of rolling windows: the lowest. A window's total is never above that of all time, so below it no window has passed. */
  readonly lowestOfWindows: Readonly<Record<VectorColumn, bigint | undefined>>;
  /** Of rules with an end: a total that passed too late passes in time if use before the end is found. */
  readonly ending: Readonly<Record<VectorColumn, readonly EndingLevel[]>>;
}

export interface EndingLevel {
  readonly passes: bigint;
  /** Crossings at this hour and later are none. */
  readonly toHour: number;
}

/** Of TRAINING rules by their tiers and of BAND rules on expected; other kinds have no number of FLOP. Conditions and dates are not looked at. */
export function levelsOf(rules: readonly Rule[]): CrossingLevels {
  const numbered = rules.filter(({ kind }) => kind === 'TRAINING' || kind === 'BAND').filter(({ number }) => number !== undefined);
  const rulesOf = (column: VectorColumn): Rule[] => numbered.filter((rule) => columnsOf(rule).includes(column));
  const isAllTime = ({ window }: Rule): boolean => window === 'ALL_TIME';
  return {
    allTime: byColumn((column) => sortedLevels(rulesOf(column).filter(isAllTime))),
    lowestOfWindows: byColumn((column) => sortedLevels(rulesOf(column).filter((rule) => !isAllTime(rule)))[0]),
    ending: byColumn((column) => rulesOf(column).flatMap(endingLevel)),
  };
}

function endingLevel(rule: Rule): EndingLevel[] {
  const { terms, passing } = preparedTerms(rule);
  return terms.toMs === undefined ? [] : [{ passes: passing.passes, toHour: hourOf(terms.toMs) }];
}

function columnsOf(rule: Rule): VectorColumn[] {
  if (rule.kind === 'BAND') return ['expected'];
  // What PROJECTED looks for is an expected total that has not passed; that it has is one of PROBABLE's crossings.
  return CROSSING_TIERS.filter((tier) => rule.tiers.includes(tier)).map((tier) => COLUMN_OF_TIER[tier]);
}

const byColumn = <T>(of: (column: VectorColumn) => T): Record<VectorColumn, T> => ({
  lower: of('lower'),
  expected: of('expected'),
  upper: of('upper'),
});

const sortedLevels = (rules: readonly Rule[]): bigint[] =>
  [...new Set(rules.map((rule) => preparedTerms(rule).passing.passes))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

export interface Growth {
  /** Totals over all time. */
  readonly before: TripleTotal;
  readonly after: TripleTotal;
  /** The first hour that changed. */
  readonly firstChangedHour: number;
  /** The latest hour of a crossing that stands for the scope; undefined: none. Up to it, any change can move a moment or a total. */
  readonly latestMomentHour?: number | undefined;
}

/**
 * Whether a change of use can have changed any crossing of the scope: false is certain, true means that it is to be judged. Changes of
 * identity, rules or conditions are always to be judged.
 */
export function canCross(levels: CrossingLevels, { before, after, firstChangedHour, latestMomentHour }: Growth): boolean {
  if (latestMomentHour !== undefined && firstChangedHour <= latestMomentHour) return true;
  return VECTOR_COLUMNS.some((column) => {
    const [from, to] = before[column] <= after[column] ? [before[column], after[column]] : [after[column], before[column]];
    const window = levels.lowestOfWindows[column];
    if (levelsPassed(levels.allTime[column], from, to) > 0 || (window !== undefined && to >= window)) return true;
    return levels.ending[column].some(({ passes, toHour }) => firstChangedHour < toHour && to >= passes);
  });
}

/** How many levels lie in (from, to]. */
export const levelsPassed = (levels: readonly bigint[], from: bigint, to: bigint): number =>
  countUpTo(levels, to) - countUpTo(levels, from);

function countUpTo(levels: readonly bigint[], total: bigint): number {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (levels[middle]! <= total) low = middle + 1;
    else high = middle;
  }
  return low;
}
