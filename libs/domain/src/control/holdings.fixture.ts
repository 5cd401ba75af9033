import fc from 'fast-check';
import { type Fraction, fraction, printFraction } from './fraction.js';
import type { Holding } from './holdings.js';

/** "a 60% b", "a 1/3 b", "a BOARD b", "a 51%v b" for votes. */
export function holding(text: string): Holding {
  const [owner, what, owned] = text.split(' ') as [string, string, string];
  const base = { owner, owned, control: [], edges: [text] };
  const share = /^(\d+)(?:\/(\d+)|%)(v?)$/.exec(what);
  if (!share) return { ...base, control: [what as 'BOARD'] };
  const exact = fraction(BigInt(share[1]!), BigInt(share[2] ?? 100));
  return share[3] ? { ...base, votes: exact } : { ...base, shares: exact };
}

export const holdingsOf = (...texts: string[]): Holding[] => texts.map(holding);

const PERSONS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
/** Values that meet a quarter, a half and one exactly, alone and together. */
const SHARES = [
  fraction(1n, 4n),
  fraction(1n, 3n),
  fraction(1n, 2n),
  fraction(2n, 3n),
  fraction(1n, 10n),
  fraction(1n, 1n),
  fraction(3n, 4n),
];

const pair = fc.tuple(fc.constantFrom(...PERSONS), fc.constantFrom(...PERSONS)).filter(([owner, owned]) => owner !== owned);

export const anyHolding: fc.Arbitrary<Holding> = fc
  .record({
    pair,
    shares: fc.option(fc.constantFrom(...SHARES), { nil: undefined }),
    votes: fc.option(fc.constantFrom(...SHARES), { nil: undefined, freq: 3 }),
    board: fc.option(fc.constant('BOARD' as const), { nil: undefined, freq: 10 }),
  })
  .map(({ pair: [owner, owned], shares, votes, board }) => ({
    owner,
    owned,
    ...(shares && { shares }),
    ...(votes && { votes }),
    control: board ? [board] : [],
    edges: [],
  }));

/** At most one holding of a pair, circles and sums above one among them. */
export const anyHoldings = fc.uniqueArray(anyHolding, { selector: ({ owner, owned }) => `${owner} ${owned}`, maxLength: 16 });

export const printed = (share: Fraction | undefined): string => (share ? printFraction(share) : '0');
