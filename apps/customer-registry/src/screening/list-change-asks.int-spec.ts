import { type RegistryUnderTest, startCustomerRegistry } from '../../test/registry.fixture.js';

const ANA = 'ana:compliance-analyst:north';
const SUE = 'sue:compliance-analyst:south';

describe('a list that changes', () => {
  let registry: RegistryUnderTest;
  beforeAll(async () => {
    registry = await startCustomerRegistry();
  }, 60_000);
  afterAll(() => registry?.stop());

  const onboard = async (as: string, name: string, more: object): Promise<string> => {
    const made = await registry.call(as, 'POST', '/v1/customers', { body: { names: [{ text: name }], ...more } });
    expect([made.status, made.body.code]).toEqual([201, undefined]);
    return made.body.id;
  };
  const owns = async (as: string, owner: string, owned: string, share: string) => {
    const body = { owner, kind: 'SHARES', share, from: '2020-01-01', source: 'customer' };
    expect((await registry.call(as, 'POST', `/v1/customers/${owned}/owners`, { body })).status).toBe(201);
  };
  const company = (as: string, name: string) =>
    onboard(as, name, {
      kind: 'LEGAL',
      addresses: [{ kind: 'REGISTERED', lines: ['Example Road 1'], country: 'NO' }],
      contacts: [{ kind: 'EMAIL', value: 'compute@company.example' }],
      businessPurpose: 'Forecasts.',
    });
  const verify = async (as: string, id: string) => {
    await registry.call(as, 'POST', `/v1/customers/${id}/verifications`, { body: { level: 'BASIC' } });
    const body = { outcome: 'APPROVED', reason: 'complete' };
    const { body: decided } = await registry.call(as, 'POST', `/v1/customers/${id}/verifications/decision`, { body });
    expect(decided.level).toBe('BASIC');
  };
  const causes = async (as: string, id: string): Promise<string[]> =>
    ((await registry.call(as, 'GET', `/v1/customers/${id}/revalidations`)).body.open?.grounds ?? []).map(
      ({ cause }: { cause: string }) => cause,
    );
  const importList = async (...names: string[]) => {
    const lines = names.map((name, id) =>
      JSON.stringify({ id: `e${id}`, schema: 'Person', properties: { name: [name], topics: ['sanction'] } }),
    );
    const path = '/v1/lists/harbour/versions?format=ftm-json';
    expect((await registry.call('op:operator:', 'POST', path, { body: `${lines.join('\n')}\n` })).status).toBe(201);
    await registry.settled();
  };

  it('has whoever rests on an owner that it names looked at again, to any depth, and nobody else', async () => {
    await importList('Somebody Faraway');
    const owner = await onboard(ANA, 'Ottilie Sandpiper-Quill', { kind: 'NATURAL', related: true });
    const middle = await onboard(ANA, 'Sandpiper Holding', { kind: 'LEGAL', related: true });
    const [whole, small, fresh] = [await company(ANA, 'Curlew AS'), await company(ANA, 'Dunlin AS'), await company(ANA, 'Knot AS')];
    const namesake = await company(SUE, 'Whimbrel AS');
    await owns(ANA, owner, middle, '3/4');
    for (const owned of [whole, fresh]) await owns(ANA, middle, owned, '1');
    await owns(ANA, middle, small, '1/5');
    await registry.settled();
    for (const id of [whole, small]) await verify(ANA, id);
    await verify(SUE, namesake);
    await importList('Somebody Faraway', 'Ottilie SANDPIPER QUILL');
    expect((await registry.call(ANA, 'GET', '/v1/screenings/matches')).body.items).toMatchObject([{ customer: owner, state: 'OPEN' }]);
    expect(await causes(ANA, owner)).toEqual(['LIST_CHANGE']);
    expect(await causes(ANA, whole)).toEqual(['LIST_CHANGE']);
    expect(await causes(ANA, small)).toEqual([]);
    expect(await causes(ANA, fresh)).toEqual([]);
    expect(await causes(SUE, namesake)).toEqual([]);
    await importList('Somebody Else', 'Ottilie SANDPIPER QUILL');
    expect(await causes(ANA, whole)).toHaveLength(1);
  });
});
