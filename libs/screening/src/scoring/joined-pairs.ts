import type { PartSpan, PreparedName } from '../names/prepared-name.js';
import { type AlignedPair, type Alignment, type Compare, singleParts } from './align-names.js';
import type { PartComparison } from './compare-parts.js';
import type { ScreeningWeights } from './weights.js';

/** Initials of three words stand for many names; the longer they are, the surer. */
const SHORTEST_ACRONYM = 3;

/** Joined neighbours that fit better than what their parts found one by one: cheapest first, none overlapping. */
export function joinedPairs(
  a: PreparedName,
  b: PreparedName,
  plain: Alignment,
  compare: Compare,
  edit: ScreeningWeights['edit'],
): AlignedPair[] {
  const found: AlignedPair[] = [];
  const consider = (ours: PartSpan, theirs: PartSpan) => {
    const joined = compareJoined(ours, theirs, compare(ours.part, theirs.part), edit);
    if (joined && joined.cost < costSoFar(plain, ours, theirs) && !hides(plain, ours, theirs))
      found.push({ ...joined, ours, theirs, joined: true });
  };
  for (const join of a.joins) for (const one of singleParts(b)) consider(join, one);
  for (const join of b.joins) for (const one of singleParts(a)) consider(one, join);
  if (a.syllabic && b.syllabic) for (const ours of givenName(a)) for (const theirs of givenName(b)) consider(ours, theirs);
  return withoutOverlaps(found.sort(byCostAndPlace));
}

/** Whether two parts of which one is a join may stand for each other at all. Consonants alone are too little for parts put together. */
export function mayJoin({ agreement, cost }: PartComparison, edit: ScreeningWeights['edit']): boolean {
  return agreement !== 'CONFLICT' && agreement !== 'CONSONANTS' && cost <= edit.joinLimit;
}

function compareJoined(
  ours: PartSpan,
  theirs: PartSpan,
  comparison: PartComparison,
  edit: ScreeningWeights['edit'],
): PartComparison | undefined {
  if (!mayJoin(comparison, edit)) return undefined;
  if (!isInitials(ours) && !isInitials(theirs)) return { agreement: comparison.agreement, cost: comparison.cost + edit.join };
  return comparison.agreement === 'SAME'
    ? { agreement: 'ACRONYM', cost: (edit.acronym * SHORTEST_ACRONYM) / ours.part.text.length }
    : undefined;
}

function isInitials({ from, to, part }: PartSpan): boolean {
  return to - from > 1 && part.role === 'ACRONYM';
}

/** The given name of a syllabic name, which is written in two syllables or as one word. */
function givenName(name: PreparedName): readonly PartSpan[] {
  return name.joins.filter((join) => join.from === 1 && join.to === 3);
}

/** One of the parts agrees with one of the other span as it is: a join would only hide what stands beside it. */
function hides(plain: Alignment, ours: PartSpan, theirs: PartSpan): boolean {
  return plain.pairs.some((pair) => pair.agreement === 'SAME' && within(pair.ours, ours) && within(pair.theirs, theirs));
}

/** What the parts of both spans cost one by one. */
function costSoFar(plain: Alignment, ours: PartSpan, theirs: PartSpan): number {
  return plain.pairs.reduce((sum, pair) => (within(pair.ours, ours) || within(pair.theirs, theirs) ? sum + pair.cost : sum), 0);
}

function within(part: PartSpan, span: PartSpan): boolean {
  return part.from >= span.from && part.to <= span.to;
}

function withoutOverlaps(pairs: readonly AlignedPair[]): AlignedPair[] {
  const chosen: AlignedPair[] = [];
  for (const pair of pairs)
    if (chosen.every((other) => apart(pair.ours, other.ours) && apart(pair.theirs, other.theirs))) chosen.push(pair);
  return chosen;
}

function apart(one: PartSpan, other: PartSpan): boolean {
  return one.to <= other.from || other.to <= one.from;
}

function byCostAndPlace(x: AlignedPair, y: AlignedPair): number {
  return (
    x.cost - y.cost || x.ours.from - y.ours.from || x.theirs.from - y.theirs.from || x.ours.to - y.ours.to || x.theirs.to - y.theirs.to
  );
}
