import { CONTROL_RULES } from '../control/customer-groups.js';
import { HALF } from '../control/fraction.js';
import { Attribution } from './attribution.js';
import {
  customer,
  group,
  holds,
  holdsNoMore,
  hoursOf,
  linked,
  party,
  resolved,
  tell,
  time,
  told,
  toldBy,
  unlinked,
} from './told.fixture.js';

describe('an hour of use', () => {
  it('is the customer’s that the account was linked to at its start', () => {
    const attribution = told(linked('l', 'x', 'c', '10:30', '12:30'));
    expect(hoursOf(attribution, customer('c'))).toBe('x 11-13');
    expect(attribution.isLinkedAt('p', 'x', time('10:45'))).toBe(true);
    expect(attribution.scopesAt('p', 'x', 10)).toEqual([]);
    expect(attribution.scopesAt('p', 'x', 12)).toEqual([customer('c'), party('c')]);
  });

  it('is whole where the link starts and ends on the hour, and nobody’s where both lie within it', () => {
    expect(hoursOf(told(linked('l', 'x', 'c', '10:00', '12:00')), customer('c'))).toBe('x 10-12');
    expect(hoursOf(told(linked('l', 'x', 'c', '10:10', '10:50')), customer('c'))).toBe('');
  });

  it('stays the first one’s when the account passes on within it', () => {
    const passedOn = told(linked('l', 'x', 'c', '10:00'), unlinked('l', 'x', 'c', '12:30'), linked('m', 'x', 'd', '12:30'));
    expect(hoursOf(passedOn, customer('c'))).toBe('x 10-13');
    expect(hoursOf(passedOn, customer('d'))).toBe('x 13-');
  });

  it('is nobody’s without a link, as are all of an account that nothing names', () => {
    const attribution = told(linked('l', 'x', 'c', '10:00', '12:00'));
    expect(hoursOf(attribution, { kind: 'unlinked', provider: 'p' })).toBe('x -10 x 12-');
    expect(attribution.scopesAt('p', 'never named', 11)).toEqual([]);
    expect(attribution.scopesAt('another provider', 'x', 11)).toEqual([]);
  });

  it('may be found to be somebody’s long after, and not to be: as it was known then', () => {
    const reversed = told(linked('l', 'x', 'c', '01:00'), unlinked('l', 'x', 'c', '01:00'));
    expect([0, 1, 2].map((known) => hoursOf(reversed, customer('c'), known))).toEqual(['', 'x 1-', '']);
    expect(hoursOf(reversed, customer('c'))).toBe('');
  });

  it('of an account is the account’s in any case', () => {
    expect(hoursOf(told(), { kind: 'account', provider: 'p', id: 'x' })).toBe('x -');
    expect(told().spansOf({ kind: 'cluster', provider: 'p', id: 'site' })).toEqual([]);
  });

  it('is never of two: links that overlap are refused', () =>
    expect(() => told(linked('l', 'x', 'c', '10:00'), linked('m', 'x', 'd', '12:00'))).toThrow('links l and m of account p/x'));
});

describe('a party', () => {
  const linkedBoth = [linked('l', 'x', 'c', '10:00', '12:00'), linked('m', 'y', 'd', '11:00')];

  it('of a record that nothing resolves is its own', () => {
    expect(hoursOf(told(...linkedBoth), party('c'))).toBe('x 10-12');
    expect(told(...linkedBoth).partyOf('never named')).toBe('never named');
  });

  it('was always who it is found to be, over all time', () => {
    const attribution = told(...linkedBoth, resolved('c', 'P'), resolved('d', 'P'));
    expect(hoursOf(attribution, party('P'))).toBe('x 10-12 y 11-');
    expect(hoursOf(attribution, party('c'))).toBe('');
    expect([2, 3, 4].map((known) => hoursOf(attribution, party('P'), known))).toEqual(['', 'x 10-12', 'x 10-12 y 11-']);
  });

  it('is split again when that turns out to be wrong', () => {
    const split = told(...linkedBoth, resolved('c', 'P'), resolved('d', 'P'), resolved('d', 'Q'));
    expect([hoursOf(split, party('P')), hoursOf(split, party('Q'))]).toEqual(['x 10-12', 'y 11-']);
    expect(hoursOf(split, party('P'), 4)).toBe('x 10-12 y 11-');
  });

  it('has an account once that passes between its records', () => {
    const passed = [linked('l', 'x', 'c', '10:00', '12:00'), linked('m', 'x', 'd', '12:00', '15:00')];
    expect(hoursOf(told(...passed, resolved('c', 'P'), resolved('d', 'P')), party('P'))).toBe('x 10-15');
  });
});

