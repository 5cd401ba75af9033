const VOWELS = 'aeiou';
/** Sounds that are written for each other, and what that costs instead of 1. */
const NEAR: readonly (readonly [letters: string, cost: number])[] = [
  ['pb', 0.5],
  ['td', 0.5],
  ['kg', 0.5],
  ['kq', 0.3],
  ['gq', 0.5],
  ['hq', 0.3],
  ['fv', 0.4],
  ['sz', 0.4],
  ['sx', 0.4],
  ['sc', 0.5],
  ['xc', 0.4],
  ['jc', 0.5],
  ['jz', 0.4],
  ['jg', 0.5],
  ['jx', 0.5],
  ['zx', 0.5],
  ['zc', 0.5],
  ['mn', 0.7],
  ['lr', 0.5],
  ['bv', 0.6],
  ['uv', 0.4],
  ['iy', 0.2],
  ['jy', 0.4],
  ['ij', 0.5],
  ['ks', 0.8],
  ['kc', 0.5],
  ['tc', 0.7],
  ['gh', 0.6],
  ['kh', 0.6],
  ['oa', 0.45],
  ['oi', 0.6],
  ['ui', 0.6],
];
const WIDTH = 128;
const SUBSTITUTION = substitutionCosts();
/** What a letter costs that only one of the two has. An h comes and goes between languages. */
const PRESENCE = presenceCosts();
const LAST_S = 0.4;
const TRANSPOSITION = 0.6;
const LONGEST = 64;
const ROW = LONGEST + 1;
const table = new Float64Array(3 * ROW);

/**
 * How much has to be changed to make one sound of the other: 1 for a letter, less for a vowel or a near sound, and for two that changed places.
 * Symmetric. Gives up above the limit and answers Infinity. What is longer than 64 letters is cut, which names are not.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  let from = 0;
  let [n, m] = [Math.min(a.length, LONGEST), Math.min(b.length, LONGEST)];
  while (n > 0 && m > 0 && a.charCodeAt(n - 1) === b.charCodeAt(m - 1)) [n, m] = [n - 1, m - 1];
  while (from < n && from < m && a.charCodeAt(from) === b.charCodeAt(from)) from += 1;
  const [ours, theirs] = [a.slice(from, n), b.slice(from, m)];
  const lastS = n === a.length && m === b.length && a.length > 3 && b.length > 3 && ours.endsWith('s') !== theirs.endsWith('s');
  return lastS ? Math.min(distanceBetween(ours, theirs, limit), withoutLastS(ours, theirs, limit)) : distanceBetween(ours, theirs, limit);
}

/** A last s comes and goes between languages: Sergejs, Sergej. */
function withoutLastS(a: string, b: string, limit: number): number {
  return LAST_S + distanceBetween(a.replace(/s$/, ''), b.replace(/s$/, ''), limit - LAST_S);
}

/** The same for what differs: letters at both ends that are the same cost nothing. */
function distanceBetween(a: string, b: string, limit: number): number {
  const n = a.length;
  const m = b.length;
  let older = 0;
  let before = ROW;
  let now = 2 * ROW;
  table[before] = 0;
  for (let j = 1; j <= m; j += 1) table[before + j] = (table[before + j - 1] as number) + presence(b.charCodeAt(j - 1));
  for (let i = 1; i <= n; i += 1) {
    if (fillRow(a, i, b, m, older, before, now) > limit + TRANSPOSITION) return Number.POSITIVE_INFINITY;
    const oldest = older;
    older = before;
    before = now;
    now = oldest;
  }
  const distance = table[before + m] as number;
  return distance > limit ? Number.POSITIVE_INFINITY : distance;
}

/** One row of the table; answers the least in it. */
function fillRow(a: string, i: number, b: string, m: number, older: number, before: number, now: number): number {
  const letter = a.charCodeAt(i - 1);
  const last = i > 1 ? a.charCodeAt(i - 2) : 0;
  const taken = presence(letter);
  let least = (table[before] as number) + taken;
  table[now] = least;
  for (let j = 1; j <= m; j += 1) {
    const other = b.charCodeAt(j - 1);
    let cost = (table[before + j - 1] as number) + (letter === other ? 0 : substitution(letter, other));
    const without = (table[before + j] as number) + taken;
    if (without < cost) cost = without;
    const withit = (table[now + j - 1] as number) + presence(other);
    if (withit < cost) cost = withit;
    if (j > 1 && last === other && letter === b.charCodeAt(j - 2)) cost = Math.min(cost, (table[older + j - 2] as number) + TRANSPOSITION);
    table[now + j] = cost;
    if (cost < least) least = cost;
  }
  return least;
}

function presence(letter: number): number {
  return letter < WIDTH ? (PRESENCE[letter] as number) : 1;
}

function substitution(a: number, b: number): number {
  return a < WIDTH && b < WIDTH ? (SUBSTITUTION[a * WIDTH + b] as number) : 1;
}

function presenceCosts(): Float64Array {
  const costs = new Float64Array(WIDTH).fill(1);
  for (const vowel of VOWELS) costs[vowel.charCodeAt(0)] = 0.6;
  costs['h'.charCodeAt(0)] = 0.4;
  costs['y'.charCodeAt(0)] = 0.5;
  return costs;
}

function substitutionCosts(): Float64Array {
  const costs = new Float64Array(WIDTH * WIDTH).fill(1);
  const set = (a: string, b: string, cost: number) => {
    costs[a.charCodeAt(0) * WIDTH + b.charCodeAt(0)] = cost;
    costs[b.charCodeAt(0) * WIDTH + a.charCodeAt(0)] = cost;
  };
  for (const a of VOWELS) for (const b of VOWELS) if (a !== b) set(a, b, 0.55);
  for (const [pair, cost] of NEAR) set(pair[0] as string, pair[1] as string, cost);
  return costs;
}
