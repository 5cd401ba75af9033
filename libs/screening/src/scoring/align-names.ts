import type { NamePart } from '../names/name-part.js';
import type { JoinedParts, PreparedName } from '../names/prepared-name.js';
import { cheapestAssignment } from './assignment.js';
import type { PartComparison } from './compare-parts.js';
import type { ScreeningWeights } from './weights.js';

/** A part, or several neighbours as one, of each side that stand for each other. */
export interface AlignedPair extends PartComparison {
  readonly ours: NamePart;
  readonly theirs: NamePart;
  /** Place of the first part on each side, for the order. */
  readonly ourPlace: number;
  readonly theirPlace: number;
  readonly joined: boolean;
}

export interface Alignment {
  readonly pairs: readonly AlignedPair[];
  /** Parts of either side that nothing stands for. */
  readonly ourExtra: readonly NamePart[];
  readonly theirExtra: readonly NamePart[];
}

/** Compares two parts; the index answers from what it found already. */
export type Compare = (ours: NamePart, theirs: NamePart) => PartComparison;

interface Span {
  readonly from: number;
  readonly to: number;
  readonly part: NamePart;
}

/** Every way to align two names that is worth weighing: part by part and, where neighbours written together fit, with these as one. */
export function alignments(a: PreparedName, b: PreparedName, compare: Compare, edit: ScreeningWeights['edit']): Alignment[] {
  const plain = align(a, b, [], compare);
  if (plain.pairs.every((pair) => pair.agreement === 'SAME')) return [plain];
  const joined = joinedPairs(a, b, plain, compare, edit);
  return joined.length > 0 ? [plain, align(a, b, joined, compare)] : [plain];
}

function align(a: PreparedName, b: PreparedName, fixed: readonly AlignedPair[], compare: Compare): Alignment {
  const ours = leftOver(
    a,
    fixed.map((pair) => [pair.ourPlace, pair.ours]),
  );
  const theirs = leftOver(
    b,
    fixed.map((pair) => [pair.theirPlace, pair.theirs]),
  );
  return ours.length <= theirs.length ? assign(ours, theirs, fixed, compare, false) : assign(theirs, ours, fixed, compare, true);
}

interface Placed {
  readonly part: NamePart;
  readonly place: number;
}

/** The parts that no fixed pair has taken. A join is known by being no part of the name itself. */
function leftOver(name: PreparedName, taken: readonly (readonly [number, NamePart])[]): Placed[] {
  const gone = new Set<number>();
  for (const [place, part] of taken) {
    const join = name.joins.find((one) => one.part === part);
    for (let at = place; at < (join?.to ?? place + 1); at += 1) gone.add(at);
  }
  return name.parts.map((part, place) => ({ part, place })).filter(({ place }) => !gone.has(place));
}

function assign(
  rows: readonly Placed[],
  columns: readonly Placed[],
  fixed: readonly AlignedPair[],
  compare: Compare,
  swapped: boolean,
): Alignment {
  const comparisons = rows.flatMap((row) =>
    columns.map((column) => (swapped ? compare(column.part, row.part) : compare(row.part, column.part))),
  );
  const columnOf = cheapestAssignment(
    Float64Array.from(comparisons, ({ cost }) => cost),
    rows.length,
    columns.length,
  );
  const pairs = rows.map((row, at): AlignedPair => {
    const column = columns[columnOf[at] as number] as Placed;
    const [our, their] = swapped ? [column, row] : [row, column];
    return {
      ...(comparisons[at * columns.length + (columnOf[at] as number)] as PartComparison),
      ours: our.part,
      theirs: their.part,
      ourPlace: our.place,
      theirPlace: their.place,
      joined: false,
    };
  });
  const extra = columns.filter((_, at) => !columnOf.includes(at)).map(({ part }) => part);
  return { pairs: [...fixed, ...pairs], ourExtra: swapped ? extra : [], theirExtra: swapped ? [] : extra };
}

/** Joined neighbours that fit better than what their parts found one by one: cheapest first, none overlapping. */
function joinedPairs(a: PreparedName, b: PreparedName, plain: Alignment, compare: Compare, edit: ScreeningWeights['edit']): AlignedPair[] {
  const found: { pair: AlignedPair; ours: Span; theirs: Span }[] = [];
  const consider = (ours: Span, theirs: Span) => {
    const { agreement, cost } = compare(ours.part, theirs.part);
    const initials = isInitials(ours) || isInitials(theirs);
    if (agreement === 'CONFLICT' || agreement === 'CONSONANTS' || cost > edit.joinLimit || (initials && agreement !== 'SAME')) return;
    const pair: AlignedPair = {
      agreement: initials ? 'ACRONYM' : agreement,
      cost: cost + (initials ? edit.acronym : edit.join),
      ours: ours.part,
      theirs: theirs.part,
      ourPlace: ours.from,
      theirPlace: theirs.from,
      joined: true,
    };
    if (!takesApart(plain, ours, theirs) && pair.cost < costSoFar(plain, ours, theirs)) found.push({ pair, ours, theirs });
  };
  for (const join of a.joins) for (const one of singles(b)) consider(join, one);
  for (const join of b.joins) for (const one of singles(a)) consider(one, join);
  if (a.syllabic && b.syllabic) for (const ours of lastTwo(a)) for (const theirs of lastTwo(b)) consider(ours, theirs);
  found.sort(
    (x, y) =>
      x.pair.cost - y.pair.cost ||
      x.ours.from - y.ours.from ||
      x.theirs.from - y.theirs.from ||
      x.ours.to - y.ours.to ||
      x.theirs.to - y.theirs.to,
  );
  const chosen: typeof found = [];
  for (const one of found) if (chosen.every((other) => apart(one.ours, other.ours) && apart(one.theirs, other.theirs))) chosen.push(one);
  return chosen.map(({ pair }) => pair);
}

function singles(name: PreparedName): Span[] {
  return name.parts.map((part, place) => ({ from: place, to: place + 1, part }));
}

function isInitials({ from, to, part }: Span): boolean {
  return to - from > 1 && part.role === 'ACRONYM';
}

/** The given name of a syllabic name, which is written in two syllables or as one word. */
function lastTwo(name: PreparedName): readonly JoinedParts[] {
  return name.joins.filter((join) => join.from === 1 && join.to === 3);
}

function apart(one: Span, other: Span): boolean {
  return one.to <= other.from || other.to <= one.from;
}

/** One of the parts agrees with one of the other span as it is: a join would only hide what stands beside it. */
function takesApart(plain: Alignment, ours: Span, theirs: Span): boolean {
  return plain.pairs.some((pair) => pair.agreement === 'SAME' && within(pair.ourPlace, ours) && within(pair.theirPlace, theirs));
}

/** What the parts of both spans cost one by one. */
function costSoFar(plain: Alignment, ours: Span, theirs: Span): number {
  let cost = 0;
  for (const pair of plain.pairs) if (within(pair.ourPlace, ours) || within(pair.theirPlace, theirs)) cost += pair.cost;
  return cost;
}

function within(place: number, span: Span): boolean {
  return place >= span.from && place < span.to;
}
