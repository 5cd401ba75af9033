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
  ['lr', 0.7],
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
const TRANSPOSITION = 0.6;
const LONGEST = 64;
const rows = [new Float64Array(LONGEST + 1), new Float64Array(LONGEST + 1), new Float64Array(LONGEST + 1)] as const;

/**
 * How much has to be changed to make one sound of the other: 1 for a letter, less for a vowel or a near sound, and for two that changed places.
 * Symmetric. Gives up above the limit and answers Infinity. What is longer than 64 letters is cut, which names are not.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  const [n, m] = [Math.min(a.length, LONGEST), Math.min(b.length, LONGEST)];
  let [older, before, now] = rows;
  before[0] = 0;
  for (let j = 1; j <= m; j += 1) before[j] = (before[j - 1] as number) + presence(b, j - 1, m);
  for (let i = 1; i <= n; i += 1) {
    const taken = presence(a, i - 1, n);
    now[0] = (before[0] as number) + taken;
    let least = now[0];
    for (let j = 1; j <= m; j += 1) {
      let cost = (before[j - 1] as number) + substitution(a.charCodeAt(i - 1), b.charCodeAt(j - 1));
      cost = Math.min(cost, (before[j] as number) + taken, (now[j - 1] as number) + presence(b, j - 1, m));
      if (i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1))
        cost = Math.min(cost, (older[j - 2] as number) + TRANSPOSITION);
      now[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > limit + TRANSPOSITION) return Number.POSITIVE_INFINITY;
    [older, before, now] = [before, now, older];
  }
  const distance = before[m] as number;
  return distance > limit ? Number.POSITIVE_INFINITY : distance;
}

/** What a letter costs that only one of the two has. An h and a last s come and go between languages. */
function presence(text: string, at: number, length: number): number {
  const letter = text.charCodeAt(at);
  if (letter === 104) return 0.4;
  if (letter === 121) return 0.5;
  if (letter === 115 && at === length - 1 && at > 2) return 0.5;
  return letter === 97 || letter === 101 || letter === 105 || letter === 111 || letter === 117 ? 0.6 : 1;
}

function substitution(a: number, b: number): number {
  if (a === b) return 0;
  return a < WIDTH && b < WIDTH ? (SUBSTITUTION[a * WIDTH + b] as number) : 1;
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
