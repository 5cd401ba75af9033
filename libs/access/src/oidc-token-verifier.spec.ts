import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestIssuer, type TestIssuer } from '@tidemark/testing';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { OidcTokenVerifier } from './oidc-token-verifier.js';

const audience = 'urn:tidemark:api';
const nowSeconds = () => Math.floor(Date.now() / 1000);

describe('token verifier', () => {
  let issuer: TestIssuer;
  let verifier: OidcTokenVerifier;

  beforeEach(async () => {
    issuer = await startTestIssuer();
    verifier = new OidcTokenVerifier({ issuer: issuer.issuer, audience });
  });
  afterEach(() => issuer.stop());

  const outcome = async (token: string) => {
    const result = await verifier.verify(token);
    return 'caller' in result ? result.caller : result.refused.code;
  };
  const verdict = async (claims: JWTPayload) => outcome(await issuer.token(claims));

  it('reads the tenant, the role and the scopes it knows', async () => {
    expect(
      await verdict({ sub: 'c1', tidemark_provider: 'alpha', tidemark_role: 'provider', scope: 'usage:write usage:read other' }),
    ).toEqual({
      subject: 'c1',
      provider: 'alpha',
      role: 'provider',
      scopes: new Set(['usage:write', 'usage:read']),
    });
    expect(await verdict({ tidemark_role: 'operator', scp: ['facility:write'] })).toMatchObject({
      role: 'operator',
      provider: undefined,
      scopes: new Set(['facility:write']),
    });
  });

  it('takes a tenant without a role as a provider, and nobody without both', async () => {
    expect(await verdict({ tidemark_provider: 'alpha' })).toMatchObject({ role: 'provider', provider: 'alpha' });
    expect(await verdict({})).toBe('TOKEN_WITHOUT_ROLE');
    expect(await verdict({ tidemark_role: 'root', tidemark_provider: 'alpha' })).toBe('TOKEN_WITHOUT_ROLE');
    expect(await verdict({ tidemark_role: 'provider' })).toBe('TOKEN_WITHOUT_TENANT');
    expect(await verdict({ tidemark_role: 'provider', tidemark_provider: 'Alpha/../beta' })).toBe('TOKEN_WITHOUT_TENANT');
    expect(await verdict({ tidemark_role: 'provider', tidemark_provider: ['alpha'] })).toBe('TOKEN_WITHOUT_TENANT');
  });

  it('refuses another audience, another issuer, the past and the future', async () => {
    const good = { tidemark_provider: 'alpha' };
    expect(await verdict({ ...good, aud: 'urn:other' })).toBe('TOKEN_WRONG_AUDIENCE');
    expect(await verdict({ ...good, aud: undefined })).toBe('TOKEN_WRONG_AUDIENCE');
    expect(await verdict({ ...good, iss: 'http://elsewhere' })).toBe('TOKEN_INVALID');
    expect(await verdict({ ...good, exp: nowSeconds() - 60 })).toBe('TOKEN_EXPIRED');
    expect(await verdict({ ...good, exp: undefined })).toBe('TOKEN_INVALID');
    expect(await verdict({ ...good, nbf: nowSeconds() + 120 })).toBe('TOKEN_INVALID');
  });

  it('forgives a clock that is half a minute off', async () => {
    expect(await verdict({ tidemark_provider: 'alpha', exp: nowSeconds() - 10 })).toMatchObject({ provider: 'alpha' });
  });

  it('refuses what is unsigned, signed by a secret, changed, or no token', async () => {
    const claims = { tidemark_provider: 'alpha' };
    const unsigned = new UnsecuredJWT(claims)
      .setIssuer(issuer.issuer)
      .setAudience(audience)
      .setSubject('x')
      .setExpirationTime('5m')
      .encode();
    expect(await outcome(unsigned)).toBe('TOKEN_INVALID');
    const bySecret = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: '0' }).setIssuer(issuer.issuer).setAudience(audience);
    expect(await outcome(await bySecret.setSubject('x').setExpirationTime('5m').sign(Buffer.alloc(32)))).toBe('TOKEN_INVALID');
    const [header, , signature] = (await issuer.token(claims)).split('.');
    const [, otherBody] = (await issuer.token({ tidemark_provider: 'beta' })).split('.');
    expect(await outcome(`${header}.${otherBody}.${signature}`)).toBe('TOKEN_INVALID');
    expect(await outcome('not-a-token')).toBe('TOKEN_INVALID');
    expect(await outcome('a.b.c')).toBe('TOKEN_INVALID');
  });

  it('asks for the keys once for many tokens', async () => {
    for (let i = 0; i < 5; i++) await verdict({ sub: `c${i}`, tidemark_provider: 'alpha' });
    expect(issuer.keyRequests).toBe(1);
  });

  it('forgets a token it has seen when the token expires', async () => {
    let now = Date.now();
    verifier = new OidcTokenVerifier({ issuer: issuer.issuer, audience, now: () => now });
    const token = await issuer.token({ tidemark_provider: 'alpha', exp: Math.floor(now / 1000) + 60 });
    expect(await outcome(token)).toMatchObject({ provider: 'alpha' });
    now += 120_000;
    expect(await outcome(token)).toBe('TOKEN_EXPIRED');
  });

  it('says that the issuer is away, and lets in when it is back', async () => {
    const claims = { tidemark_provider: 'alpha' };
    const token = await issuer.token(claims);
    const nobody = createServer();
    await new Promise<void>((done) => nobody.listen(0, '127.0.0.1', done));
    const { port } = nobody.address() as AddressInfo;
    await new Promise((done) => nobody.close(done));
    verifier = new OidcTokenVerifier({ issuer: `http://127.0.0.1:${port}`, audience });
    expect(await outcome(token)).toBe('ISSUER_UNAVAILABLE');
    expect(await outcome(token)).toBe('ISSUER_UNAVAILABLE');
  });

  it('does not trust a discovery document that names another issuer', async () => {
    verifier = new OidcTokenVerifier({ issuer: issuer.issuer.replace('127.0.0.1', 'localhost'), audience });
    expect(await verdict({ tidemark_provider: 'alpha' })).toBe('ISSUER_UNAVAILABLE');
  });
});
