import { type RegistryUnderTest, startRegistry } from '../test/registry.fixture.js';

const CLUSTER = {
  site: 'berlin-2',
  accelerator: 'a100',
  accelerators: 1024,
  acceleratorsPerNode: 8,
  interconnectGbps: 400,
  inServiceFrom: '2026-01-01',
};

describe('registering facilities', () => {
  let registry: RegistryUnderTest;
  beforeAll(async () => {
    registry = await startRegistry();
  }, 60_000);
  afterAll(() => registry.stop());

  const put = (path: string, body: unknown) => registry.call('north', 'PUT', path, body);

  it('makes a cluster, its site, and an event for each', async () => {
    const { status, body } = await put('/v1/clusters/one', CLUSTER);
    expect(status).toBe(201);
    expect(body).toEqual({
      provider: 'north',
      id: 'one',
      site: 'berlin-2',
      accelerator: expect.stringContaining('A100'),
      accelerators: 1024,
      acceleratorsPerNode: 8,
      interconnectGbps: 400,
      peakOpsPerSecond: '319488000000000000',
      peakFormat: 'BF16',
      inServiceFrom: '2026-01-01T00:00:00.000Z',
      version: 1,
      recordedAt: '2026-01-01T00:00:00.000Z',
      recordedBy: 'north-client',
    });
    const [site, cluster] = await registry.events();
    expect(site).toMatchObject({ id: 'site/north/berlin-2/1', fact: { case: 'site', value: { provider: 'north', id: 'berlin-2' } } });
    expect(cluster).toMatchObject({
      id: 'cluster/north/one/1',
      recordedBy: 'north-client',
      fact: { case: 'cluster', value: { provider: 'north', id: 'one', accelerators: 1024, inServiceFromMs: 1767225600000n } },
    });
    expect(cluster!.fact.value).not.toHaveProperty('inServiceToMs', expect.anything());
  });

  it('takes the same registration again without a new version or event', async () => {
    const before = (await registry.events()).length;
    const { status, body } = await put('/v1/clusters/one', { ...CLUSTER, inServiceFrom: '2026-01-01T01:00+01:00' });
    expect([status, body.version]).toEqual([200, 1]);
    await put('/v1/sites/marker', {});
    expect(await registry.events()).toHaveLength(before + 1);
  });

  it('keeps what a correction corrects, and says who recorded it when', async () => {
    registry.clock.nowMs += 3_600_000;
    const { status, body } = await put('/v1/clusters/one', { ...CLUSTER, accelerators: 2048, inServiceTo: '2027-01-01' });
    expect([status, body.version, body.recordedAt]).toEqual([200, 2, '2026-01-01T01:00:00.000Z']);
    const history = await registry.call('north', 'GET', '/v1/clusters/one/history');
    expect(history.body.map((fact: { version: number; accelerators: number }) => [fact.version, fact.accelerators])).toEqual([
      [1, 1024],
      [2, 2048],
    ]);
    const standing = await registry.call('north', 'GET', '/v1/clusters/one');
    expect(standing.body).toEqual(history.body[1]);
  });

  it('does not lose the name of a site when a cluster names it', async () => {
    expect((await put('/v1/sites/paris-1', { name: 'Paris 1', country: 'FR' })).status).toBe(201);
    await put('/v1/clusters/two', { ...CLUSTER, site: 'paris-1' });
    expect((await registry.call('north', 'GET', '/v1/sites/paris-1')).body).toMatchObject({ name: 'Paris 1', country: 'FR', version: 1 });
  });

  it('registers meters, with a URI as source too', async () => {
    const source = 'https://meters.north.example/rack/7';
    const path = `/v1/meters/${encodeURIComponent(source)}`;
    const { status, body } = await put(path, { cluster: 'one', expectedIntervalSeconds: 60 });
    expect([status, body.source, body.cluster]).toEqual([201, source, 'one']);
    expect((await registry.call('north', 'GET', path)).body.expectedIntervalSeconds).toBe(60);
    expect((await registry.call('oversight', 'GET', `/v1/meters/${encodeURIComponent(`north/${source}`)}`)).body.source).toBe(
      `north/${source}`,
    );
    expect((await put('/v1/meters/empty', {})).status).toBe(201);
  });

  it('takes null for a field that is left out', async () => {
    const nothing = { acceleratorsPerNode: null, interconnectGbps: null, inServiceTo: null, assumption: null };
    const cluster = await put('/v1/clusters/nulls', { ...CLUSTER, ...nothing });
    expect(cluster.status).toBe(201);
    expect(Object.keys(cluster.body)).not.toEqual(expect.arrayContaining(['inServiceTo']));
    const meter = await put('/v1/meters/nulls', { cluster: null, publicKey: null, expectedIntervalSeconds: null });
    expect([meter.status, Object.keys(meter.body)]).toEqual([201, ['provider', 'source', 'version', 'recordedAt', 'recordedBy']]);
    expect((await put('/v1/sites/nulls', { name: null, country: null })).status).toBe(201);
    expect((await put('/v1/clusters/nulls', { ...CLUSTER, accelerators: null })).body.code).toBe('INVALID_INPUT');
  });

  it('refuses each kind of bad input by its own code, and records nothing of it', async () => {
    const refusals: [string, unknown, number, string][] = [
      ['/v1/clusters/bad', { ...CLUSTER, accelerator: 'A10O' }, 422, 'UNKNOWN_ACCELERATOR'],
      ['/v1/clusters/bad', { ...CLUSTER, accelerators: 0 }, 422, 'ACCELERATORS_OUT_OF_RANGE'],
      ['/v1/clusters/bad', { ...CLUSTER, acceleratorsPerNode: 2000 }, 422, 'ACCELERATORS_PER_NODE_OUT_OF_RANGE'],
      ['/v1/clusters/bad', { ...CLUSTER, accelerators: 4 }, 422, 'ACCELERATORS_PER_NODE_ABOVE_TOTAL'],
      ['/v1/clusters/bad', { ...CLUSTER, interconnectGbps: -1 }, 422, 'INTERCONNECT_OUT_OF_RANGE'],
      ['/v1/clusters/bad', { ...CLUSTER, inServiceFrom: '1.1.2026' }, 422, 'TIME_MALFORMED'],
      ['/v1/clusters/bad', { ...CLUSTER, inServiceTo: '2026-01-01' }, 422, 'SERVICE_INTERVAL_EMPTY'],
      ['/v1/clusters/bad', { ...CLUSTER, site: ' ' }, 422, 'ID_MALFORMED'],
      ['/v1/clusters/a%2Fb', CLUSTER, 422, 'ID_MALFORMED'],
      [`/v1/clusters/${'x'.repeat(129)}`, CLUSTER, 422, 'ID_MALFORMED'],
      ['/v1/clusters/a%00b', CLUSTER, 422, 'ID_MALFORMED'],
      ['/v1/clusters/bad', { ...CLUSTER, acelerators: 4 }, 400, 'INVALID_INPUT'],
      ['/v1/clusters/bad', { ...CLUSTER, accelerators: '1024' }, 400, 'INVALID_INPUT'],
      ['/v1/clusters/bad', { ...CLUSTER, accelerators: 1.5 }, 400, 'INVALID_INPUT'],
      ['/v1/clusters/bad', undefined, 400, 'INVALID_INPUT'],
      ['/v1/clusters/bad', [], 400, 'INVALID_INPUT'],
      ['/v1/sites/bad', { country: 'de' }, 422, 'COUNTRY_MALFORMED'],
      ['/v1/sites/bad', { name: 'x'.repeat(201) }, 422, 'TEXT_MALFORMED'],
      ['/v1/meters/bad', { cluster: 'never-registered' }, 422, 'UNKNOWN_CLUSTER'],
      ['/v1/meters/bad', { publicKey: 'AAAA' }, 422, 'PUBLIC_KEY_NOT_ED25519'],
      ['/v1/meters/bad', { expectedIntervalSeconds: 0 }, 422, 'EXPECTED_INTERVAL_OUT_OF_RANGE'],
      ['/v1/meters/%20bad', {}, 422, 'ID_MALFORMED'],
    ];
    const before = (await registry.events()).length;
    for (const [path, body, status, code] of refusals) {
      const answer = await put(path, body);
      expect([path, answer.status, answer.body.code]).toEqual([path, status, code]);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
    for (const path of ['/v1/clusters/bad', '/v1/clusters/bad/history', '/v1/sites/bad', '/v1/meters/bad']) {
      expect((await registry.call('north', 'GET', path)).status).toBe(404);
    }
    expect(await registry.events()).toHaveLength(before);
  });

  it('counts versions without a gap when the same cluster is corrected from many sides at once', async () => {
    const corrections = Array.from({ length: 20 }, (_, n) => put('/v1/clusters/busy', { ...CLUSTER, accelerators: 100 + n }));
    const answers = await Promise.all(corrections);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const { body } = await registry.call('north', 'GET', '/v1/clusters/busy/history');
    expect(body.map(({ version }: { version: number }) => version)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    const expected = body.map(({ accelerators }: { accelerators: number }) => accelerators);
    const all = (await registry.events()).flatMap(({ fact }) =>
      fact.case === 'cluster' && fact.value.id === 'busy' ? [fact.value.accelerators] : [],
    );
    expect(all).toEqual(expected);
  });

  it('lists page by page, each thing once', async () => {
    for (let n = 0; n < 5; n++) await registry.call('south', 'PUT', `/v1/sites/s${n}`, {});
    const seen: string[] = [];
    let path = '/v1/sites?limit=2';
    for (let pages = 0; path !== '' && pages < 10; pages++) {
      const { body, headers } = await registry.call('south', 'GET', path);
      seen.push(...body.map(({ id }: { id: string }) => id));
      path = /<(.*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? '';
    }
    expect(seen).toEqual(['s0', 's1', 's2', 's3', 's4']);
    expect((await registry.call('south', 'GET', '/v1/sites?limit=0')).body.code).toBe('INVALID_INPUT');
  });
});
