import type { ScopeMember } from './scope-members.js';
import { customer, group, holds, holdsNoMore, linked, party, resolved, time, told, unlinked } from './told.fixture.js';

const DAY = [0, 24] as const;

/** "party b 9-24 (customer c 9-24 (account y 9-11))". */
const printed = (members: readonly ScopeMember[]): string =>
  members
    .map(({ scope, intervals, members: inner }) => {
      const hours = intervals.map(([from, to]) => `${from}-${to}`).join('+');
      return `${scope.kind} ${scope.id} ${hours}${inner.length > 0 ? ` (${printed(inner)})` : ''}`;
    })
    .join(', ');

const world = told(
  ...[linked('l', 'x', 'a', '00:00'), linked('m', 'y', 'c', '08:00', '11:00'), linked('n', 'y', 'd', '12:00')],
  ...[resolved('c', 'P'), resolved('d', 'P'), holds('e', 'a 60% c', '09:30', '20:00'), holds('f', 'a 1% z', '00:00')],
);

describe('what a scope consists of', () => {
  it('is parties, their records, and the accounts of these, each in its hours', () =>
    expect(printed(world.membersOf(group('a'), ...DAY))).toBe(
      'party P 10-20 (customer c 10-20 (account y 10-11), customer d 10-20 (account y 12-20)), party a 10-20 (customer a 10-20 (account x 10-20))',
    ));

  it('is asked for within hours', () => {
    expect(printed(world.membersOf(party('P'), 9, 10))).toBe('customer c 9-10 (account y 9-10), customer d 9-10');
    expect(printed(world.membersOf(customer('c'), ...DAY))).toBe('account y 8-11');
    expect(world.membersOf(group('a'), 0, 10)).toEqual([]);
    expect(world.membersOf({ kind: 'account', provider: 'p', id: 'x' }, ...DAY)).toEqual([]);
    expect(world.membersOf(customer('never named'), ...DAY)).toEqual([]);
  });
});

describe('the statements behind a scope', () => {
  const ids = (scope: Parameters<typeof world.versionsBehind>[0], of = world) => {
    const { links, resolutions, control } = of.versionsBehind(scope);
    return [links.map(({ link }) => link), resolutions.map((one) => one.customer), control.map(({ edge }) => edge)].map((all) =>
      all.join(''),
    );
  };

  it('are its links, the resolutions of its records, and the control that makes it', () => {
    expect(ids(group('a'))).toEqual(['lmn', 'cd', 'e']);
    expect(ids(party('P'))).toEqual(['mn', 'cd', '']);
    expect(ids(customer('c'))).toEqual(['m', '', '']);
    expect(ids({ kind: 'account', provider: 'p', id: 'y' })).toEqual(['mn', '', '']);
    expect(ids({ kind: 'cluster', provider: 'p', id: 'y' })).toEqual(['', '', '']);
  });

  it('say when they became known, and when their ends did', () => {
    const { links, resolutions, control } = told(
      ...[linked('l', 'x', 'c', '01:00'), resolved('c', 'P'), holds('e', 'a 2/3 P', '02:00')],
      ...[unlinked('l', 'x', 'c', '05:00'), holdsNoMore('e', '04:00'), resolved('P', 'P')],
    ).versionsBehind(group('a'));
    expect(links).toMatchObject([{ link: 'l', account: 'x', fromMs: time('01:00'), toMs: time('05:00'), knownAtMs: 1, endKnownAtMs: 4 }]);
    expect(resolutions).toEqual([
      { customer: 'P', party: 'P', knownAtMs: 6 },
      { customer: 'c', party: 'P', knownAtMs: 2 },
    ]);
    expect(control).toMatchObject([
      { edge: 'e', toMs: time('04:00'), knownAtMs: 3, endKnownAtMs: 5, share: { numerator: 2n, denominator: 3n } },
    ]);
  });

  it('leave out what owns no hour, and what leads nowhere', () => {
    const chain = told(
      ...[linked('l', 'x', 'c', '01:10', '01:50'), holds('e', 'a 60% b', '00:00'), holds('f', 'b 30% c', '00:00')],
      ...[
        holds('g', 'a 30% c', '00:00'),
        holds('h', 'c 10% d', '00:00'),
        holds('i', 'z 10% c', '00:00'),
        holds('j', 'a 60% c', '01:10', '01:50'),
      ],
    );
    expect(ids(group('a'), chain)).toEqual(['', '', 'efg']);
  });
});
