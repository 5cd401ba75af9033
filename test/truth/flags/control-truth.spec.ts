import { effectiveShare, groupsBy, holdingsOf } from './control-truth.js';
import type { EdgeTruth } from './flag-truth.model.js';
import { rational } from './rational.js';

const edge = (owner: string, owned: string, share: [number, number] | 'BOARD', kind: 'SHARES' | 'VOTES' = 'SHARES'): EdgeTruth => ({
  ...{ edge: `${owner}${owned}${kind}`, provider: 'p', owner, owned, fromMs: 0 },
  ...(share === 'BOARD' ? { kind: 'BOARD' } : { kind, share: rational(...share) }),
});
const holdings = (...edges: EdgeTruth[]) => holdingsOf(edges, (customer) => customer);
const groups = (rule: 'control' | 'ownership-25', ...edges: EdgeTruth[]) =>
  [...groupsBy(rule, holdings(...edges))].map(([controller, members]) => `${controller}: ${[...members].sort().join(' ')}`).sort();

describe('control, worked out by hand', () => {
  it('goes through a chain', () => {
    expect(groups('control', edge('a', 'b', [51, 100]), edge('b', 'c', [2, 3]))).toEqual(['a: b c', 'b: c']);
  });

  it('is more than one half', () => {
    expect(groups('control', edge('a', 'b', [1, 2]))).toEqual([]);
  });

  it('adds up what all who are controlled hold', () => {
    expect(groups('control', edge('a', 'b', [1, 1]), edge('a', 'x', [1, 4]), edge('b', 'x', [26, 100]))).toEqual(['a: b x']);
  });

  it('counts votes where they are stated, and shares only where they are not', () => {
    expect(groups('control', edge('a', 'b', [9, 10]), edge('a', 'b', [1, 10], 'VOTES'))).toEqual([]);
    expect(groups('control', edge('a', 'b', [1, 10]), edge('a', 'b', [6, 10], 'VOTES'))).toEqual(['a: b']);
  });

  it('needs no votes where an edge says so by itself', () => {
    expect(groups('control', edge('a', 'b', 'BOARD'))).toEqual(['a: b']);
  });

  it('begins with nobody: two who hold each other do not control each other by that', () => {
    expect(groups('control', edge('a', 'b', [1, 2]), edge('b', 'a', [1, 2]), edge('z', 'a', [1, 2]))).toEqual([]);
    expect(groups('control', edge('a', 'b', [2, 3]), edge('b', 'a', [2, 3]))).toEqual(['a: b', 'b: a']);
  });
});

describe('effective ownership, worked out by hand', () => {
  const share = (owner: string, owned: string, ...edges: EdgeTruth[]) => effectiveShare(owner, owned, holdings(...edges));

  it('is the product along a way, and the sum of the ways', () => {
    expect(share('a', 'c', edge('a', 'b', [1, 2]), edge('b', 'c', [1, 2]))).toEqual(rational(1, 4));
    expect(share('a', 'c', edge('a', 'b', [1, 2]), edge('b', 'c', [1, 2]), edge('a', 'c', [1, 3]))).toEqual(rational(7, 12));
  });

  it('of a circle is the sum of the geometric series', () => {
    // b and c hold a half of each other, a holds the other half of b: a in c = 1/2 x 1/2 x (1 + 1/4 + ...) = 1/3; a in b = 1/2 x 4/3 = 2/3.
    const circle = [edge('b', 'c', [1, 2]), edge('c', 'b', [1, 2]), edge('a', 'b', [1, 2])];
    expect(share('a', 'c', ...circle)).toEqual(rational(1, 3));
    expect(share('a', 'b', ...circle)).toEqual(rational(2, 3));
  });

  it('reaches a quarter at exactly a quarter', () => {
    expect(groups('ownership-25', edge('a', 'b', [1, 2]), edge('b', 'c', [1, 2]))).toEqual(['a: b c', 'b: c']);
    expect(groups('ownership-25', edge('a', 'b', [1, 2]), edge('b', 'c', [49, 100]))).toEqual(['a: b', 'b: c']);
  });

  it('of a closed circle is all, for everybody in it', () => {
    expect(groups('ownership-25', edge('a', 'b', [1, 1]), edge('b', 'a', [1, 1]), edge('b', 'c', [3, 10]))).toEqual(['a: b c', 'b: a c']);
  });

  it('brings shares that were stated above one down to one', () => {
    expect(share('a', 'c', edge('a', 'c', [1, 1]), edge('b', 'c', [1, 1]))).toEqual(rational(1, 2));
  });
});
