import type { NamePart } from '../names/name-part.js';
import type { PartSpan, PreparedName } from '../names/prepared-name.js';
import { cheapestAssignment } from './assignment.js';
import type { PartComparison } from './compare-parts.js';
import { joinedPairs } from './joined-pairs.js';
import type { ScreeningWeights } from './weights.js';

/** A part, or several neighbours as one, of each side that stand for each other. */
export interface AlignedPair extends PartComparison {
  readonly ours: PartSpan;
  readonly theirs: PartSpan;
  readonly joined: boolean;
}

export interface Alignment {
  readonly pairs: readonly AlignedPair[];
  /** Parts of either side that nothing stands for. */
  readonly ourExtra: readonly PartSpan[];
  readonly theirExtra: readonly PartSpan[];
}

/** Compares two parts; the index answers from what it found already. */
export type Compare = (ours: NamePart, theirs: NamePart) => PartComparison;

/** Every way to align two names that is worth weighing: part by part and, where neighbours written together fit, with these as one. */
export function alignments(a: PreparedName, b: PreparedName, compare: Compare, edit: ScreeningWeights['edit']): Alignment[] {
  const plain = align(a, b, [], compare);
  if (plain.pairs.every((pair) => pair.agreement === 'SAME')) return [plain];
  const joined = joinedPairs(a, b, plain, compare, edit);
  return joined.length > 0 ? [plain, align(a, b, joined, compare)] : [plain];
}

/** The parts of a name one by one. */
export function singleParts(name: PreparedName): PartSpan[] {
  return name.parts.map((part, place) => ({ from: place, to: place + 1, part }));
}

function align(a: PreparedName, b: PreparedName, fixed: readonly AlignedPair[], compare: Compare): Alignment {
  const ours = leftOver(
    a,
    fixed.map((pair) => pair.ours),
  );
  const theirs = leftOver(
    b,
    fixed.map((pair) => pair.theirs),
  );
  if (ours.length <= theirs.length) {
    const { pairs, extra } = assign(ours, theirs, compare);
    return { pairs: [...fixed, ...pairs], ourExtra: [], theirExtra: extra };
  }
  const { pairs, extra } = assign(theirs, ours, (x, y) => compare(y, x));
  return {
    pairs: [...fixed, ...pairs.map((pair) => ({ ...pair, ours: pair.theirs, theirs: pair.ours }))],
    ourExtra: extra,
    theirExtra: [],
  };
}

function leftOver(name: PreparedName, taken: readonly PartSpan[]): PartSpan[] {
  return singleParts(name).filter(({ from }) => !taken.some((span) => from >= span.from && from < span.to));
}

function assign(rows: readonly PartSpan[], columns: readonly PartSpan[], compare: Compare): { pairs: AlignedPair[]; extra: PartSpan[] } {
  const comparisons = rows.flatMap((row) => columns.map((column) => compare(row.part, column.part)));
  const costs = Float64Array.from(comparisons, ({ cost }) => cost);
  const columnOf = cheapestAssignment(costs, rows.length, columns.length);
  const pairs = rows.map((ours, at): AlignedPair => {
    const column = columnOf[at] as number;
    const { agreement, cost } = comparisons[at * columns.length + column] as PartComparison;
    return { agreement, cost, ours, theirs: columns[column] as PartSpan, joined: false };
  });
  return { pairs, extra: columns.filter((_, at) => !columnOf.includes(at)) };
}
