import type { CallOptions } from '@tidemark/testing';
import { until } from '@tidemark/testing';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { resolved, standing, tellCustomers } from '../../test/intake.fixture.js';
import { type MonitorUnderTest, startMonitor } from '../../test/monitor.fixture.js';

const ROSA = 'rosa:regulator-reviewer::p-rosa';
const LEA = 'lea:regulator-lead::p-lea';
const ELSEWHERE = 'olga:regulator-lead::p-olga:elsewhere';
const NORTH = 'nils:compliance-lead:north:p-nils';
const SOUTH = 'sven:compliance-lead:south:p-sven';
const AUDITOR = 'tess:auditor::p-tess:audits';
const OTHER_AUDITOR = 'timo:auditor::p-timo:audits';
const DAY = 86_400_000;
const SECRET = 'Zwielicht';
const C_NORTH = '5d4f1f7e-9f6e-4f35-8a83-5d6f0f4a7f11';
const C_SOUTH = '5d4f1f7e-9f6e-4f35-8a83-5d6f0f4a7f22';
const iso = (ms: number) => new Date(ms).toISOString();

const DECLARATION = {
  language: 'en',
  signer: { role: 'Chief scientist', name: 'Ada Fjord' },
  models: [{ name: 'Aurora', type: 'language model', purpose: 'chat', capabilities: 'text', limitations: 'facts' }],
  compute: [
    {
      status: 'USED',
      site: 'Luleå',
      accelerator: 'H100-SXM',
      accelerators: 4096,
      from: '2025-10-01',
      to: '2025-11-01',
      flop: { figure: '1e24' },
    },
    {
      status: 'USED',
      site: 'Luleå',
      accelerator: 'H100-SXM',
      from: '2025-11-01',
      to: '2025-12-01',
      flop: { lower: '1e24', expected: '2e24', upper: '3e24' },
    },
    { status: 'PLANNED', site: 'Oslo', accelerator: 'H100-SXM', from: '2026-02-01', to: '2026-03-01', flop: { figure: '5e24' } },
  ],
  data: [{ source: 'web', nature: 'text' }],
  performance: [{ measure: 'MMLU', result: '0.8', howTaken: 'five shots' }],
  safety: [{ kind: 'SAFETY', measure: 'red team' }],
  incidentMonitoring: 'a desk, day and night',
  societalImpact: 'some jobs change',
};

