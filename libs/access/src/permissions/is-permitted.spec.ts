import type { Caller } from '../caller.js';
import { MACHINE_ROLES, ROLES, type Role, sidesOf } from '../roles.js';
import { isPermitted, mayAttempt, rolesFor, scopesFor } from './is-permitted.js';
import { PERMISSION_ROWS, type PermissionRow } from './permissions.js';
import { ROLE_SCOPES } from './role-scopes.js';

const callerOf = (role: Role, provider: string | undefined, over: Partial<Caller> = {}): Caller => ({
  subject: `${role}-1`,
  role,
  provider,
  scopes: new Set(ROLE_SCOPES[role]),
  ...over,
});
const everybody = ROLES.flatMap((role) => sidesOf(role).map((side) => callerOf(role, side === 'own' ? 'alpha' : undefined)));
const attempt = (caller: Caller, { kind, action }: PermissionRow) => mayAttempt(caller, kind, action as never);
const code = (result: object) => (result as { refused?: { code: string } }).refused?.code ?? 'PERMITTED';
const row = (kind: string, action: string) => PERMISSION_ROWS.find((one) => one.kind === kind && one.action === action)!;

describe('table of permissions', () => {
  it('lets in whom a row names, and nobody else', () => {
    for (const permission of PERMISSION_ROWS)
      for (const caller of everybody) {
        const named = rolesFor(permission, caller.provider === undefined ? 'scheme' : 'own').includes(caller.role);
        expect([permission.kind, permission.action, caller.role, 'permitted' in attempt(caller, permission)]).toEqual([
          permission.kind,
          permission.action,
          caller.role,
          named,
        ]);
      }
  });

  it('gives every role the scopes that its rows ask for', () => {
    for (const permission of PERMISSION_ROWS)
      for (const side of ['own', 'scheme'] as const)
        for (const role of rolesFor(permission, side)) {
          const scopes = scopesFor(permission, side);
          if (sidesOf(role).includes(side) && scopes.length > 0)
            expect(scopes.filter((scope) => ROLE_SCOPES[role].includes(scope))).not.toEqual([]);
        }
  });

  it('has a token without the scope refused, whatever its role', () => {
    for (const permission of PERMISSION_ROWS)
      for (const caller of everybody) {
        if (scopesFor(permission, caller.provider === undefined ? 'scheme' : 'own').length === 0) continue;
        expect(code(attempt({ ...caller, scopes: new Set() }, permission))).toBe('MISSING_SCOPE');
      }
  });

  it('never lets a machine decide, a regulator see an identity, an auditor change anything or an administrator see a customer', () => {
    const allowed = (role: Role) => PERMISSION_ROWS.filter((one) => [...rolesFor(one, 'own'), ...rolesFor(one, 'scheme')].includes(role));
    const decisions = /^(decide|assess|grant|attest|judge|propose|confirm|erase|suspend|close|complete)/;
    for (const role of MACHINE_ROLES) expect(allowed(role).filter(({ action }) => decisions.test(action))).toEqual([]);
    for (const role of ['regulator-reviewer', 'regulator-lead', 'oversight'] as const)
      expect(allowed(role).filter(({ scopes }) => JSON.stringify(scopes).includes('identity'))).toEqual([]);
    const reading = /^(read|repeat|end-own-sessions)/;
    expect(allowed('auditor').filter(({ action }) => !reading.test(action))).toEqual([]);
    const reads = PERMISSION_ROWS.filter(({ action, kind, scheme }) => /^read/.test(action) && kind !== 'webhook' && scheme !== undefined);
    expect(reads.filter((one) => !rolesFor(one, 'scheme').includes('auditor'))).toEqual([]);
    expect(allowed('administrator').map(({ kind }) => kind)).toEqual(
      expect.not.arrayContaining(['customer', 'customer-identity', 'document', 'party', 'match', 'usage-total', 'identity-read']),
    );
  });

  it('keeps from every role of a provider what the scheme alone knows', () => {
    for (const one of PERMISSION_ROWS.filter(({ kind }) => kind.startsWith('party'))) expect(rolesFor(one, 'own')).toEqual([]);
  });
});

describe('what may be done to a record', () => {
  const analyst = callerOf('compliance-analyst', 'alpha', { person: 'ana' });

  it("ends at the provider's own records, as if there were no others", () => {
    expect(code(isPermitted(analyst, 'customer', 'amend', { provider: 'alpha' }))).toBe('PERMITTED');
    expect(code(isPermitted(analyst, 'customer', 'amend', { provider: 'beta' }))).toBe('RECORD_UNKNOWN');
    expect(code(isPermitted(analyst, 'customer', 'amend', { provider: undefined }))).toBe('RECORD_UNKNOWN');
    expect(code(isPermitted(callerOf('auditor', undefined), 'customer', 'read', { provider: 'beta' }))).toBe('PERMITTED');
  });

  it('depends on its state where the row says so, and is refused when nobody knows the state', () => {
    const decide = (state?: string) =>
      code(
        isPermitted(analyst, 'verification', 'decide', {
          provider: 'alpha',
          earlierActors: [],
          ...(state === undefined ? {} : { state }),
        }),
      );
    expect([decide('proposed'), decide('PROPOSED'), decide('decided'), decide()]).toEqual([
      'PERMITTED',
      'PERMITTED',
      'STATE_FORBIDS',
      'STATE_FORBIDS',
    ]);
  });

  it('takes another person where the row says so, by the person and not by the token, and is refused when nobody knows who came before', () => {
    const decide = (earlierActors?: string[], caller = analyst) =>
      code(
        isPermitted(caller, 'verification', 'decide', {
          provider: 'alpha',
          state: 'proposed',
          ...(earlierActors ? { earlierActors } : {}),
        }),
      );
    expect(decide(['bob'])).toBe('PERMITTED');
    expect(decide(['bob', 'ana'])).toBe('SAME_PERSON');
    expect(decide(['ana'], { ...analyst, subject: 'another-client-of-hers' })).toBe('SAME_PERSON');
    expect(decide()).toBe('SAME_PERSON');
  });

  it.each([
    ['provider', 'alpha', 'list', 'import', 'MISSING_SCOPE'],
    ['provider', 'alpha', 'provider', 'register', 'OPERATOR_ONLY'],
    ['operator', undefined, 'cluster', 'register', 'TENANT_REQUIRED'],
    ['provider', 'alpha', 'document', 'decide', 'FORBIDDEN_ROLE'],
    ['compliance-analyst', 'alpha', 'party', 'judge', 'FORBIDDEN_ROLE'],
  ] as const)('says to a %s of %s who asks for %s/%s: %s', (role, provider, kind, action, expected) => {
    expect(code(attempt(callerOf(role, provider), row(kind, action)))).toBe(expected);
  });
});
