import fc from 'fast-check';
import { share } from './member-assigner.js';

describe('sharing partitions of Kafka', () => {
  it('gives each partition to exactly one member that wants its topic, and nobody much more than another', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 9 }), { minKeys: 1 }),
        (members, counts) => {
          const partitions = new Map(Object.entries(counts).map(([topic, count]) => [topic, Array.from({ length: count }, (_, at) => at)]));
          const shares = share(new Map([...partitions.keys()].map((topic) => [topic, members])), partitions);
          const given = [...shares.values()].flatMap((assigned) =>
            Object.entries(assigned).flatMap(([topic, ids]) => ids.map((id) => `${topic}/${id}`)),
          );
          expect(given.sort()).toEqual([...partitions].flatMap(([topic, ids]) => ids.map((id) => `${topic}/${id}`)).sort());
          const sizes = members.map((member) => Object.values(shares.get(member)!).flat().length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('gives a topic to those alone who know it', () => {
    const shares = share(
      new Map([
        ['a', ['old', 'new']],
        ['b', ['new']],
      ]),
      new Map([
        ['a', [0, 1]],
        ['b', [0, 1]],
      ]),
    );
    expect(shares.get('old')!.b).toBeUndefined();
    expect(shares.get('new')!.b).toEqual([0, 1]);
  });
});
