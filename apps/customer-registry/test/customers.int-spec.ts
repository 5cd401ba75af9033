import { type RegistryUnderTest, startCustomerRegistry } from './registry.fixture.js';

const ANA = 'ana:compliance-analyst:north';
const SUE = 'sue:compliance-analyst:south';

const company = (more: object = {}) => ({
  kind: 'LEGAL',
  names: [{ text: 'Fjordlys Regnekraft AS' }],
  addresses: [{ kind: 'REGISTERED', lines: ['Havnegata 7'], locality: 'Bergen', country: 'NO' }],
  identifiers: [{ scheme: 'REGISTRATION', value: '923456783', country: 'NO' }],
  jurisdiction: 'NO',
  contacts: [{ kind: 'EMAIL', value: 'post@fjordlys.example.com' }],
  businessPurpose: 'Renders films.',
  ...more,
});

describe('customer records over HTTP', () => {
  let registry: RegistryUnderTest;
  beforeAll(async () => {
    registry = await startCustomerRegistry();
  }, 60_000);
  afterAll(() => registry?.stop());

  const onboard = async (as = ANA, more: object = {}, headers: Record<string, string> = {}) =>
    registry.call(as, 'POST', '/v1/customers', { body: company(more), headers });

  it('are onboarded, and shown without identity', async () => {
    const { status, headers, body } = await onboard();
    expect(status).toBe(201);
    expect(headers.get('etag')).toBe('"1"');
    expect(headers.get('location')).toBe(`/v1/customers/${body.id}`);
    expect(body).toMatchObject({ provider: 'north', kind: 'LEGAL', related: false, status: 'ACTIVE', level: 'NONE', version: 1 });
    expect(JSON.stringify(body)).not.toContain('Fjordlys');
    const read = await registry.call(ANA, 'GET', `/v1/customers/${body.id}`);
    expect(read.body).toEqual(body);
  });

  it('show who they are for a purpose alone, and say who looked', async () => {
    const { id } = (await onboard()).body;
    const without = await registry.call(ANA, 'GET', `/v1/customers/${id}/identity`);
    expect([without.status, without.body.code]).toEqual([400, 'PURPOSE_REQUIRED']);
    const { status, body } = await registry.call(ANA, 'GET', `/v1/customers/${id}/identity?purpose=annual%20review`);
    expect(status).toBe(200);
    expect(body.profile.names[0]).toMatchObject({
      value: { text: 'Fjordlys Regnekraft AS', kind: 'LEGAL' },
      source: 'provider',
      evidence: [],
    });
    const reads = await registry.call('lea:compliance-lead:north', 'GET', `/v1/identity-reads?customer=${id}`);
    expect(reads.body.items).toMatchObject([{ what: 'profile', reader: 'ana', purpose: 'annual review' }]);
    const kept = await registry.everything<{ row: string }>('select t::text as row from identity_read t');
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.filter(({ row }) => /annual|616e6e75616c/.test(row))).toEqual([]);
  });

  it('are one provider’s alone: to another they do not exist', async () => {
    const { id } = (await onboard()).body;
    const never = await registry.call(SUE, 'GET', '/v1/customers/00000000-0000-4000-8000-000000000000');
    for (const path of [`/v1/customers/${id}`, `/v1/customers/${id}/identity?purpose=curious`, `/v1/customers/${id}/events`]) {
      const { status, body } = await registry.call(SUE, 'GET', path);
      expect([status, body]).toEqual([404, never.body]);
    }
    const change = await registry.call(SUE, 'PATCH', `/v1/customers/${id}`, { body: { sector: 'x' }, headers: { 'if-match': '"1"' } });
    expect(change.status).toBe(404);
    expect((await registry.call(SUE, 'GET', '/v1/customers')).body.items).toEqual([]);
  });

  it('have one reference each within a provider, and the same at two', async () => {
    expect((await onboard(ANA, { reference: 'C-1' })).status).toBe(201);
    expect((await onboard(ANA, { reference: 'C-1' })).body).toMatchObject({ status: 409, code: 'REFERENCE_TAKEN' });
    const other = await onboard('sam:compliance-analyst:west', { reference: 'C-1' });
    expect(other.status).toBe(201);
    const found = await registry.call('sam:compliance-analyst:west', 'GET', '/v1/customers?reference=C-1');
    expect(found.body.items.map(({ id }: { id: string }) => id)).toEqual([other.body.id]);
  });

  it('are onboarded once by a repeated request', async () => {
    const headers = { 'idempotency-key': 'once' };
    const [first, again] = [await onboard(ANA, {}, headers), await onboard(ANA, {}, headers)];
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('name every field at fault', async () => {
    const { status, body } = await onboard(ANA, {
      identifiers: [{ scheme: 'LEI', value: '5493001KJTIIGC8Y1R13' }],
      jurisdiction: 'QQ',
      businessPurpose: 'pays with 4111 1111 1111 1111',
      birthDate: '1990-01-01',
    });
    expect([status, body.code]).toEqual([422, 'PROFILE_INVALID']);
    expect(body.problems.map(({ code, field }: { code: string; field: string }) => [code, field]).sort()).toEqual([
      ['CARD_NUMBER_REFUSED', 'businessPurpose.value'],
      ['COUNTRY_UNKNOWN', 'jurisdiction'],
      ['FIELD_NOT_OF_KIND', 'birthDate'],
      ['LEI_MALFORMED', 'identifiers[0].value'],
    ]);
    expect(JSON.stringify(body)).not.toContain('4111');
  });

  it('change by version: without one, or with an old one, nothing changes', async () => {
    const { id } = (await onboard()).body;
    const patch = (etag?: string) =>
      registry.call(ANA, 'PATCH', `/v1/customers/${id}`, {
        body: { sector: 'film', changeReason: 'asked by phone' },
        headers: etag === undefined ? {} : { 'if-match': etag },
      });
    expect((await patch()).status).toBe(428);
    expect((await patch('"7"')).status).toBe(412);
    const changed = await patch('"1"');
    expect([changed.status, changed.body.version, changed.headers.get('etag')]).toEqual([200, 2, '"2"']);
    expect((await patch('"1"')).status).toBe(412);
    const plain = await registry.call(ANA, 'GET', `/v1/customers/${id}/events`);
    expect(plain.body.items).toMatchObject([
      { type: 'customer-onboarded' },
      { type: 'profile-changed', actor: 'ana', facts: { fields: ['sector'] } },
    ]);
    expect(JSON.stringify(plain.body)).not.toContain('by phone');
    const told = await registry.call(ANA, 'GET', `/v1/customers/${id}/events?purpose=audit`);
    expect(told.body.items[1].reason).toBe('asked by phone');
  });

  it('take accesses as they come, each once', async () => {
    const { id } = (await onboard()).body;
    const record = (...at: string[]) =>
      registry.call('c:provider:north', 'POST', `/v1/customers/${id}/administration`, {
        body: { accesses: at.map((one) => ({ ip: '2001:db8::7', at: one })) },
      });
    expect((await record('2025-12-01T10:00:00Z')).body.version).toBe(2);
    expect((await record('2025-12-01T10:00:00Z')).body.version).toBe(2);
    expect((await record('2025-11-01T10:00:00Z', '2025-12-01T10:00:00Z')).body.version).toBe(3);
    expect((await record('2999-01-01')).status).toBe(400);
    const { body } = await registry.call(ANA, 'GET', `/v1/customers/${id}/identity?purpose=review`);
    expect(body.profile.administration.map(({ value }: { value: { atMs: number } }) => value.atMs)).toEqual([
      Date.UTC(2025, 10, 1, 10),
      Date.UTC(2025, 11, 1, 10),
    ]);
  });

  it('are listed page by page and by filters', async () => {
    const as = 'pia:compliance-analyst:pages';
    for (let n = 0; n < 5; n++) await onboard(as, { related: n % 2 === 0 });
    const first = await registry.call(as, 'GET', '/v1/customers?limit=2');
    expect(first.body.items).toHaveLength(2);
    const second = await registry.call(as, 'GET', first.headers.get('link')!.slice(1).split('>')[0]!);
    const third = await registry.call(as, 'GET', `/v1/customers?limit=2&cursor=${second.body.next}`);
    const ids = [first, second, third].flatMap(({ body }) => body.items.map(({ id }: { id: string }) => id));
    expect(new Set(ids).size).toBe(5);
    expect(third.body.next).toBeUndefined();
    expect((await registry.call(as, 'GET', '/v1/customers?related=true')).body.items).toHaveLength(3);
    expect((await registry.call(as, 'GET', '/v1/customers?level=BASIC')).body.items).toHaveLength(0);
  });
});
