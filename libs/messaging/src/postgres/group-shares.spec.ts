import fc from 'fast-check';
import { type GroupPartition, moves } from './group-shares.js';

const partitions = (topic: string, count: number): GroupPartition[] =>
  Array.from({ length: count }, (_, partition) => ({ topic, partition, owner: undefined }));

/** Lets the members look in turn, as they do, until nobody wants to move anything. */
function settle(members: { member: string; topics: string[] }[], rows: GroupPartition[]): number {
  for (let round = 1; round <= 20; round++) {
    let moved = 0;
    for (const { member } of members) {
      const { take, give } = moves(member, members, rows);
      for (const one of give) one.owner = undefined;
      for (const one of take) one.owner = member;
      moved += take.length + give.length;
    }
    if (moved === 0) return round;
  }
  throw new Error('the members never agree');
}

const memberSets = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });

describe('sharing partitions', () => {
  it('gives every partition an owner, evenly, whoever looks first', () => {
    fc.assert(
      fc.property(memberSets, fc.integer({ min: 1, max: 20 }), (names, count) => {
        const members = names.map((member) => ({ member, topics: ['t'] }));
        const rows = partitions('t', count);
        settle(members, rows);
        const sizes = names.map((name) => rows.filter(({ owner }) => owner === name).length);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('settles again after members came and went, and never takes what another holds', () => {
    fc.assert(
      fc.property(memberSets, memberSets, fc.integer({ min: 1, max: 12 }), (before, after, count) => {
        const rows = partitions('t', count);
        settle(
          before.map((member) => ({ member, topics: ['t'] })),
          rows,
        );
        for (const row of rows) if (!after.includes(row.owner!)) row.owner = undefined;
        const members = after.map((member) => ({ member, topics: ['t'] }));
        for (const { member } of members) {
          for (const { owner } of moves(member, members, rows).take) expect(owner).toBeUndefined();
        }
        settle(members, rows);
        expect(rows.every(({ owner }) => after.includes(owner!))).toBe(true);
      }),
    );
  });

  it('leaves no topic without an owner while some members do not know it yet', () => {
    const members = [
      { member: 'old', topics: ['a'] },
      { member: 'new', topics: ['a', 'b'] },
    ];
    const rows = [...partitions('a', 3), ...partitions('b', 3)];
    settle(members, rows);
    expect(rows.filter(({ topic }) => topic === 'b').map(({ owner }) => owner)).toEqual(['new', 'new', 'new']);
  });

  it('spreads topics of one partition over the members', () => {
    const members = ['m1', 'm2', 'm3'].map((member) => ({ member, topics: Array.from({ length: 60 }, (_, at) => `intake.p${at}.v1`) }));
    const rows = members[0]!.topics.flatMap((topic) => partitions(topic, 1));
    settle(members, rows);
    for (const { member } of members) expect(rows.filter(({ owner }) => owner === member).length).toBeGreaterThan(10);
  });
});
