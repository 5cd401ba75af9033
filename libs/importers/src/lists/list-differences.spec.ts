import fc from 'fast-check';
import { entryHash, listDifferences, shrunken } from './list-differences.js';

const hashes = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('1', '2'))
  .map((one) => new Map(Object.entries(one)));

it('differences carry one version over into the other', () =>
  fc.assert(
    fc.property(hashes, hashes, (before, after) => {
      const { added, changed, removed } = listDifferences(before, after);
      const carried = new Map(before);
      for (const id of removed) carried.delete(id);
      for (const id of [...added, ...changed]) carried.set(id, after.get(id)!);
      expect(new Map([...carried].sort())).toEqual(new Map([...after].sort()));
      expect(new Set([...added, ...changed, ...removed]).size).toBe(added.length + changed.length + removed.length);
    }),
  ));

it('an entry has one hash whatever the order of its members, and another for another content', () => {
  const entry = { id: '1', list: 'l', kind: 'LEGAL', names: [{ text: 'A', kind: 'LEGAL' }], programs: [] } as const;
  const turned = { programs: [], names: [{ kind: 'LEGAL', text: 'A' }], kind: 'LEGAL', list: 'l', id: '1' } as const;
  expect(entryHash(turned)).toBe(entryHash(entry));
  expect(entryHash({ ...entry, programs: ['X'] })).not.toBe(entryHash(entry));
});

it('a list that lost more than a tenth is held up, a few entries of a small one are not', () => {
  expect(shrunken(1000, 100)).toBeUndefined();
  expect(shrunken(1000, 101)).toMatchObject({ code: 'LIST_SHRUNKEN' });
  expect(shrunken(8, 5)).toBeUndefined();
  expect(shrunken(8, 6)).toMatchObject({ code: 'LIST_SHRUNKEN' });
});
