/**
 * The table of permissions, asked from outside: every route of /openapi.json, as every role. Once on an installation with its own issuer,
 * signed in as a person; once with an outside issuer, whose tokens have every scope, so that the role alone decides.
 */
import { PERMISSION_ROWS, permissionOf, ROLES, type Role, rolesFor, SCOPES, type Side, sidesOf } from '@tidemark/access';
import { startTestIssuer, type TestIssuer } from '@tidemark/testing';
import { acceptInvitation } from '../../apps/standalone/src/person-client/accept-invitation.js';
import { signIn } from '../../apps/standalone/src/person-client/person-sign-in.js';
import { request } from './harness/client.js';
import { ReflectedService } from './harness/grpc-reflection.js';
import { type Asker, ask, DENIALS, differences, type Route, routesOf } from './harness/permission-walk.js';
import { Tidemark } from './harness/tidemark.js';

const CELLS = ROLES.flatMap((role) => sidesOf(role).map((side) => ({ role, side })));
const providerOn = (side: Side): string | undefined => (side === 'own' ? 'alpha' : undefined);
const LEDGER = 'tidemark.ledger.v1.Ledger';
const FACILITIES = 'tidemark.facility.v1.FacilityRegistry';
const CUSTOMERS = 'tidemark.customer.v1.CustomerRegistry';
/** Calls with one answer; those with many are held to the same guard. */
const GRPC = [
  [LEDGER, 'GetTotals', 'usage-total', 'read'],
  [LEDGER, 'GetConservation', 'conservation', 'read'],
  [LEDGER, 'GetReport', 'usage-report', 'read'],
  [LEDGER, 'ListFindings', 'finding', 'read'],
  [FACILITIES, 'ListClusters', 'cluster', 'read'],
  [FACILITIES, 'ListMeters', 'meter', 'read'],
  [FACILITIES, 'ListAccelerators', 'catalogue', 'read'],
  [CUSTOMERS, 'Snapshot', 'customer', 'snapshot'],
] as const;
/** Methods that answer in parts. */
const STREAMED: ReadonlySet<string> = new Set(['Snapshot']);
const [OK, PERMISSION_DENIED, UNAUTHENTICATED] = [0, 7, 16];
/** Customers have no account: the code of a notice opens that notice and nothing else. */
const BY_CODE = ['GET /v1/notices/{notice}', 'POST /v1/notices/{notice}/replies', 'POST /v1/notices/{notice}/appeals'];
const isByCode = ({ method, path }: Route): boolean => BY_CODE.includes(`${method} ${path}`);
const guardedRoutes = async (origin: string): Promise<Route[]> => (await routesOf(origin)).filter((route) => !isByCode(route));
const OPEN_PATHS = ['/health/live', '/health/ready', '/metrics', '/openapi.json'];