describe('a group', () => {
  const linkedThree = [linked('l', 'x', 'a', '00:00'), linked('m', 'y', 'b', '00:00'), linked('n', 'z', 'c', '00:00')];
  const under = (...statements: Parameters<typeof told>) => told(...linkedThree, ...statements);

  it('is the controller and all under it, in the hours in which there is anybody', () => {
    expect(hoursOf(under(holds('e', 'a 60% b', '09:30', '12:30')), group('a'))).toBe('x 10-13 y 10-13');
    expect(under(holds('e', 'a 60% b', '09:30', '12:30')).controllers('control')).toEqual(['a']);
    expect(hoursOf(under(), group('a'))).toBe('');
  });

  it('there is one of each controller in a chain', () => {
    const chain = under(holds('e', 'a 60% b', '09:00'), holds('f', 'b 60% c', '10:00'));
    expect(hoursOf(chain, group('a'))).toBe('x 9- y 9- z 10-');
    expect(hoursOf(chain, group('b'))).toBe('y 10- z 10-');
    expect(chain.scopesAt('p', 'z', 10)).toEqual([customer('c'), party('c'), group('a'), group('b')]);
  });

  it('exactly one half is not control; with one already controlled it is', () => {
    expect(hoursOf(under(holds('e', 'a 1/2 b', '09:00')), group('a'))).toBe('');
    const together = under(holds('e', 'a 1/2 c', '09:00'), holds('f', 'a 60% b', '09:00'), holds('g', 'b 1% c', '11:00', '14:00'));
    expect(hoursOf(together, group('a'))).toBe('x 9- y 9- z 11-14');
  });

  it('shares count as votes unless votes are stated for that time', () => {
    const voteless = under(holds('e', 'a 60% b', '09:00'), holds('f', 'a 10%v b', '11:00', '12:00'));
    expect(hoursOf(voteless, group('a'))).toBe('x 9-11 x 12- y 9-11 y 12-');
  });

  it('goes on through an hour in which control passes from one holding to another', () => {
    const passing = under(
      holds('e', 'a 60% b', '09:00'),
      holds('f', 'a 60% c', '09:00', '11:00'),
      holds('g', 'b 60% c', '10:30', '12:00'),
      holds('h', 'a BOARD c', '12:00'),
    );
    expect(hoursOf(passing, group('a'))).toBe('x 9- y 9- z 9-');
  });

  it.each(CONTROL_RULES)('never sees what begins and ends between two full hours, by %s', (rule) => {
    const brief = toldBy(
      { controlRules: CONTROL_RULES },
      ...linkedThree,
      holds('e', 'a 60% b', '09:10', '09:50'),
      holds('f', 'a 60% c', '20:00'),
    );
    expect(hoursOf(brief, { kind: 'group', id: 'a', controlRule: rule })).toBe('x 20- z 20-');
  });

  it('in a circle everybody controls everybody', () => {
    const circle = under(holds('e', 'a 60% b', '09:00'), holds('f', 'b 60% a', '10:00'));
    expect([hoursOf(circle, group('a')), hoursOf(circle, group('b'))]).toEqual(['x 9- y 9-', 'x 10- y 10-']);
  });

  it('is known as it was: an edge told late, ended late, and found to be wrong', () => {
    const late = under(holds('e', 'a 60% b', '09:00'), holdsNoMore('e', '15:00'), holdsNoMore('e', '09:00'));
    expect([3, 4, 5, 6].map((known) => hoursOf(late, group('a'), known))).toEqual(['', 'x 9- y 9-', 'x 9-15 y 9-15', '']);
  });

  it('is of parties: records that become one bring what they hold', () => {
    const chain = under(holds('e', 'a 60% b', '09:00'), holds('f', 'd 60% c', '09:00'));
    expect(hoursOf(chain, group('a'))).toBe('x 9- y 9-');
    expect(hoursOf(tell(chain, resolved('d', 'b')), group('a'))).toBe('x 9- y 9- z 9-');
    expect(hoursOf(tell(chain, resolved('d', 'Q')), group('a'))).toBe('x 9- y 9-');
  });

  it('forgets whom it reached through a record that is another party’s now', () => {
    // y controls P by its record e; P, by its record c, controls x; then c turns out to be somebody else.
    const all = told(
      linked('l', 'account of x', 'x', '00:00'),
      ...[resolved('c', 'P'), resolved('e', 'P'), holds('one', 'y 60% e', '09:00'), holds('two', 'c 60% x', '09:00')],
    );
    expect(hoursOf(all, group('y'))).toBe('account of x 9-');
    all.touched();
    tell(all, resolved('c', 'Q'));
    expect(all.touched().map(({ scope }) => scope)).toContainEqual(group('y'));
    expect(hoursOf(all, group('y'))).toBe('');
    expect(hoursOf(all, group('Q'))).toBe('account of x 9-');
  });

  it('by a rule that is not kept is refused, as no answer would look like nobody', () =>
    expect(() => told().spansOf({ kind: 'group', id: 'a', controlRule: 'ownership-25' })).toThrow('ownership-25'));
});

