import type { CaseScope } from '../case-vocabulary.js';
import { chooseCase, type StandingCase } from './choose-case.js';

const account: CaseScope = { kind: 'account', provider: 'north', id: 'acme' };
const party: CaseScope = { kind: 'party', id: 'p' };
const group: CaseScope = { kind: 'group', id: 'g', controlRule: 'control' };
const elsewhere: CaseScope = { kind: 'party', id: 'other' };
const inside: CaseScope = { kind: 'party', id: 'sister' };
const around = { widest: [group], above: [account, party, group], inside: [account, party, inside] };
const flag = { id: 'f-1', scope: account, covers: ['f-0'] };

const standing = (id: string, subject: CaseScope, changes: Partial<StandingCase> = {}): StandingCase => ({
  ...{ id, subject, openedAt: 0, flags: [], breaksOrder: false },
  ...changes,
});

describe('the case that a flag joins', () => {
  it('is none that is about something else', () => expect(chooseCase([standing('1', elsewhere)], flag, around)).toBeUndefined());

  it('is the one about the widest group, which stays what it is about', () => {
    const chosen = chooseCase([standing('1', account), standing('2', group, { openedAt: 9 })], flag, around);
    expect(chosen).toMatchObject({ case: { id: '2' }, related: ['1'] });
    expect(chosen).not.toMatchObject({ widenTo: expect.anything() });
    expect(chosen?.reason).toBe("The flag's account is inside the customer group that the case is about.");
  });

  it('is the one with a flag that it covers, widened', () =>
    expect(chooseCase([standing('1', elsewhere, { flags: ['f-0'] })], flag, around)).toMatchObject({
      case: { id: '1' },
      widenTo: group,
      reason: 'The flag covers a flag of this case, inside a wider customer group.',
    }));

  it.each([
    ['something between', party],
    ['a part', inside],
  ])('is the one about %s, widened', (_, subject) =>
    expect(chooseCase([standing('1', subject)], flag, around)).toMatchObject({ case: { id: '1' }, widenTo: group }),
  );

  it('is the one whose order it breaks before any other', () =>
    expect(chooseCase([standing('1', group), standing('2', elsewhere, { breaksOrder: true })], flag, around)).toMatchObject({
      case: { id: '2' },
    }));

  it('is of several alike the oldest, whatever their order', () => {
    const cases = [standing('b', party, { openedAt: 2 }), standing('c', party, { openedAt: 1 }), standing('a', party, { openedAt: 2 })];
    for (const some of [cases, [...cases].reverse()])
      expect(chooseCase(some, flag, around)).toMatchObject({ case: { id: 'c' }, related: ['a', 'b'] });
  });

  it('says of a flag of the very subject that it is', () =>
    expect(chooseCase([standing('1', account)], flag, { widest: [account], above: [account], inside: [] })?.reason).toBe(
      'The flag is about the account that the case is about.',
    ));
});