describe('permissions, with the embedded issuer', () => {
  let tidemark: Tidemark;
  let routes: Route[];
  const askers: Asker[] = [];

  beforeAll(async () => {
    tidemark = await Tidemark.started('--empty');
    routes = await guardedRoutes(tidemark.origin);
    const alpha = await tidemark.makeProvider('alpha');
    askers.push({ role: 'provider', side: 'own', provider: 'alpha', token: await alpha.token() });
    askers.push({ role: 'operator', side: 'scheme', provider: undefined, token: await (await tidemark.as('operator')).token() });
    const admin = await personToken(tidemark, 'admin');
    for (const { role, side } of CELLS.filter(({ role }) => !['provider', 'operator', 'oversight'].includes(role)))
      askers.push({ role, side, provider: providerOn(side), token: await invited(tidemark, admin, role, providerOn(side)) });
  }, 150_000);
  afterAll(() => tidemark?.remove(), 60_000);

  it('every route names a row of the table', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.filter(({ permission }) => !permission).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('nobody gets in without a token, and only what says nothing of anybody is open', async () => {
    for (const route of routes)
      expect([route.path, (await ask(tidemark.origin, route, { provider: undefined })).status]).toEqual([route.path, 401]);
    for (const path of OPEN_PATHS) expect((await request(`${tidemark.origin}${path}`)).status).toBe(200);
  });

  it('what a code opens is not found without it, whoever asks', async () => {
    const open = (await routesOf(tidemark.origin)).filter(isByCode);
    expect(open).toHaveLength(BY_CODE.length);
    for (const route of open)
      for (const token of [undefined, askers[0]!.token]) {
        const { status } = await ask(tidemark.origin, route, { provider: undefined }, token);
        expect([route.path, [400, 404].includes(status)]).toEqual([route.path, true]);
      }
  });

  it('every role on either side may do what the table says, and nothing else', async () => {
    expect(askers).toHaveLength(CELLS.length - 1);
    const lines: string[] = [];
    for (const asker of askers) lines.push(...(await differences(tidemark.origin, routes, asker)));
    expect(lines).toEqual([]);
  }, 300_000);
});

/** How the outside issuer speaks. */
const OUTSIDE = { TIDEMARK_OIDC_ROLES: 'kyc-analysts=compliance-analyst', TIDEMARK_OIDC_ACR: 'strong,stronger' };

describe('permissions, with an outside issuer whose tokens have every scope', () => {
  let tidemark: Tidemark;
  let issuer: TestIssuer;
  let routes: Route[];

  beforeAll(async () => {
    issuer = await startTestIssuer();
    Object.assign(process.env, OUTSIDE, { TIDEMARK_OIDC_ISSUER: issuer.issuer });
    tidemark = await Tidemark.started();
    routes = await guardedRoutes(tidemark.origin);
  }, 150_000);
  afterAll(async () => {
    for (const name of ['TIDEMARK_OIDC_ISSUER', ...Object.keys(OUTSIDE)]) delete process.env[name];
    await tidemark?.remove();
    await issuer?.stop();
  }, 60_000);

  const tokenOf = (role: string, provider: string | undefined, scope: string = SCOPES.join(' ')) =>
    issuer.token({
      sub: `${role}-1`,
      tidemark_role: role,
      scope,
      acr: 'strong',
      ...(provider === undefined ? {} : { tidemark_provider: provider }),
    });

  it.each(CELLS)('$role ($side)', async ({ role, side }) => {
    const provider = providerOn(side);
    const asker = { role, side, provider, token: await tokenOf(role, provider) };
    expect(await differences(tidemark.origin, routes, asker)).toEqual([]);
  });

  it.each(GRPC)('gRPC %s.%s: %s/%s', async (service, method, kind, action) => {
    const client = await ReflectedService.of(tidemark.grpc, service);
    const permission = permissionOf(kind, action);
    for (const { role, side } of CELLS) {
      const authorization = `Bearer ${await tokenOf(role, providerOn(side))}`;
      const asking = STREAMED.has(method) ? client.askForFirst(method, {}, { authorization }) : client.ask(method, {}, { authorization });
      const code = await asking.then(
        () => OK,
        (error: { code: number }) => error.code,
      );
      const allowed = rolesFor(permission, side).includes(role);
      expect([role, side, code === PERMISSION_DENIED || code === UNAUTHENTICATED]).toEqual([role, side, !allowed]);
    }
    client.close();
  });

  it('a token without scopes opens only what any token opens', async () => {
    for (const { role, side } of CELLS) {
      const provider = providerOn(side);
      const token = await tokenOf(role, provider, '');
      for (const route of routes) {
        const { scopes } = route.permission!;
        const { status, body } = await ask(tidemark.origin, route, { provider }, token);
        if (Array.isArray(scopes) && scopes.length === 0) continue;
        expect([role, route.method, route.path, status, body.code]).toEqual([role, route.method, route.path, 403, 'MISSING_SCOPE']);
      }
    }
  });

  it.each([
    ['root', 'alpha', 'TOKEN_WITHOUT_ROLE'],
    ['provider-engineer', undefined, 'TOKEN_WITHOUT_TENANT'],
    ['compliance-analyst', '', 'TOKEN_WITHOUT_TENANT'],
    ['compliance-analyst', 'Alpha/..', 'TOKEN_WITHOUT_TENANT'],
    ['auditor', 'alpha', 'TOKEN_OF_NO_PROVIDER'],
    ['administrator', 'alpha', 'TOKEN_OF_NO_PROVIDER'],
  ])('a token of the role %s at "%s" is nobody: %s', async (role, provider, code) => {
    const token = await tokenOf(role, provider);
    const { status, body } = await request(`${tidemark.origin}/v1/accelerators`, { headers: { authorization: `Bearer ${token}` } });
    expect([status, body.code]).toEqual([403, code]);
  });

  it('no denial says anything of what was asked for', async () => {
    const token = await tokenOf('provider', 'alpha');
    for (const route of routes) {
      const { status, body, text } = await ask(tidemark.origin, route, { provider: 'alpha' }, token);
      if (status !== 403) continue;
      expect(DENIALS).toContain(body.code);
      expect(text).not.toContain('00000000-0000');
    }
  });

  it("the issuer's own words for roles are understood, and a person who signed in too weakly is nobody", async () => {
    const claims = { sub: 'ana-1', tidemark_role: ['offline_access', 'kyc-analysts'], tidemark_provider: 'alpha', scope: 'customers:read' };
    const answer = async (over: object) => {
      const authorization = `Bearer ${await issuer.token({ ...claims, ...over })}`;
      const { status, body } = await request(`${tidemark.origin}/v1/customers`, { headers: { authorization } });
      return [status, body.code];
    };
    expect(await answer({ acr: 'strong' })).toEqual([200, undefined]);
    expect(await answer({ acr: 'weak' })).toEqual([403, 'TOKEN_TOO_WEAK']);
    expect(await answer({ acr: 'strong', tidemark_role: ['offline_access'] })).toEqual([403, 'TOKEN_WITHOUT_ROLE']);
  });

  it('every row is asked by some route', () => {
    const asked = new Set(routes.map(({ permission }) => `${permission!.kind}/${permission!.action}`));
    const rows = PERMISSION_ROWS.map(({ kind, action }) => `${kind}/${action}`);
    expect(rows.filter((row) => !asked.has(row) && !ASKED_ELSEWHERE.some((other) => row.startsWith(other)))).toEqual([]);
  });
});

/**
 * People are the embedded issuer's; snapshots go by gRPC. Of what was served the row of its own kind is asked inside, once the kind is known
 * (test/casework asks each). Figures are no part of the document.
 */
const ASKED_ELSEWHERE = ['person/', 'customer/snapshot', 'suspension-order/acknowledge', 'notice/read', 'notice/forward', 'metrics/read'];

async function personToken(tidemark: Tidemark, username: string): Promise<string> {
  const { people } = await tidemark.credentials();
  const entry = people.find((person) => person.username === username);
  if (!entry) throw new Error(`credentials.json has nobody of the name ${username}`);
  return (await signIn(`${tidemark.origin}/oidc`, entry)).accessToken;
}

/** A new person of that role, invited by the administrator, signed in. */
async function invited(tidemark: Tidemark, admin: string, role: Role, provider: string | undefined): Promise<string> {
  const username = `${role}${provider === undefined ? '' : `-${provider}`}`;
  const { status, body } = await request(`${tidemark.origin}/v1/people`, {
    method: 'POST',
    headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
    body: JSON.stringify({ username, name: username, role, ...(provider === undefined ? {} : { provider }) }),
  });
  if (status !== 201) throw new Error(`${username} could not be invited: ${status} ${JSON.stringify(body)}`);
  const password = 'words enough for a test';
  const { totpSecret } = await acceptInvitation(body.invitation.url, password);
  return (await signIn(`${tidemark.origin}/oidc`, { username, password, totpSecret })).accessToken;
}
