import type { Attribution } from './attribution.js';
import { attributedKey } from './scope-touches.js';
import { holds, holdsNoMore, linked, resolved, stands, tell, time, told, toldBy, unlinked } from './told.fixture.js';

/** "customer c 11 LINK" and so on, sorted; "-" for no hour. */
const touches = (attribution: Attribution): string[] =>
  attribution
    .touched()
    .map(({ scope, fromHour, causes }) =>
      [attributedKey(scope).replaceAll('\t', ' '), Number.isFinite(fromHour) ? fromHour : '-', ...causes].join(' '),
    )
    .sort();

/** What the later statements touch. */
const touchedBy = (before: Parameters<typeof told>, ...statements: Parameters<typeof told>): string[] => {
  const attribution = told(...before);
  attribution.touched();
  return touches(tell(attribution, ...statements));
};

describe('what was touched', () => {
  it('by a link: the account, its customer, party and groups, and what nobody was tied to', () =>
    expect(touchedBy([holds('e', 'a 60% c', '12:00')], linked('l', 'x', 'c', '10:30'))).toEqual([
      'account p x 11 LINK',
      'customer c 11 LINK',
      'group control a 12 LINK',
      'party c 11 LINK',
      'unlinked p 11 LINK',
    ]));

  it('by an end: from the first hour that is taken away', () => {
    const before = [linked('l', 'x', 'c', '10:00'), holds('e', 'a 60% c', '12:00', '13:00')];
    expect(touchedBy(before, unlinked('l', 'x', 'c', '15:30'))).toEqual([
      'account p x 16 UNLINK',
      'customer c 16 UNLINK',
      'party c 16 UNLINK',
      'unlinked p 16 UNLINK',
    ]);
    expect(touchedBy(before, unlinked('l', 'x', 'c', '10:00'))).toContain('group control a 12 UNLINK');
  });

  it('by an account that passes on: both', () =>
    expect(touchedBy([linked('l', 'x', 'c', '10:00')], unlinked('l', 'x', 'c', '12:00'), linked('m', 'x', 'd', '12:00'))).toEqual([
      'account p x 12 LINK UNLINK',
      'customer c 12 UNLINK',
      'customer d 12 LINK',
      'party c 12 UNLINK',
      'party d 12 LINK',
      'unlinked p 12 LINK UNLINK',
    ]));

  it('by a resolution: the party that it was of, the one it is of, and their groups', () => {
    const before = [linked('l', 'x', 'c', '10:00'), holds('e', 'a 60% d', '12:00')];
    expect(touchedBy(before, resolved('c', 'd'))).toEqual(['group control a 12 RESOLVED', 'party c 10 RESOLVED', 'party d 10 RESOLVED']);
  });

  it('by a resolution of a record without any hour: groups too, since what was declared of it comes with it', () =>
    expect(touchedBy([holds('e', 'a 60% d', '12:00')], resolved('c', 'd'))).toContain('group control a - RESOLVED'));

  it('by one that is taken back before anybody asks: nothing', () =>
    expect(touchedBy([linked('l', 'x', 'c', '10:00')], resolved('c', 'P'), resolved('c', 'c'))).toEqual([]));

  it('by a link of a record that moves away at once: what it leaves as well', () =>
    expect(touchedBy([linked('l', 'x', 'c', '10:00')], unlinked('l', 'x', 'c', '10:00'), resolved('c', 'P'))).toContain(
      'party c 10 UNLINK RESOLVED',
    ));

  it('by control: each group whose members are others, from the first hour in which they are', () => {
    const before = [holds('e', 'a 60% b', '09:00')];
    expect(touchedBy(before, holds('f', 'b 60% c', '11:30'))).toEqual(['group control a 12 CONTROL', 'group control b 12 CONTROL']);
    expect(touchedBy(before, holdsNoMore('e', '20:00'))).toEqual(['group control a 20 CONTROL']);
    expect(touchedBy(before, holds('f', 'b 40% c', '11:30'))).toEqual([]);
  });

  it('by a level: customer, party and accounts, of which no hour changes hands', () => {
    const before = [linked('l', 'x', 'c', '10:00'), stands('c', '00:00')];
    expect(touchedBy(before, stands('c', '01:00', { level: 'IDENTIFIED' }))).toEqual([
      'account p x - LEVEL',
      'customer c - LEVEL',
      'party c - LEVEL',
    ]);
    expect(touchedBy(before, stands('c', '01:00'))).toEqual([]);
    expect(touchedBy(before, { type: 'erased', customer: 'c', provider: 'p' })).toContain('party c - LEVEL');
  });

  it('by a suspension: the customer', () => {
    const before = [stands('c', '00:00')];
    expect(touchedBy(before, stands('c', '01:00', { status: 'SUSPENDED' }))).toContain('customer c - LEVEL SUSPENSION');
    const suspended = [...before, stands('c', '01:00', { status: 'SUSPENDED' })];
    expect(touchedBy(suspended, stands('c', '02:00', { status: 'SUSPENDED', level: 'NONE' }))).toContain('customer c - LEVEL');
    expect(touchedBy(suspended, stands('c', '02:00'))).toContain('customer c - LEVEL SUSPENSION');
  });

  it('by a declaration: whoever it can speak for', () => {
    const before = [linked('l', 'x', 'c', '10:00'), holds('e', 'a 60% c', '12:00')];
    const intent = { customer: 'c', provider: 'p', version: 1, trains: 'YES', modalities: ['TEXT'] } as const;
    const all = ['account p x - DECLARATION', 'customer c - DECLARATION', 'group control a - DECLARATION', 'party c - DECLARATION'];
    expect(touchedBy(before, { type: 'intentDeclared', ...intent })).toEqual(all);
    const attested = { exemption: 'x', customer: 'c', provider: 'p', subject: 'BIO', fromMs: 0, untilMs: time('20:00') } as const;
    expect(touchedBy(before, { type: 'attested', ...attested })).toEqual(all);
    const ended = { type: 'attestationEnded', exemption: 'x', customer: 'c', atMs: 0 } as const;
    expect(touchedBy([...before, { type: 'attested', ...attested }], ended)).toEqual(all);
    expect(touchedBy(before, ended)).toEqual([]);
  });

  it('is told once', () => {
    const attribution = told(linked('l', 'x', 'c', '10:00'));
    expect(attribution.touched()).toHaveLength(4);
    expect(attribution.touched()).toEqual([]);
  });

  it('is not asked of one that is only asked about', () => expect(() => toldBy({ isOnlyAsked: true }).touched()).toThrow('not gathered'));
});
