/** Who owns whom, made up but shaped like the world: many small families, few large ones, owners above owners, circles, funds that hold a little of much. */
import { type ControlKind, fraction, type Holding } from '@tidemark/domain';

/** Numbers that look random and are the same in every run: mulberry32. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ALONE: readonly ControlKind[] = ['BOARD', 'CONTRACT', 'FAMILY', 'TRUST'];

/**
 * `parties` parties and `edges` statements. Family sizes follow a power law from 4 to 400, and half of each are natural persons, whom nobody
 * owns; three holdings in a hundred between companies go upward and close circles; one in ten is a fund's, outside of the family, and
 * funds are owned like others, so that families hang together; one in twelve is of votes, one in fourteen a control edge.
 */
export function ownershipWorld({ parties, edges, seed }: { parties: number; edges: number; seed: number }): Holding[] {
  const roll = dice(seed);
  const families = familiesOf(parties, roll);
  const holdings = new Map<string, Holding>();
  const given = new Map<string, number>();
  const funds = Array.from({ length: Math.ceil(parties / 200) }, (_, index) => `p${index * 200 + 1}`);
  while (holdings.size < edges) {
    const family = families[Math.floor(roll() * families.length)]!;
    // As many statements as members want, however large the family is.
    for (let count = 0; count < family.length && holdings.size < edges; count += 1) {
      const [owner, owned] = roll() < 0.1 ? [funds[Math.floor(roll() * funds.length)]!, company(family, roll)] : pairIn(family, roll);
      const key = `${owner} ${owned}`;
      if (owner !== owned && !holdings.has(key)) holdings.set(key, holdingOf(owner, owned, given, roll));
    }
  }
  return [...holdings.values()];
}

function familiesOf(parties: number, roll: () => number): string[][] {
  const families: string[][] = [];
  for (let next = 0; next < parties; ) {
    const size = Math.min(parties - next, Math.min(400, Math.floor(4 / (1 - roll()) ** 0.8)));
    families.push(Array.from({ length: size }, (_, index) => `p${next + index}`));
    next += size;
  }
  return families;
}

/** Even places are natural persons. Owners come before what they own, mostly not far. */
function pairIn(family: readonly string[], roll: () => number): [string, string] {
  const owned = Math.floor(roll() * family.length) | 1;
  const distance = 1 + Math.floor(roll() ** 2 * 30);
  const owner = roll() < 0.03 ? owned + distance : owned - distance;
  return [family[Math.min(family.length - 1, Math.max(0, owner))]!, family[Math.min(owned, family.length - 1)]!];
}

const company = (family: readonly string[], roll: () => number): string =>
  family[Math.min(family.length - 1, Math.floor(roll() * family.length) | 1)]!;

function holdingOf(owner: string, owned: string, given: Map<string, number>, roll: () => number): Holding {
  const base = { owner, owned, edges: [`${owner} ${owned}`] };
  if (roll() < 1 / 14) return { ...base, control: [ALONE[Math.floor(roll() * ALONE.length)]!] };
  const permille = stakeOf(1000 - (given.get(owned) ?? 0), roll);
  const share = fraction(BigInt(permille), 1000n);
  if (roll() < 1 / 12) return { ...base, control: [], votes: share };
  given.set(owned, (given.get(owned) ?? 0) + permille);
  return { ...base, control: [], shares: share };
}

/** In thousandths: of what is left, small stakes more often than large ones. */
export const stakeOf = (left: number, roll: () => number): number =>
  Math.max(1, Math.min(left, Math.floor(roll() * 1000 * (roll() < 0.4 ? 1 : 0.2))));
