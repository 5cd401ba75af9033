import type { ListEntry } from '@tidemark/screening';
import fc from 'fast-check';
import type { EntryDifference } from '../lists/list-versions.port.js';
import { LayeredList, WholeList } from './loaded-list.js';

const NAMES = ['Ivan Petrov', 'Iwan Petrow', 'Ivana Petrova', 'Maria Lopez Garcia', 'Mario Lopes', 'Petrov Holding Ltd', 'Garcia Trading'];
const entries = fc
  .dictionary(
    fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(undefined, '1970', '1980')),
  )
  .map((all) =>
    Object.entries(all).map(
      ([id, [text, born]]): ListEntry => ({
        id,
        list: 'l',
        kind: 'UNKNOWN',
        names: [{ text }],
        programs: [],
        ...(born && { birthDates: [born] }),
      }),
    ),
  );

function differences(before: readonly ListEntry[], after: readonly ListEntry[]): EntryDifference[] {
  const [old, now] = [new Map(before.map((one) => [one.id, one])), new Map(after.map((one) => [one.id, one]))];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((entry): EntryDifference[] => {
    const [was, is] = [old.get(entry), now.get(entry)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    return [{ entry, change: !was ? 'ADDED' : is ? 'CHANGED' : 'REMOVED', ...(was && { before: was }), ...(is && { after: is }) }];
  });
}

it('a version laid over another answers as if it had been indexed whole', () =>
  fc.assert(
    fc.property(
      entries,
      entries,
      fc.constantFrom(...NAMES),
      fc.constantFrom(0.2, 0.7),
      fc.integer({ min: 1, max: 8 }),
      (before, after, name, threshold, limit) => {
        const person = { kind: 'UNKNOWN' as const, names: [{ text: name }], birthDates: ['1970'] };
        const ref = { list: 'l', version: 2, sha256: 'x' };
        const layered = new LayeredList(ref, new WholeList({ ...ref, version: 1 }, before), differences(before, after));
        const whole = new WholeList(ref, after);
        expect(layered.screen(person, { threshold, limit })).toEqual(whole.screen(person, { threshold, limit }));
        expect([...layered.entries.keys()].sort()).toEqual([...whole.entries.keys()].sort());
      },
    ),
  ));
