import type { TripleTotal } from './hour-vector.js';
import { type Scope, scopeKey } from './scope.js';
import { ppmOf, printShare } from './sentence-amounts.js';

/** What a scope consists of, with what each part brought in, over the hours that the flag counts. */
export interface MemberTotals {
  readonly scope: Scope;
  /** As the reader may see it: an id where no name is to be shown. */
  readonly name: string;
  readonly totals: TripleTotal;
}

export interface MemberShare extends MemberTotals {
  /** Of the expected total of all members; where nothing is expected, of the upper one. Parts per million, rounded down. */
  readonly sharePpm: number;
}

/** How a total is spread: one run by one tenant reads otherwise than 1e23 by two hundred researchers. */
export interface Concentration {
  readonly members: number;
  readonly largestPpm: number;
  /** The fewest members that together make 90 %. */
  readonly makeNinety: number;
  readonly words: string;
}

/** Largest first; equal ones by their scope, so that the order is always the same. Members without any use are left out. */
export function memberShares(members: readonly MemberTotals[]): MemberShare[] {
  const column = columnOf(members);
  const total = sumOf(members.map(({ totals }) => totals[column]));
  return members
    .filter(({ totals }) => totals.upper > 0n)
    .map((member) => ({ ...member, sharePpm: ppmOf(member.totals[column], total) }))
    .sort((a, b) => {
      const difference = b.totals[column] - a.totals[column];
      if (difference !== 0n) return difference < 0n ? -1 : 1;
      return scopeKey(a.scope) < scopeKey(b.scope) ? -1 : 1;
    });
}

/** Undefined without members. */
export function concentrationOf(members: readonly MemberTotals[]): Concentration | undefined {
  const column = columnOf(members);
  const shares = memberShares(members);
  const [largest] = shares;
  if (largest === undefined) return undefined;
  const total = sumOf(shares.map(({ totals }) => totals[column]));
  const makeNinety = fewestFor(
    shares.map(({ totals }) => totals[column]),
    total,
  );
  const largestShare = printShare(largest.totals[column], total);
  const one = nounOf(shares);
  const words =
    shares.length === 1
      ? `all of it by one ${one.singular}`
      : `shared by ${shares.length} ${one.plural}: the largest has ${largestShare}, ${makeNinety} ${makeNinety === 1 ? 'makes' : 'make'} 90 %`;
  return { members: shares.length, largestPpm: largest.sharePpm, makeNinety, words };
}

/** `amounts` from the largest on. */
function fewestFor(amounts: readonly bigint[], total: bigint): number {
  let sum = 0n;
  for (const [index, amount] of amounts.entries()) {
    sum += amount;
    if (sum * 10n >= total * 9n) return index + 1;
  }
  return amounts.length;
}

const columnOf = (members: readonly MemberTotals[]): 'expected' | 'upper' =>
  members.some(({ totals }) => totals.expected > 0n) ? 'expected' : 'upper';

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

const NOUNS: Record<Scope['kind'], { singular: string; plural: string }> = {
  cluster: { singular: 'compute cluster', plural: 'compute clusters' },
  account: { singular: 'account', plural: 'accounts' },
  customer: { singular: 'customer', plural: 'customers' },
  party: { singular: 'party', plural: 'parties' },
  group: { singular: 'group', plural: 'groups' },
};

function nounOf(members: readonly MemberTotals[]): { singular: string; plural: string } {
  const kinds = new Set(members.map(({ scope }) => scope.kind));
  const [kind] = kinds;
  return kinds.size === 1 ? NOUNS[kind!] : { singular: 'member', plural: 'members' };
}
