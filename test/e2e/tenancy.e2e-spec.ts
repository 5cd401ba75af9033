import { type Client, request } from './harness/client.js';
import { ReflectedService } from './harness/grpc-reflection.js';
import { Tidemark } from './harness/tidemark.js';
import { cluster, fateOf, record, registerCluster, report } from './harness/usage.js';

const UNAUTHENTICATED = 16;
const PERMISSION_DENIED = 7;
const NOT_FOUND = 5;

/** Two providers who compete, and the operator: who may do what, asked from each side. */
describe('tenancy', () => {
  let tidemark: Tidemark;
  const who: Record<string, Client> = {};

  beforeAll(async () => {
    tidemark = await Tidemark.started('--empty');
    who.operator = await tidemark.as('operator');
    for (const provider of ['alpha', 'beta']) {
      const client = await tidemark.makeProvider(provider);
      who[provider] = client;
      await registerCluster(client, 'c1');
      await client.put(`/v1/clusters/of-${provider}`, cluster());
      await client.put(`/v1/meters/m-${provider}`, { cluster: 'c1' });
      await client.report(
        report({ source: `m-${provider}`, records: [record({ account: `acct-${provider}`, count: provider === 'alpha' ? 1 : 2 })] }),
      );
      await fateOf(client, `m-${provider}`, 1, 1);
    }
  }, 150_000);
  afterAll(() => tidemark?.remove(), 60_000);

  const codeOf = async (name: string, path: string) => {
    const { status, body } = await who[name]!.get(path);
    return [status, body.code];
  };

  describe.each([
    ['alpha', 'beta'],
    ['beta', 'alpha'],
  ])('%s, who wants what is of %s', (own, other) => {
    it.each([
      ['totals of the provider', `/v1/totals?scope=provider&id=${other}`, 403, 'OTHER_TENANT'],
      ['totals of a cluster, written out', `/v1/totals?scope=cluster&id=${other}/of-${other}`, 403, 'OTHER_TENANT'],
      ['totals of a cluster, as if it were its own', `/v1/totals?scope=cluster&id=of-${other}`, 404, 'UNKNOWN_SCOPE'],
      ['totals of an account', `/v1/totals?scope=account&id=acct-${other}`, 404, 'UNKNOWN_SCOPE'],
      // An account or a source may hold a slash: written out like this it is an id of its own, which it does not have.
      ['totals of an account, written out', `/v1/totals?scope=account&id=${other}/acct-${other}`, 404, 'UNKNOWN_SCOPE'],
      ['a report', `/v1/reports/m-${other}/1/1`, 404, 'REPORT_UNKNOWN'],
      ['a report, written out', `/v1/reports/${other}%2Fm-${other}/1/1`, 404, 'REPORT_UNKNOWN'],
      ['the counts of a source', `/v1/conservation?source=m-${other}`, 404, 'UNKNOWN_SOURCE'],
      ['the counts of a source, written out', `/v1/conservation?source=${other}/m-${other}`, 404, 'UNKNOWN_SOURCE'],
      ['findings of a source', `/v1/findings?source=${other}/m-${other}`, 404, 'UNKNOWN_SOURCE'],
      ['a cluster', `/v1/clusters/of-${other}`, 404, 'CLUSTER_NOT_FOUND'],
      ['a meter', `/v1/meters/m-${other}`, 404, 'METER_NOT_FOUND'],
      ['the provider', `/v1/providers/${other}`, 404, 'PROVIDER_NOT_FOUND'],
    ])('%s', async (_, path, status, code) => {
      expect(await codeOf(own, path)).toEqual([status, code]);
    });

    it('lists hold its own alone', async () => {
      const clusters = (await who[own]!.get('/v1/clusters')).body;
      expect(clusters.map(({ provider, id }: Record<string, string>) => [provider, id])).toEqual([
        [own, 'c1'],
        [own, `of-${own}`],
      ]);
      const { body } = await who[own]!.get('/v1/conservation');
      expect(body.sources.map(({ provider, source }: Record<string, string>) => [provider, source])).toEqual([[own, `m-${own}`]]);
      const postings = (await who[own]!.get('/v1/postings')).text.trim().split('\n');
      expect(postings.map((line) => JSON.parse(line).provider)).toEqual([own]);
      expect((await who[own]!.get('/v1/providers')).body.map(({ id }: { id: string }) => id)).toEqual([own]);
    });

    it('a cluster of the same name is its own', async () => {
      const { body } = await who[own]!.get('/v1/totals?scope=cluster&id=c1');
      expect([body.provider, body.acceleratorHours]).toEqual([own, own === 'alpha' ? '1.0' : '2.0']);
    });

    it('cannot write under another name: the token is the tenant, whatever the payload says', async () => {
      const { status, body } = await who[own]!.report(report({ source: `${other}/m-${other}`, records: [record({ cluster: 'nowhere' })] }));
      expect([status, body.provider, body.source]).toEqual([202, own, `${other}/m-${other}`]);
      expect((await who[own]!.report({ ...report({ source: 'm-payload' }), provider: other })).body.code).toBe('UNKNOWN_REPORT_FIELD');
      expect((await who[own]!.put(`/v1/providers/${own}`, { name: 'ours' })).body.code).toBe('OPERATOR_ONLY');
      expect((await who[own]!.put('/v1/accelerator-aliases/ours', { model: 'NVIDIA H100 SXM5 80GB' })).body.code).toBe('OPERATOR_ONLY');
      expect((await who[own]!.send('POST', `/v1/providers/${other}/secrets`)).body.code).toBe('OPERATOR_ONLY');
    });
  });

  it('the operator sees both, writes their names out, and reports no usage', async () => {
    for (const [provider, hours] of [
      ['alpha', '1.0'],
      ['beta', '2.0'],
    ])
      expect((await who.operator!.get(`/v1/totals?scope=cluster&id=${provider}/c1`)).body.acceleratorHours).toBe(hours);
    expect(await codeOf('operator', '/v1/totals?scope=cluster&id=c1')).toEqual([400, 'PROVIDER_PREFIX_MISSING']);
    const { body } = await who.operator!.get('/v1/conservation');
    expect(new Set(body.sources.map(({ provider }: { provider: string }) => provider))).toEqual(new Set(['alpha', 'beta']));
    const { status, body: refused } = await request(`${tidemark.origin}/v1/reports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await who.operator!.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify(report()),
    });
    expect([status, ['TENANT_REQUIRED', 'MISSING_SCOPE']]).toEqual([403, expect.arrayContaining([refused.code])]);
    expect((await who.operator!.put('/v1/clusters/x', cluster())).body.code).toBe('TENANT_REQUIRED');
  });

  it('who may oversee may not change anything', async () => {
    const scope = 'oversight:read';
    expect((await who.operator!.get('/v1/totals?scope=provider&id=beta', scope)).status).toBe(200);
    for (const answer of [
      await who.operator!.put('/v1/providers/gamma', {}, scope),
      await who.operator!.put('/v1/accelerator-aliases/x', { model: 'NVIDIA H100 SXM5 80GB' }, scope),
      await who.operator!.report(report(), scope),
    ])
      expect([answer.status, answer.body.code]).toEqual([403, 'MISSING_SCOPE']);
  });

  it.each([
    ['usage:read', 'POST', '/v1/reports'],
    ['usage:read', 'POST', '/v1/events'],
    ['usage:read', 'PUT', '/v1/clusters/x'],
    ['usage:write', 'GET', '/v1/totals?scope=provider'],
    ['usage:write', 'GET', '/v1/conservation'],
    ['usage:write', 'GET', '/v1/reports/m-alpha/1/1'],
    ['usage:write', 'GET', '/v1/findings'],
    ['usage:write', 'GET', '/v1/postings'],
    ['usage:write', 'GET', '/v1/clusters'],
    ['usage:write', 'PUT', '/v1/meters/m-alpha'],
    ['facility:write', 'POST', '/v1/reports'],
    ['facility:write', 'GET', '/v1/totals?scope=provider'],
  ])('a token for %s alone does not do: %s %s', async (scope, method, path) => {
    const json = { 'content-type': 'application/json' };
    const { status, body } = await who.alpha!.send(method, path, method === 'GET' ? undefined : JSON.stringify(report()), json, scope);
    expect([status, body.code]).toEqual([403, 'MISSING_SCOPE']);
  });

  it('a client cannot ask for a right that it does not have', async () => {
    await expect(who.alpha!.token('oversight:read')).rejects.toThrow('invalid_scope');
  });

  it.each(['', 'Basic YTpi', 'Bearer', 'Bearer nonsense', 'Bearer a.b.c', 'changed'])(
    'without a good token ("%s") nothing opens',
    async (given) => {
      const good = await who.alpha!.token();
      const authorization = given === 'changed' ? `Bearer ${good.slice(0, -6)}AAAAAA` : given;
      for (const path of ['/v1/totals?scope=provider', '/v1/clusters', '/v1/accelerators', '/v1/findings', '/v1/providers']) {
        const { status, body, headers } = await request(`${tidemark.origin}${path}`, {
          headers: authorization === '' ? {} : { authorization },
        });
        expect([path, status]).toEqual([path, 401]);
        expect(body.code).toMatch(/^TOKEN_(MISSING|INVALID)$/);
        expect(headers.get('www-authenticate')).toContain('Bearer');
      }
      const post = await request(`${tidemark.origin}/v1/reports`, { method: 'POST', headers: { authorization }, body: '{}' });
      expect(post.status).toBe(401);
    },
  );

  it('gRPC says the same', async () => {
    const intake = await ReflectedService.of(tidemark.grpc, 'tidemark.usage.v1.UsageIntake');
    const stream = async (token?: string) => {
      const call = intake.open('Report', token === undefined ? {} : { authorization: `Bearer ${token}` });
      await call.ask(report()).catch(() => undefined);
      const error = await call.end();
      return [error?.code, error?.details.split(/[ :]/)[0]];
    };
    expect(await stream()).toEqual([UNAUTHENTICATED, 'TOKEN_MISSING']);
    expect(await stream('nonsense')).toEqual([UNAUTHENTICATED, 'TOKEN_INVALID']);
    expect(await stream(await who.alpha!.token('usage:read'))).toEqual([PERMISSION_DENIED, 'MISSING_SCOPE']);
    expect((await stream(await who.operator!.token()))[0]).toBe(PERMISSION_DENIED);
    intake.close();

    const ledger = await ReflectedService.of(tidemark.grpc, 'tidemark.ledger.v1.Ledger');
    const totals = async (name: string, id: string) => {
      const authorization = `Bearer ${await who[name]!.token()}`;
      const asked = ledger.ask('GetTotals', { scope: 'cluster', id }, { authorization });
      return asked.then(
        ({ total }) => total.acceleratorHours,
        ({ code, details }) => [code, details.split(/[ :]/)[0]],
      );
    };
    expect(await totals('alpha', 'c1')).toBe('1.0');
    expect(await totals('alpha', 'of-beta')).toEqual([NOT_FOUND, 'UNKNOWN_SCOPE']);
    expect(await totals('alpha', 'beta/c1')).toEqual([PERMISSION_DENIED, 'OTHER_TENANT']);
    expect(await totals('beta', 'alpha/c1')).toEqual([PERMISSION_DENIED, 'OTHER_TENANT']);
    expect(await totals('operator', 'beta/c1')).toBe('2.0');
    ledger.close();
  });
});
