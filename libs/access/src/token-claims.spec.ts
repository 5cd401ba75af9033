import { type ClaimReading, callerFrom, TIDEMARK_CLAIMS } from './token-claims.js';

const outside: ClaimReading = {
  names: { role: 'realm_access.roles', provider: 'https://example.org/cloud', person: 'employee', authority: 'office' },
  roles: { 'kyc-analyst': 'compliance-analyst', 'kyc-lead': 'compliance-lead', audit: 'auditor' },
  acrValues: ['urn:mfa', '2'],
};
const verdict = (claims: object, reading = outside) => {
  const result = callerFrom({ sub: 's', scope: 'customers:read', ...claims }, reading);
  return 'caller' in result ? result.caller : result.refused.code;
};
const analyst = { realm_access: { roles: ['offline_access', 'kyc-analyst'] }, 'https://example.org/cloud': 'alpha', acr: 'urn:mfa' };

describe('claims of an outside issuer', () => {
  it('are read by the names and words that it has for them', () => {
    expect(verdict({ ...analyst, employee: '4711' })).toEqual({
      subject: 's',
      person: '4711',
      role: 'compliance-analyst',
      provider: 'alpha',
      scopes: new Set(['customers:read']),
    });
    expect(verdict({ realm_access: { roles: 'audit' }, acr: '2' })).toMatchObject({ role: 'auditor', provider: undefined, person: 's' });
    expect(verdict({ realm_access: { roles: ['provider'] }, 'https://example.org/cloud': 'alpha' })).toMatchObject({ role: 'provider' });
  });

  it.each([
    ['two known roles', { ...analyst, realm_access: { roles: ['kyc-analyst', 'audit'] } }, 'TOKEN_WITHOUT_ROLE'],
    ['no known role', { ...analyst, realm_access: { roles: ['kyc'] } }, 'TOKEN_WITHOUT_ROLE'],
    ['a role of another claim', { ...analyst, realm_access: {}, tidemark_role: 'auditor', employee: '1' }, 'TOKEN_WITHOUT_ROLE'],
    ['a word that every object knows', { ...analyst, realm_access: { roles: ['constructor'] } }, 'TOKEN_WITHOUT_ROLE'],
    ['no second factor', { ...analyst, acr: 'urn:password' }, 'TOKEN_TOO_WEAK'],
    ['nothing about the second factor', { ...analyst, acr: undefined }, 'TOKEN_TOO_WEAK'],
    ['a provider that is none', { ...analyst, 'https://example.org/cloud': 'A/B' }, 'TOKEN_WITHOUT_TENANT'],
    ['a provider of null', { ...analyst, 'https://example.org/cloud': null }, 'TOKEN_WITHOUT_TENANT'],
    ['several providers', { ...analyst, 'https://example.org/cloud': ['alpha', 'beta'] }, 'TOKEN_WITHOUT_TENANT'],
  ])('with %s let nobody in', (_, claims, code) => {
    expect(verdict(claims)).toBe(code);
  });

  it('say which authority a regulator or auditor works for, and nobody else', () => {
    const as = (role: string, office: unknown, more = {}) => verdict({ ...analyst, realm_access: { roles: role }, office, ...more });
    const scheme = { 'https://example.org/cloud': undefined };
    for (const role of ['regulator-reviewer', 'regulator-lead', 'auditor'])
      expect(as(role, 'northern-office', scheme)).toMatchObject({ role, authority: 'northern-office' });
    expect(as('regulator-lead', undefined, scheme)).not.toHaveProperty('authority');
    expect(as('administrator', 'northern-office', scheme)).not.toHaveProperty('authority');
    expect(as('compliance-analyst', 'northern-office')).not.toHaveProperty('authority');
  });

  it.each([null, '', 'A/B', 7, ['northern-office'], {}])('let no regulator in whose authority is %p', (office) => {
    const claims = { ...analyst, realm_access: { roles: 'regulator-lead' }, 'https://example.org/cloud': undefined, office };
    expect(verdict(claims)).toBe('TOKEN_WITHOUT_AUTHORITY');
  });

  it('never make a machine of a person whose role is missing', () => {
    const claims = { tidemark_provider: 'alpha', tidemark_person: 'p1' };
    expect(verdict(claims, TIDEMARK_CLAIMS)).toBe('TOKEN_WITHOUT_ROLE');
    expect(verdict({ tidemark_provider: 'alpha' }, TIDEMARK_CLAIMS)).toMatchObject({ role: 'provider' });
  });
});
