import { PERSON_ROLES, type PersonRole, sidesOf } from '@tidemark/access';
import fc from 'fast-check';
import { decidePerson, type PersonCommand } from './decide-person.js';
import { evolve, type Person } from './person.model.js';

const ana: Person = {
  id: 'ana-id',
  username: 'ana',
  name: 'Ana',
  role: 'compliance-analyst',
  provider: 'alpha',
  authority: undefined,
  status: 'active',
  version: 3,
};
const outcome = (command: PersonCommand, person: Person | undefined = ana, actor = 'admin-id') => {
  const decided = decidePerson(command, person, actor);
  return 'refused' in decided ? decided.refused.code : evolve(person, 'ana-id', decided.fact);
};
const invite = { do: 'invite', username: 'ana', name: 'Ana', role: 'compliance-analyst', provider: 'alpha' } as const;
const invited = (over: object) => {
  const decided = decidePerson({ ...invite, ...over } as PersonCommand, undefined, 'admin-id');
  return 'refused' in decided ? decided.refused.code : evolve(undefined, 'ana-id', decided.fact);
};

describe('people', () => {
  it('begin with an invitation', () => {
    expect(invited({})).toEqual({ ...ana, status: 'invited', version: 1 });
    expect(invited({ provider: undefined })).toMatchObject({ provider: undefined });
    expect(outcome(invite)).toBe('USERNAME_TAKEN');
  });

  it.each([
    [{ username: 'A' }, 'USERNAME_MALFORMED'],
    [{ username: 'x' }, 'USERNAME_MALFORMED'],
    [{ username: '-ana' }, 'USERNAME_MALFORMED'],
    [{ name: ' ' }, 'PERSON_NAME_MALFORMED'],
    [{ name: 'a\u0000b' }, 'PERSON_NAME_MALFORMED'],
    [{ provider: 'Alpha/..' }, 'PROVIDER_MALFORMED'],
    [{ role: 'auditor' }, 'ROLE_OF_NO_PROVIDER'],
    [{ role: 'provider-engineer', provider: undefined }, 'ROLE_NEEDS_PROVIDER'],
    [{ authority: 'northern-office' }, 'ROLE_OF_NO_AUTHORITY'],
    [{ role: 'regulator-lead', provider: undefined, authority: 'North/1' }, 'AUTHORITY_MALFORMED'],
  ])('are not invited as %p: %s', (over, code) => {
    expect(invited(over)).toBe(code);
  });

  it('never change their own standing, whatever the command', () => {
    for (const command of [
      { do: 'change', role: 'administrator' },
      { do: 'disable', reason: 'x' },
      { do: 'enable', reason: 'x' },
      { do: 'reset-factors', reason: 'x' },
    ] as PersonCommand[])
      expect(outcome(command, { ...ana, role: 'administrator', provider: undefined }, 'ana-id')).toBe('NOT_YOURSELF');
  });

  it('are disabled and enabled, and enrol anew only while they may sign in', () => {
    expect(outcome({ do: 'disable', reason: 'left' })).toMatchObject({ status: 'disabled', version: 4 });
    const disabled = { ...ana, status: 'disabled' } as const;
    expect(outcome({ do: 'disable', reason: 'left' }, disabled)).toBe('PERSON_DISABLED');
    expect(outcome({ do: 'reset-factors', reason: 'lost' }, disabled)).toBe('PERSON_DISABLED');
    expect(outcome({ do: 'enable', reason: 'back' }, disabled)).toMatchObject({ status: 'active' });
    expect(outcome({ do: 'enable', reason: 'back' })).toBe('PERSON_NOT_DISABLED');
    expect(outcome({ do: 'reset-factors', reason: 'lost' })).toMatchObject({ status: 'invited' });
    expect(decidePerson({ do: 'enable', reason: 'x' }, undefined, 'admin-id')).toMatchObject({ refused: { code: 'PERSON_NOT_FOUND' } });
  });

  it("are never of a provider with the scheme's roles, nor without one with a provider's, whatever is changed", () => {
    const standing = fc.record(
      { role: fc.constantFrom<PersonRole>(...PERSON_ROLES), provider: fc.constantFrom('alpha', 'beta'), name: fc.constant('B') },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(standing, { maxLength: 6 }), (changes) => {
        let person = ana;
        for (const change of changes) {
          const decided = decidePerson({ do: 'change', ...change }, person, 'admin-id');
          if ('fact' in decided) person = evolve(person, person.id, decided.fact);
        }
        return sidesOf(person.role).includes(person.provider === undefined ? 'scheme' : 'own');
      }),
    );
  });

  it("do not become the scheme's by a change of something else", () => {
    expect(outcome({ do: 'change', name: 'Ana B.' })).toMatchObject({ provider: 'alpha', name: 'Ana B.' });
    expect(outcome({ do: 'change', role: 'provider-engineer' })).toMatchObject({ provider: 'alpha' });
    expect(outcome({ do: 'change', role: 'compliance-lead', provider: 'alpha' })).toMatchObject({ provider: 'alpha' });
  });

  it('stay with their authority when something else is changed, and leave it with the role', () => {
    const nora = { ...ana, role: 'regulator-reviewer', provider: undefined, authority: 'northern-office' } as const;
    expect(invited({ role: 'regulator-reviewer', provider: undefined, authority: 'northern-office' })).toMatchObject({
      authority: 'northern-office',
    });
    expect(outcome({ do: 'change', name: 'Nora B.' }, nora)).toMatchObject({ authority: 'northern-office' });
    expect(outcome({ do: 'change', role: 'regulator-lead' }, nora)).toMatchObject({ authority: 'northern-office' });
    expect(outcome({ do: 'change', authority: 'southern-office' }, nora)).toMatchObject({ authority: 'southern-office' });
    expect(outcome({ do: 'change', role: 'administrator' }, nora)).toMatchObject({ authority: undefined });
    expect(outcome({ do: 'change', role: 'administrator', authority: 'northern-office' }, nora)).toBe('ROLE_OF_NO_AUTHORITY');
  });
});
