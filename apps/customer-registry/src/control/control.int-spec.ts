import { type RegistryUnderTest, startCustomerRegistry } from '../../test/registry.fixture.js';

const ANA = 'ana:compliance-analyst:north';
const SUE = 'sue:compliance-analyst:south';
const SCHEME = 'ola:compliance-analyst:';
const NOWHERE = '00000000-0000-4000-8000-000000000000';

describe('control over HTTP', () => {
  let registry: RegistryUnderTest;
  beforeAll(async () => {
    registry = await startCustomerRegistry();
  }, 60_000);
  afterAll(() => registry?.stop());

  let made = 0;
  const company = async (as = ANA, related = true): Promise<string> => {
    made += 1;
    const body = {
      kind: 'LEGAL',
      names: [{ text: `Company ${made} AS` }],
      addresses: [{ kind: 'REGISTERED', lines: ['Havnegata 7'], locality: 'Bergen', country: 'NO' }],
      jurisdiction: 'NO',
      related,
    };
    const answer = await registry.call(as, 'POST', '/v1/customers', { body });
    expect(answer.status).toBe(201);
    return answer.body.id;
  };
  const state = (owned: string, body: object, as = ANA) =>
    registry.call(as, 'POST', `/v1/customers/${owned}/owners`, { body: { source: 'customer', ...body } });
  const owns = async (owner: string, share: string, owned: string, more: object = {}) => {
    const answer = await state(owned, { owner, kind: 'SHARES', share, from: '2020-01-01', ...more });
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const owners = async (id: string, query = '', as = ANA) => (await registry.call(as, 'GET', `/v1/customers/${id}/owners${query}`)).body;
  const group = async (id: string, query = '', as = ANA) =>
    (await registry.call(as, 'GET', `/v1/controllers/${id}/group${query}`)).body.items.map(({ member }: { member: string }) => member);

  it('ownership three deep is exact, with every way, and names who controls and why', async () => {
    const [person, holding, middle, customer] = [await company(), await company(), await company(), await company(ANA, false)];
    await owns(person, '60%', holding);
    await owns(holding, '2/3', middle);
    await owns(middle, '0.75', customer);
    await owns(holding, '1/20', customer);
    const { effective, controllers, beneficialOwners, statements } = await owners(customer);
    expect(effective).toMatchObject([
      { owner: middle, share: '3/4', percent: '75.00 %' },
      { owner: holding, share: '11/20' },
      { owner: person, share: '33/100' },
    ]);
    expect(effective[2].ways).toHaveLength(4);
    expect(controllers.map(({ controller }: { controller: string }) => controller).sort()).toEqual([person, holding, middle].sort());
    const why = controllers.find(({ controller }: { controller: string }) => controller === person).because;
    expect(why.map(({ owned, by }: { owned: string; by: string }) => [owned, by])).toEqual([
      [holding, 'VOTES'],
      [middle, 'VOTES'],
      [customer, 'VOTES'],
    ]);
    expect(beneficialOwners).toHaveLength(3);
    expect(beneficialOwners[0].rule).toMatchObject({ id: 'beneficial-owner-25', status: 'GUIDANCE', verified: false });
    expect(statements).toHaveLength(2);
    expect(await group(person)).toEqual([holding, middle, customer].sort());
  });

  it('a group is as of a date, and as known at a time', async () => {
    const [k, x] = [await company(), await company()];
    const edge = await owns(k, '51%', x, { from: '2024-01-01', to: '2025-06-01' });
    const before = new Date(Date.parse(edge.knownAt) - 1).toISOString();
    expect(await group(k, '?asOf=2023-12-31')).toEqual([]);
    expect(await group(k, '?asOf=2024-01-01')).toEqual([x]);
    expect(await group(k, '?asOf=2025-05-31')).toEqual([x]);
    expect(await group(k, '?asOf=2025-06-01')).toEqual([]);
    expect(await group(k, `?asOf=2024-06-01&knownAt=${before}`)).toEqual([]);
    registry.clock.nowMs += 1000;
    const ended = await registry.call(ANA, 'POST', `/v1/customers/${x}/owners/${edge.id}/end`, { body: { at: '2024-03-01' } });
    expect(ended.body).toMatchObject({
      id: edge.id,
      to: '2024-03-01T00:00:00.000Z',
      ends: [{ at: '2024-03-01T00:00:00.000Z', endedBy: 'ana' }],
    });
    expect(await group(k, '?asOf=2024-06-01')).toEqual([]);
    expect(await group(k, `?asOf=2024-06-01&knownAt=${edge.knownAt}`)).toEqual([x]);
    expect(await group(k, '?asOf=2024-06-01&rule=ownership-25')).toEqual([]);
    expect(await group(k, '?asOf=2024-02-01&rule=ownership-25')).toEqual([x]);
  });

  it('refusals name what to mend', async () => {
    const [k, x, foreign] = [await company(), await company(), await company(SUE)];
    const code = async (body: object) =>
      (await state(x, { owner: k, kind: 'SHARES', share: '1/2', from: '2024-01-01', ...body })).body.code;
    expect(await code({ share: '3/2' })).toBe('SHARE_INVALID');
    expect([await code({ share: undefined }), await code({ share: null })]).toEqual(['SHARE_MISSING', 'SHARE_MISSING']);
    expect([await code({ from: 1e308 }), await code({ to: 1e308 })]).toEqual(['INVALID_INPUT', 'INVALID_INPUT']);
    expect(await code({ kind: 'BOARD' })).toBe('SHARE_NOT_OF_THIS_KIND');
    expect(await code({ to: '2024-01-01' })).toBe('EDGE_INTERVAL_EMPTY');
    expect(await code({ owner: x })).toBe('OWNER_OF_ITSELF');
    expect([await code({ owner: foreign }), await code({ owner: NOWHERE })]).toEqual(['OWNER_UNKNOWN', 'OWNER_UNKNOWN']);
    await owns(k, '1/2', x);
    const overlap = await state(x, { owner: k, kind: 'SHARES', share: '1/3', from: '2026-01-01' });
    expect([overlap.status, overlap.body.code, overlap.body.standing.from]).toEqual([409, 'EDGE_OVERLAPS', '2020-01-01T00:00:00.000Z']);
    const end = (edge: string) => registry.call(ANA, 'POST', `/v1/customers/${x}/owners/${edge}/end`, { body: { at: '2026-01-01' } });
    expect((await end(NOWHERE)).body.code).toBe('EDGE_UNKNOWN');
  });

  it('of another provider nothing is seen, and nothing can be said', async () => {
    const [k, x] = [await company(), await company()];
    const edge = await owns(k, '100%', x);
    const unknown = await registry.call(SUE, 'GET', `/v1/customers/${NOWHERE}/owners`);
    expect(unknown.body.code).toBe('CUSTOMER_UNKNOWN');
    expect((await registry.call(SUE, 'GET', `/v1/customers/${x}/owners`)).body).toEqual(unknown.body);
    const never = await registry.call(SUE, 'GET', `/v1/controllers/${NOWHERE}/group`);
    expect((await registry.call(SUE, 'GET', `/v1/controllers/${k}/group`)).body).toEqual(never.body);
    expect((await registry.call(SUE, 'GET', '/v1/controllers')).body.items).toEqual([]);
    const end = { body: { at: '2026-01-01' } };
    const foreign = await registry.call(SUE, 'POST', `/v1/customers/${x}/owners/${edge.id}/end`, end);
    expect(foreign.body).toEqual((await registry.call(SUE, 'POST', `/v1/customers/${x}/owners/${NOWHERE}/end`, end)).body);
  });

  it('sources are words: sealed at rest, shown for a purpose, and the read is logged', async () => {
    const [k, x] = [await company(), await company()];
    const answer = await state(x, {
      owner: k,
      kind: 'BOARD',
      from: '2024-01-01',
      source: 'Ada Quillfeather',
      evidence: ['minutes of March'],
    });
    expect(JSON.stringify(answer.body)).not.toContain('Quillfeather');
    const rows = await registry.database.transactions.read({ oversight: true }, (tx) =>
      tx.query<{ words: Buffer }>('select words from control_edge where words is not null'),
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { words } of rows) expect(words.includes('Quillfeather')).toBe(false);
    expect((await owners(x)).statements[0].source).toBeUndefined();
    const shown = await owners(x, '?purpose=annual%20review');
    expect(shown.statements[0]).toMatchObject({ source: 'Ada Quillfeather', evidence: ['minutes of March'] });
    const reads = await registry.call('lea:compliance-lead:north', 'GET', `/v1/identity-reads?customer=${x}`);
    expect(reads.body.items).toMatchObject([{ what: 'owners', reader: 'ana', purpose: 'annual review' }]);
  });

  it('a changed controller has verified customers verified again, when it becomes known and when its time comes', async () => {
    const [k, middle, x, idle] = [await company(), await company(), await company(ANA, false), await company(ANA, false)];
    // A level by hand, each time anew: the record's own events know nothing of it.
    const verify = () =>
      registry.database.transactions.run(async (tx) => {
        await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
        await tx.query(`update customer set level = 'BASIC' where id = any($1::uuid[])`, [[x, idle]]);
      });
    const grounds = async (id: string) => {
      await registry.settled();
      const { body } = await registry.call(ANA, 'GET', `/v1/customers/${id}/revalidations`);
      return (body.open?.grounds ?? []).map(({ cause }: { cause: string }) => cause);
    };
    await verify();
    await owns(middle, '100%', x);
    expect(await grounds(x)).toEqual(['CHANGED_CONTROLLER']);
    await verify();
    await owns(k, '10%', middle);
    expect(await grounds(x)).toHaveLength(1);
    const later = new Date(registry.clock.nowMs + 86_400_000).toISOString();
    await owns(k, '51%', middle, { from: later, to: '2031-01-01', kind: 'VOTES' });
    expect(await grounds(x)).toHaveLength(1);
    registry.clock.nowMs += 86_400_000;
    expect(await grounds(x)).toHaveLength(2);
    await verify();
    registry.clock.nowMs = Date.parse('2031-01-01');
    expect(await grounds(x)).toHaveLength(3);
    expect(await grounds(idle)).toEqual([]);
    const asked = (await registry.facts()).filter(({ fact }) => fact.case === 'revalidationAsked');
    expect(asked).toHaveLength(3);
  });

  it('a share of as many digits as people may write is kept and read back', async () => {
    const [k, x] = [await company(), await company()];
    expect((await owns(k, '0.500000000000000001', x)).share).toBe('500000000000000001/1000000000000000000');
    expect(await group(k)).toEqual([x]);
  });

  it('a circle of owners is solved exactly, and one that nobody outside owns is said', async () => {
    const [o, a, b] = [await company(), await company(), await company()];
    await owns(o, '50%', a);
    await owns(a, '50%', b);
    const back = await owns(b, '50%', a);
    expect((await owners(b)).effective.map(({ share }: { share: string }) => share)).toEqual(['2/3', '1/3']);
    const [c, d] = [await company(), await company()];
    await owns(c, '100%', d);
    await owns(d, '100%', c);
    expect((await owners(d)).findings).toEqual([{ code: 'CLOSED_CYCLE', members: [c, d].sort() }]);
    await owns(o, '75%', a, { kind: 'VOTES' });
    await owns(b, '75%', a, { kind: 'VOTES' });
    const { findings, because } = (await registry.call(ANA, 'GET', `/v1/controllers/${o}/group`)).body;
    expect(because).toBeUndefined();
    expect(findings).toContainEqual({ code: 'VOTES_ABOVE_ONE', owned: a, sum: '3/2' });
    await registry.call(ANA, 'POST', `/v1/customers/${a}/owners/${back.id}/end`, { body: { at: '2020-01-01' } });
    expect((await owners(b)).effective.map(({ share }: { share: string }) => share)).toEqual(['1/2', '1/4']);
  });

  it('facts stand on customer.v1, exact, and as known', async () => {
    const [k, x] = [await company(), await company()];
    const edge = await owns(k, '0.25', x, { to: '2027-01-01' });
    await registry.call(ANA, 'POST', `/v1/customers/${x}/owners/${edge.id}/end`, { body: { at: '2026-06-01' } });
    const facts = (await registry.facts()).filter(({ fact }) => (fact.value as { edge?: string }).edge === edge.id);
    expect(facts.map(({ fact }) => fact.case)).toEqual(['controlStated', 'controlEnded']);
    expect(facts[0]!.fact.value).toMatchObject({ owner: k, owned: x, share: '1/4', provider: 'north' });
    expect(facts[0]!.knownAtMs).toBeLessThan(facts[1]!.knownAtMs);
  });

  it('many controllers come in pages', async () => {
    const all: string[] = [];
    let path: string | undefined = '/v1/controllers?limit=2';
    while (path !== undefined) {
      const answer: Awaited<ReturnType<RegistryUnderTest['call']>> = await registry.call(ANA, 'GET', path);
      all.push(...answer.body.items.map(({ controller }: { controller: string }) => controller));
      path = /<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    const whole = (await registry.call(ANA, 'GET', '/v1/controllers?limit=500')).body.items;
    expect(all.length).toBeGreaterThan(3);
    expect(all).toEqual(whole.map(({ controller }: { controller: string }) => controller));
    expect((await registry.call(SCHEME, 'GET', '/v1/controllers?limit=500')).body.items).toHaveLength(whole.length);
  });

  it('the scheme sees the owners of a party, also when it asks by the record that nobody said anything of', async () => {
    const identifiers = [{ scheme: 'REGISTRATION', value: '914 778 271', country: 'NO' }];
    const onboard = async (as: string) => {
      const body = { kind: 'LEGAL', names: [{ text: 'Felles Regn AS' }], jurisdiction: 'NO', identifiers };
      return (await registry.call(as, 'POST', '/v1/customers', { body })).body.id as string;
    };
    const [silent, told, owner] = [await onboard(ANA), await onboard(SUE), await company(SUE)];
    expect((await state(told, { owner, kind: 'SHARES', share: '3/4', from: '2020-01-01' }, SUE)).status).toBe(201);
    await registry.settled();
    const [bySilent, byTold] = [await owners(silent, '', SCHEME), await owners(told, '', SCHEME)];
    expect(bySilent.effective).toMatchObject([{ share: '3/4' }]);
    expect([bySilent.id, bySilent.effective]).toEqual([byTold.id, byTold.effective]);
    expect((await owners(silent)).effective).toEqual([]);
  });
});