describe('facts', () => {
  const fact = { type: 'other' as const };

  it('come without gaps, twice never, and in the order in which they became known', () => {
    const attribution = new Attribution();
    attribution.take({ sequence: 1, knownAtMs: 10, ...fact });
    expect(() => attribution.take({ sequence: 1, knownAtMs: 10, ...fact })).toThrow('identity fact 1 came after 1');
    expect(() => attribution.take({ sequence: 3, knownAtMs: 10, ...fact })).toThrow('identity fact 3 came after 1');
    expect(() => attribution.take({ sequence: 2, knownAtMs: 9, ...fact })).toThrow('known before');
    expect(attribution.sequence).toBe(1);
  });

  it('that end something have its start before them', () => {
    expect(() => told(unlinked('l', 'x', 'c', '10:00'))).toThrow('link l');
    expect(() => told(holdsNoMore('e', '10:00'))).toThrow('control edge e');
    expect(() => told(holds('e', 'a 60% b', '09:00'), holds('e', 'a 60% b', '09:00'))).toThrow('stated already');
  });

  it('are as they were however often more is known later', () => {
    const attribution = told(linked('l', 'x', 'c', '10:00'));
    const before = attribution.byOwnershipShare(HALF);
    tell(attribution, unlinked('l', 'x', 'c', '12:00'), resolved('c', 'P'));
    expect([hoursOf(before, customer('c')), hoursOf(before, party('c')), before.partyOf('c')]).toEqual(['x 10-', 'x 10-', 'c']);
    expect(attribution.asKnownAt(2).asKnownAt(1).spansOf(customer('c'))).toEqual(before.spansOf(customer('c')));
    expect(attribution.asKnownAt(1).customerAt('p', 'x', time('13:00'))).toBe('c');
    expect(attribution.asKnownAt(1).customers()).toEqual(['c']);
    expect(attribution.asKnownAt(1).parties()).toEqual(['c']);
    expect(attribution.asKnownAt(0).customers()).toEqual([]);
  });

  it('of whatever a question about the past is connected to are known to it, however it is', () => {
    const through = told(
      ...[
        linked('l', 'x', 'x', '00:00'),
        resolved('c', 'P'),
        resolved('d', 'P'),
        holds('e', 'k 60% c', '09:00'),
        holds('f', 'd 60% x', '10:00'),
      ],
      ...[resolved('d', 'Q'), unlinked('l', 'x', 'x', '00:00')],
    );
    expect(hoursOf(through, group('k'), 5)).toBe('x 10-');
    expect(hoursOf(through, group('P'), 5)).toBe('x 10-');
    expect(hoursOf(through, group('k'), 6)).toBe('');
    expect(hoursOf(through, group('Q'), 6)).toBe('x 10-');
    expect(through.asKnownAt(6).scopesAt('p', 'x', 12)).toEqual([customer('x'), party('x'), group('Q')]);
  });

  it('are not taken by what was known at a time', () => {
    const attribution = told(fact, fact);
    expect(() => tell(attribution.asKnownAt(1), fact)).toThrow('takes no further facts');
    expect(attribution.asKnownAt(1)).toBe(attribution.asKnownAt(1.5));
    expect(attribution.asKnownAt(2)).toBe(attribution);
    expect([attribution, attribution.asKnownAt(1), attribution.asKnownAt(0)].map(({ sequence }) => sequence)).toEqual([2, 1, 0]);
  });
});