describe('transparency declarations over HTTP', () => {
  let casework: CaseworkUnderTest;
  let monitor: MonitorUnderTest;
  const told: string[] = [];
  beforeAll(async () => {
    let now = () => 0;
    monitor = await startMonitor(() => now());
    casework = await startCasework({ TIDEMARK_MONITOR_GRPC: monitor.address, TIDEMARK_FACILITY_GRPC: monitor.address });
    now = () => casework.clock.nowMs;
    await tellCustomers(casework, [
      standing(C_NORTH, 'north'),
      resolved(C_NORTH, 'north', 'party-1'),
      standing(C_SOUTH, 'south'),
      resolved(C_SOUTH, 'south', 'party-1'),
    ]);
  }, 60_000);
  afterAll(async () => {
    await casework?.stop();
    monitor?.stop();
  });

  const call = async (as: string, method: string, path: string, options?: CallOptions) => {
    const answer = await casework.call(as, method, path, options);
    if (as.split(':')[2] || as === AUDITOR)
      told.push(`${JSON.stringify(answer.body)} ${JSON.stringify([...answer.headers])}`.replaceAll(path, ''));
    return answer;
  };
  const post = (as: string, path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
    call(as, 'POST', path, { body, headers });
  const done = async (answer: ReturnType<typeof call>) => {
    const { status, body } = await answer;
    expect([status < 300, body?.detail]).toEqual([true, undefined]);
    return body;
  };
  const openCase = async () => {
    const { case: id } = await done(
      post(ROSA, '/v1/cases', { matter: 'TRAINING_COMPUTE', subject: { kind: 'party', id: 'party-1' }, reason: `${SECRET} opened` }),
    );
    await done(post(ROSA, `/v1/cases/${id}/triage`, { reason: `${SECRET} triaged` }));
    return id as string;
  };
  const ask = async (id: string, provider = 'north', more: object = {}) => {
    const { made } = await done(
      post(ROSA, `/v1/cases/${id}/declaration-requests`, { provider, reason: `${SECRET} asks`, message: 'Please declare.', ...more }),
    );
    const [row] = await casework.everything<{ id: string }>('select id from served_item where part = $1', [made]);
    return { declaration: made as string, item: row!.id };
  };
  const declarationOf = async (id: string, declaration: string) =>
    (await call(ROSA, 'GET', `/v1/cases/${id}/declarations`)).body.items.find((one: { id: string }) => one.id === declaration);

  it('is asked through the provider, acknowledged, submitted twice, and each version stays as it was', async () => {
    const id = await openCase();
    const { declaration, item } = await ask(id, 'north', { customer: C_NORTH });
    expect((await call(NORTH, 'GET', `/v1/served/${item}`)).body).toMatchObject({
      kind: 'DECLARATION_REQUEST',
      status: 'asked',
      customer: C_NORTH,
      message: 'Please declare.',
      dueAt: '2026-02-01T00:00:00.000Z',
      versions: [],
    });
    expect(await post(NORTH, `/v1/served/${item}/acknowledgement`)).toMatchObject({ body: { status: 'asked', version: 2 } });
    expect(await post(NORTH, `/v1/served/${item}/answer`, { answers: [] })).toMatchObject({
      status: 409,
      body: { code: 'ITEM_NOT_ANSWERED' },
    });
    expect(await post(NORTH, `/v1/served/${item}/declaration`, { declaration: DECLARATION }, { 'if-match': '"2"' })).toMatchObject({
      status: 200,
      body: { status: 'submitted', version: 3 },
    });
    await done(post(NORTH, `/v1/served/${item}/declaration`, { declaration: { ...DECLARATION, societalImpact: 'more than we thought' } }));
    const { versions } = await declarationOf(id, declaration);
    expect(versions).toMatchObject([{ version: 1, source: 'PROVIDER' }, { version: 2 }]);
    expect(versions[0].sha256).not.toBe(versions[1].sha256);
    const first = await call(LEA, 'GET', `/v1/cases/${id}/declarations/${declaration}/versions/1`);
    expect(first.body).toMatchObject({ version: 1, declaration: { societalImpact: 'some jobs change', signer: { name: 'Ada Fjord' } } });
    expect(first.body.declaration.compute[0].flop).toEqual({ figure: `1${'0'.repeat(24)}` });
    expect((await call(NORTH, 'GET', `/v1/served/${item}`)).body.versions).toHaveLength(2);
    expect(await call(ROSA, 'GET', `/v1/cases/${id}/declarations/${declaration}/versions/3`)).toMatchObject({
      status: 404,
      body: { code: 'VERSION_UNKNOWN' },
    });
    expect((await call(ELSEWHERE, 'GET', `/v1/cases/${id}/declarations/${declaration}/versions/1`)).body.code).toBe('CASE_UNKNOWN');
  });

  it('names all that is wrong with it, and keeps nothing of it', async () => {
    const { item } = await ask(await openCase());
    const compute = [{ ...DECLARATION.compute[0], to: '2025-09-01', flop: { figure: 'lots' } }];
    expect(
      await post(NORTH, `/v1/served/${item}/declaration`, { declaration: { ...DECLARATION, compute, societalImpact: ' ' } }),
    ).toMatchObject({
      status: 422,
      body: { code: 'DECLARATION_INVALID', problems: [{ path: 'societalImpact' }, { path: 'compute.0.to' }, { path: 'compute.0.flop' }] },
    });
    const { models: _, ...without } = DECLARATION;
    expect((await post(NORTH, `/v1/served/${item}/declaration`, { declaration: without })).status).toBe(400);
    expect(
      (
        await post(NORTH, `/v1/served/${item}/declaration`, {
          declaration: { ...DECLARATION, compute: Array(41).fill(DECLARATION.compute[0]) },
        })
      ).status,
    ).toBe(400);
    expect((await call(NORTH, 'GET', `/v1/served/${item}`)).body).toMatchObject({ status: 'asked', version: 1 });
  });

  it('keeps two providers in one case from learning of each other', async () => {
    const id = await openCase();
    const before = (await call(SOUTH, 'GET', '/v1/served')).body;
    const north = await ask(id, 'north');
    // Before it is served something of the same case, the other provider's world does not change by a byte.
    expect((await call(SOUTH, 'GET', '/v1/served')).body).toEqual(before);
    const south = await ask(id, 'south');
    await done(post(NORTH, `/v1/served/${north.item}/declaration`, { declaration: DECLARATION }));
    for (const [as, own, other] of [
      [NORTH, north, south],
      [SOUTH, south, north],
    ] as const) {
      expect((await call(as, 'GET', `/v1/served/${own.item}`)).status).toBe(200);
      expect((await call(as, 'GET', `/v1/served/${other.item}`)).body.code).toBe('ITEM_UNKNOWN');
      expect((await post(as, `/v1/served/${other.item}/declaration`, { declaration: DECLARATION })).body.code).toBe('ITEM_UNKNOWN');
      const listed = (await call(as, 'GET', '/v1/served?limit=500')).body.items.map((one: { id: string }) => one.id);
      expect([listed.includes(own.item), listed.includes(other.item)]).toEqual([true, false]);
    }
    expect((await call(SOUTH, 'GET', `/v1/served/${south.item}`)).body).toMatchObject({ version: 1, versions: [] });
    const refused = await post(ROSA, `/v1/cases/${id}/declaration-requests`, { provider: 'north', customer: C_SOUTH, reason: 'A slip' });
    expect(refused).toMatchObject({ status: 422, body: { code: 'CUSTOMER_NOT_CONCERNED' } });
  });

  it('is recorded by a regulator when it came another way, and no provider sees it', async () => {
    const id = await openCase();
    const recorded = await done(
      post(ROSA, `/v1/cases/${id}/declarations`, { declaration: DECLARATION, reason: 'By post', customer: C_NORTH }),
    );
    await done(post(ROSA, `/v1/cases/${id}/declarations`, { declaration: DECLARATION, reason: 'Again', of: recorded.made }));
    expect(await declarationOf(id, recorded.made)).toMatchObject({
      status: 'recorded',
      versions: [{ source: 'REGULATOR' }, { version: 2 }],
    });
    expect(await casework.everything('select from served_item where part = $1', [recorded.made])).toEqual([]);
  });

  it('is set beside what the ledger counted, with the caller’s own token, as known at one moment', async () => {
    const id = await openCase();
    const { made: declaration } = await done(
      post(ROSA, `/v1/cases/${id}/declarations`, { declaration: DECLARATION, reason: 'By post', customer: C_NORTH }),
    );
    const used = (at: string, accelerator: string, tenth: bigint) => {
      const flop = tenth * 10n ** 23n;
      monitor.hours.push({
        scope: `customer ${C_NORTH}`,
        at: Date.parse(at),
        cluster: 'north/hall-1',
        accelerator,
        lower: flop,
        expected: flop * 2n,
        upper: flop * 4n,
      });
    };
    used('2025-10-05T00:00:00Z', 'H100-SXM', 3n);
    used('2025-11-05T00:00:00Z', 'H100-SXM', 31n);
    used('2025-12-24T00:00:00Z', 'A100-SXM4-80GB', 1n);
    const { body } = await call(ROSA, 'GET', `/v1/cases/${id}/declarations/${declaration}/comparison`);
    expect(body).toMatchObject({
      declaration,
      version: 1,
      scope: { kind: 'customer', id: C_NORTH },
      knownAt: iso(casework.clock.nowMs),
      lines: [
        {
          verdict: 'FITS',
          declared: { lower: `7${'0'.repeat(23)}`, upper: `13${'0'.repeat(23)}` },
          observed: { lower: `3${'0'.repeat(23)}`, upper: `12${'0'.repeat(23)}` },
        },
        { verdict: 'ABOVE_DECLARED', observed: { lower: `31${'0'.repeat(23)}` } },
        { verdict: 'NOT_COMPARABLE', why: 'NOT_OVER' },
      ],
      outside: [{ from: '2025-12-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z', expected: `2${'0'.repeat(23)}` }],
      undeclaredAccelerators: { compared: true, items: [{ name: 'A100-SXM4-80GB' }] },
      undeclaredSites: { compared: false, why: expect.stringContaining('north/hall-1') },
    });
    monitor.sites.set('north/hall-1', 'lulea-2');
    const again = await call(ROSA, 'GET', `/v1/cases/${id}/declarations/${declaration}/comparison`);
    expect(again.body.undeclaredSites).toMatchObject({ compared: true, items: [{ name: 'lulea-2', lower: `35${'0'.repeat(23)}` }] });
    expect(new Set(monitor.tokens)).toEqual(new Set([`Bearer ${ROSA}`]));
    const refused = await call('aud:auditor::p-aud', 'GET', `/v1/cases/${id}/declarations/${declaration}/comparison`);
    expect(refused).toMatchObject({
      status: 200,
      body: { notObserved: { code: 'FORBIDDEN_ROLE' }, lines: [{ verdict: 'NOT_COMPARABLE', why: 'NOT_OBSERVED' }, {}, {}] },
    });
    expect(refused.body).not.toHaveProperty('outside');
  });

  it('says that nothing was observed when the monitor is away', async () => {
    const away = await startCasework({ TIDEMARK_MONITOR_GRPC: '127.0.0.1:1', TIDEMARK_FACILITY_GRPC: '127.0.0.1:1' });
    try {
      const made = await away.call(ROSA, 'POST', '/v1/cases', {
        body: { matter: 'OTHER', subject: { kind: 'party', id: 'p' }, reason: 'A tip' },
      });
      await away.call(ROSA, 'POST', `/v1/cases/${made.body.case}/triage`, { body: { reason: 'Yes' } });
      const path = `/v1/cases/${made.body.case}/declarations`;
      const recorded = await away.call(ROSA, 'POST', path, { body: { declaration: DECLARATION, reason: 'By post' } });
      const { body } = await away.call(ROSA, 'GET', `${path}/${recorded.body.made}/comparison`);
      expect(body).toMatchObject({ notObserved: { code: 'UNAVAILABLE' }, undeclaredSites: { compared: false } });
      expect(body.notObserved.why).not.toMatch(/ECONN|127\.0/);
      expect(body).not.toHaveProperty('knownAt');
    } finally {
      await away.stop();
    }
  }, 60_000);

  it('is shared with a named auditor by order of a second person, for a time, each reading logged', async () => {
    const id = await openCase();
    const { declaration, item } = await ask(id);
    await done(post(NORTH, `/v1/served/${item}/declaration`, { declaration: DECLARATION }));
    const shares = `/v1/cases/${id}/declarations/${declaration}/shares`;
    const until_ = casework.clock.nowMs + 5 * DAY;
    const { made: share } = await done(
      post(LEA, shares, { auditor: 'p-tess', purpose: 'Check the estimate', until: until_, reason: `${SECRET} wants it checked` }),
    );
    const read = (as = AUDITOR) => call(as, 'GET', `/v1/shared-declarations/${share}`);
    expect((await read()).body.code).toBe('SHARE_UNKNOWN');
    expect(await post(LEA, `${shares}/${share}/approval`, { reason: 'I alone' })).toMatchObject({
      status: 403,
      body: { code: 'SAME_PERSON' },
    });
    expect(await post(ROSA, `${shares}/${share}/approval`, { reason: 'A reviewer' })).toMatchObject({ status: 403 });
    await done(post('karl:regulator-lead::p-karl', `${shares}/${share}/approval`, { reason: 'Ordered' }));
    const seen = await read();
    expect([seen.status, seen.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    expect(seen.body).toEqual({
      id: share,
      purpose: 'Check the estimate',
      until: iso(until_),
      versions: [
        { version: 1, at: expect.any(String), sha256: expect.any(String), declaration: expect.objectContaining({ language: 'en' }) },
      ],
    });
    for (const other of [OTHER_AUDITOR, LEA, NORTH, 'tess:regulator-lead::p-tess'])
      expect((await read(other)).body.code).toBe('SHARE_UNKNOWN');
    const reads = await casework.everything<{ by_person: string }>(
      `select by_person from case_event where case_id = $1 and type = 'shared-declaration-read'`,
      [id],
    );
    expect(reads).toEqual([{ by_person: 'p-tess' }]);
    casework.clock.nowMs = until_;
    expect(await read()).toMatchObject({ status: 410, body: { code: 'SHARE_ENDED' } });
    await until(async () => (await declarationOf(id, declaration)).shares[0].status === 'ended');
    // The auditor's own office is no way into the case.
    expect((await call(AUDITOR, 'GET', `/v1/cases/${id}/declarations`)).body.code).toBe('CASE_UNKNOWN');
  });

  // Last: over everything that providers and the auditor were told above.
  it('told nobody outside a word, an id or a person of the authority', async () => {
    const rows = await casework.everything<{ id: string; parts: string[] }>(
      'select c.id, array(select part from served_item s where s.case_id = c.id) as parts from case_row c',
    );
    expect(told.length).toBeGreaterThan(25);
    for (const word of [SECRET, 'p-rosa', 'p-lea', 'p-karl', 'party-1', ...rows.flatMap(({ id, parts }) => [id, ...parts])])
      expect(told.filter((text) => text.includes(word))).toEqual([]);
  });

  it('keeps no word or figure of a declaration in the open', async () => {
    const rows = await casework.everything<{ text: string }>('select facts::text as text from case_event');
    for (const word of ['Aurora', 'Luleå', 'Ada Fjord', '000000000000', SECRET])
      expect(rows.filter(({ text }) => text.includes(word))).toEqual([]);
  });
});
