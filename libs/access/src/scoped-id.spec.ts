import type { Caller } from './caller.js';
import { resolveProvider, resolveScopedId, tenantOf } from './scoped-id.js';

const alpha: Caller = { subject: 'a', provider: 'alpha', role: 'provider', scopes: new Set() };
const beta: Caller = { ...alpha, subject: 'b', provider: 'beta' };
const operator: Caller = { subject: 'o', provider: undefined, role: 'operator', scopes: new Set() };
const oversight: Caller = { ...operator, role: 'oversight' };
const code = (result: object) => (result as { refused?: { code: string } }).refused?.code;

describe('ids within a tenant', () => {
  it("are a provider's own when it writes them plainly", () => {
    expect(resolveScopedId(alpha, 'gpu-1')).toEqual({ provider: 'alpha', id: 'gpu-1' });
    expect(resolveScopedId(beta, 'gpu-1')).toEqual({ provider: 'beta', id: 'gpu-1' });
  });

  it("cannot name another provider's thing, from either side", () => {
    expect(resolveScopedId(alpha, 'beta/team')).toEqual({ provider: 'alpha', id: 'beta/team' });
    expect(resolveScopedId(beta, 'alpha/team')).toEqual({ provider: 'beta', id: 'alpha/team' });
    expect(code(resolveScopedId(alpha, 'beta/gpu-1', { slashes: 'never' }))).toBe('OTHER_TENANT');
    expect(code(resolveScopedId(beta, 'alpha/gpu-1', { slashes: 'never' }))).toBe('OTHER_TENANT');
    expect(code(resolveProvider(alpha, 'beta'))).toBe('OTHER_TENANT');
    expect(code(resolveProvider(beta, 'alpha'))).toBe('OTHER_TENANT');
  });

  it("may carry the provider's own name where an id holds no slash", () => {
    expect(resolveScopedId(alpha, 'alpha/gpu-1', { slashes: 'never' })).toEqual({ provider: 'alpha', id: 'gpu-1' });
  });

  it.each([operator, oversight])('name their provider for who may see several', (caller) => {
    expect(resolveScopedId(caller, 'alpha/team/a')).toEqual({ provider: 'alpha', id: 'team/a' });
    for (const raw of ['gpu-1', '/gpu-1', 'alpha/', 'Alpha/gpu-1'])
      expect(code(resolveScopedId(caller, raw))).toBe('PROVIDER_PREFIX_MISSING');
    expect(resolveProvider(caller, 'beta')).toEqual({ provider: 'beta' });
    expect(code(resolveProvider(caller, undefined))).toBe('PROVIDER_PREFIX_MISSING');
  });

  it('belong to nobody when nobody is the tenant', () => {
    expect(resolveProvider(alpha, undefined)).toEqual({ provider: 'alpha' });
    expect(tenantOf(beta)).toBe('beta');
    expect(() => tenantOf(operator)).toThrow('speaks for no provider');
  });
});
