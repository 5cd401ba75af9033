import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { linkStatementText } from '@tidemark/domain';
import type { Answer } from '@tidemark/testing';
import { type RegistryUnderTest, startCustomerRegistry } from '../../test/registry.fixture.js';

const ANA = 'ana:compliance-analyst:north';
const MACHINE = 'client:provider:north';
const SUE = 'sue:compliance-analyst:south';
const SCHEME = 'zoe:compliance-analyst';
const evidence = { kind: 'DECLARED', detail: 'Seen on the contract of Fjordlys.' };

describe('links over HTTP', () => {
  let registry: RegistryUnderTest;
  let ada: string;
  let bo: string;
  let accounts = 0;

  beforeAll(async () => {
    registry = await startCustomerRegistry();
    ada = await onboard();
    bo = await onboard();
  }, 60_000);
  afterAll(() => registry?.stop());

  const onboard = async (as = ANA) => {
    const made = await registry.call(as, 'POST', '/v1/customers', { body: { kind: 'LEGAL', names: [{ text: 'Fjordlys Regnekraft AS' }] } });
    expect(made.status).toBe(201);
    return made.body.id as string;
  };
  const account = () => `acct-${++accounts}`;
  const link = (body: object, as = ANA): Promise<Answer> => registry.call(as, 'POST', '/v1/links', { body: { evidence, ...body } });
  const linked = async (body: object, as = ANA) => {
    const made = await link(body, as);
    expect([made.status, made.body.code]).toEqual([201, undefined]);
    return made.body;
  };
  const get = async (path: string, as = ANA) => (await registry.call(as, 'GET', path)).body;
  const whose = async (name: string, asOf: string, knownAt?: string) =>
    (await get(`/v1/accounts/${name}?asOf=${asOf}${knownAt === undefined ? '' : `&knownAt=${knownAt}`}`)).customer;

  it('tie an account to a customer from a moment in the past, and say which hours follow', async () => {
    const name = account();
    const made = await linked({ account: name, customer: ada, from: '2025-03-01T10:30:00Z' });
    expect(made).toMatchObject({
      account: name,
      customer: ada,
      from: '2025-03-01T10:30:00.000Z',
      ownsHoursFrom: '2025-03-01T11:00:00.000Z',
      evidence: { kind: 'DECLARED', strength: 'FAIR', confirmation: 'PERSON', hasDetail: true },
      statedBy: 'ana',
      ends: [],
    });
    expect(await get(`/v1/links/${made.id}`)).toEqual(made);
    expect(JSON.stringify(made)).not.toContain('Fjordlys');
  });

  it('never hold twice at one instant: 409, with what stands in the way', async () => {
    const name = account();
    const first = await linked({ account: name, customer: ada, from: '2025-01-01', to: '2025-02-01' });
    expect(await link({ account: name, customer: bo, from: '2025-01-15' })).toMatchObject({
      status: 409,
      body: { code: 'ACCOUNT_ALREADY_LINKED', standing: { link: first.id } },
    });
    await linked({ account: name, customer: bo, from: '2025-02-01' });
    expect(await whose(name, '2025-01-31T23:59:59Z')).toBe(ada);
    expect(await whose(name, '2025-02-01')).toBe(bo);
  });

  it('are asked for at the same time by many, and made once', async () => {
    const name = account();
    const all = await Promise.all(
      Array.from({ length: 6 }, (_, i) => link({ account: name, customer: i % 2 ? ada : bo, from: '2025-01-01' })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it('end by a fact of their own, also in the past; what was known before stays readable', async () => {
    const name = account();
    const { id, knownAt: before } = await linked({ account: name, customer: ada, from: '2025-01-01' });
    const ended = await registry.call(ANA, 'POST', `/v1/links/${id}/end`, { body: { at: '2025-02-01', reason: 'Ola Nordmann left.' } });
    expect(ended).toMatchObject({ status: 200, body: { to: '2025-02-01T00:00:00.000Z', ends: [{ cause: 'ENDED', endedBy: 'ana' }] } });
    expect([await whose(name, '2025-03-01'), await whose(name, '2025-03-01', before), await whose(name, '2025-01-15')]).toEqual([
      undefined,
      ada,
      ada,
    ]);
    const list = (query: string) => get(`/v1/links?account=${name}${query}`);
    expect((await list('&asOf=2025-03-01')).items).toEqual([]);
    expect((await list(`&asOf=2025-03-01&knownAt=${before}`)).items).toMatchObject([{ id, ends: [] }]);
    const again = await registry.call(ANA, 'POST', `/v1/links/${id}/end`, { body: { at: '2025-06-01', reason: 'Once more.' } });
    expect(again).toMatchObject({ status: 409, body: { code: 'LINK_ALREADY_ENDED' } });
  });

  it('keep words sealed, and show them for a purpose alone', async () => {
    const name = account();
    const { id } = await linked({ account: name, customer: ada, from: '2025-01-01' });
    await registry.call(ANA, 'POST', `/v1/links/${id}/end`, { body: { at: '2025-02-01', reason: 'Ola Nordmann left.', mistaken: true } });
    expect((await registry.call(ANA, 'GET', `/v1/links/${id}/words`)).body.code).toBe('PURPOSE_REQUIRED');
    const said = await get(`/v1/links/${id}/words?purpose=audit%20of%20links`);
    expect(said).toMatchObject({ detail: evidence.detail, ends: [{ reason: 'Ola Nordmann left.' }] });
    const reads = await get(`/v1/identity-reads?customer=${ada}`, 'lea:compliance-lead:north');
    expect(reads.items[0]).toMatchObject({ what: `link/${id}`, reader: 'ana', purpose: 'audit of links' });
    const rows = await registry.database.transactions.read({ oversight: true }, (tx) =>
      tx.query(`select l::text, e::text as e from account_link l left join account_link_end e on e.link = l.id`),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/Fjordlys|Nordmann/);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from('Fjordlys').toString('hex'));
  });

  it('pass an account from one customer to another at an instant, in one change', async () => {
    const name = account();
    await linked({ account: name, customer: ada, from: '2025-01-01', to: '2025-12-01' });
    const passed = await registry.call(ANA, 'POST', '/v1/links/transfers', {
      body: { account: name, from: ada, to: bo, at: '2025-06-01T12:00:00Z', evidence },
    });
    expect(passed).toMatchObject({
      status: 201,
      body: {
        ended: { customer: ada, to: '2025-06-01T12:00:00.000Z', ends: [{ cause: 'TRANSFERRED' }] },
        begun: { customer: bo, from: '2025-06-01T12:00:00.000Z', to: '2025-12-01T00:00:00.000Z' },
      },
    });
    expect([await whose(name, '2025-06-01T11:59:59Z'), await whose(name, '2025-06-01T12:00:00Z'), await whose(name, '2025-12-01')]).toEqual(
      [ada, bo, undefined],
    );
    // What follows a change elsewhere, parties for one, is told whenever it is done.
    const facts = (await registry.facts()).filter(({ fact }) => 'account' in fact.value! && fact.value.account === name).slice(-2);
    expect(facts.map(({ fact }) => fact.case)).toEqual(['accountUnlinked', 'accountLinked']);
    expect(facts[0]!.knownAtMs).toBe(facts[1]!.knownAtMs);
  });

  it('made by a machine are unconfirmed, unless the provider signed them with a key that a person registered', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ format: 'pem', type: 'spki' }) as string;
    const put = (as: string) => registry.call(as, 'PUT', '/v1/links/statement-keys/contracts-2026', { body: { publicKey: pem } });
    expect((await put(MACHINE)).status).toBe(403);
    expect((await put('lea:compliance-lead:north')).status).toBe(200);

    const name = account();
    const stated = { provider: 'north', account: name, customer: ada, fromMs: Date.UTC(2025, 0, 1), statedAtMs: Date.UTC(2025, 5, 1) };
    const signature = sign(null, Buffer.from(linkStatementText(stated)), privateKey).toString('base64');
    const statement = { keyId: 'contracts-2026', signature, statedAt: '2025-06-01' };
    const body = { account: name, customer: ada, from: '2025-01-01', statement };
    expect((await link({ ...body, from: '2025-01-02' }, MACHINE)).body.code).toBe('STATEMENT_NOT_GENUINE');
    expect((await link({ ...body, statement: { ...statement, keyId: 'other' } }, MACHINE)).body.code).toBe('STATEMENT_KEY_UNKNOWN');
    expect((await linked(body, MACHINE)).evidence).toMatchObject({ strength: 'FAIR', confirmation: 'STATEMENT' });
    expect((await linked({ account: account(), customer: ada, from: '2025-01-01' }, MACHINE)).evidence).toMatchObject({
      strength: 'WEAK',
      confirmation: 'UNCONFIRMED',
    });
    const analyst = await link({ account: account(), customer: ada, from: '2025-01-01', evidence: { kind: 'ANALYST' } }, MACHINE);
    expect(analyst.body.code).toBe('ANALYST_EVIDENCE_NEEDS_A_PERSON');

    expect((await registry.call('lea:compliance-lead:north', 'DELETE', '/v1/links/statement-keys/contracts-2026')).status).toBe(204);
    expect((await link({ ...body, account: account() }, MACHINE)).body.code).toBe('STATEMENT_KEY_UNKNOWN');
    expect((await put('lea:compliance-lead:north')).body.code).toBe('STATEMENT_KEY_TAKEN');
  });

  it('are one provider’s alone: of another’s nothing can be told, seen or changed', async () => {
    const name = account();
    const { id } = await linked({ account: name, customer: ada, from: '2025-01-01' });
    const none = randomUUID();
    expect((await link({ account: name, customer: ada, from: '2025-01-01' }, SUE)).body).toEqual(
      (await link({ account: name, customer: none, from: '2025-01-01' }, SUE)).body,
    );
    for (const path of ['', '/words?purpose=curiosity']) {
      const other = await registry.call(SUE, 'GET', `/v1/links/${id}${path}`);
      expect([other.status, other.body]).toEqual([404, (await registry.call(SUE, 'GET', `/v1/links/${none}${path}`)).body]);
    }
    const end = { body: { at: '2025-02-01', reason: 'mine now' } };
    expect((await registry.call(SUE, 'POST', `/v1/links/${id}/end`, end)).body.code).toBe('LINK_UNKNOWN');
    expect((await get('/v1/links', SUE)).items).toEqual([]);
    expect(await get(`/v1/accounts/${name}`, SUE)).not.toHaveProperty('customer');
    // The same account name is another account at another provider.
    await linked({ account: name, customer: await onboard(SUE), from: '2025-01-01' }, SUE);
  });

  it('are seen by the scheme with their provider, and not made by it', async () => {
    const name = account();
    const { id } = await linked({ account: name, customer: ada, from: '2025-01-01' });
    expect(await get(`/v1/links/${id}`, SCHEME)).toMatchObject({ account: `north/${name}` });
    expect((await get(`/v1/links?account=north/${name}`, SCHEME)).items).toHaveLength(1);
    expect((await link({ account: name, customer: ada, from: '2020-01-01', to: '2020-02-01' }, SCHEME)).status).toBe(403);
  });

  it('are listed page by page in the order in which they became known', async () => {
    const all = (await get('/v1/links?limit=500')).items.map((one: { id: string }) => one.id);
    const paged: string[] = [];
    for (let path: string | undefined = '/v1/links?limit=3'; path !== undefined; ) {
      const page: Answer = await registry.call(ANA, 'GET', path);
      paged.push(...page.body.items.map((one: { id: string }) => one.id));
      path = /<([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(paged).toEqual(all);
  });

  it('refuse what makes no sense, each by its name', async () => {
    const name = account();
    const made = await linked({ account: name, customer: ada, from: '2025-01-01' });
    expect((await link({ account: name, customer: ada, from: '2025-01-01', to: '2025-01-01' })).body.code).toBe('LINK_INTERVAL_EMPTY');
    expect((await link({ account: ' x', customer: ada, from: '2025-01-01' })).body.code).toBe('ACCOUNT_MALFORMED');
    expect((await link({ account: 'x', customer: ada, from: 'soon' })).body.code).toBe('INVALID_INPUT');
    const strong = await link({ account: 'x', customer: ada, from: '2025-01-01', strength: 'STRONG' }, MACHINE);
    expect(strong.body.code).toBe('STRONG_EVIDENCE_NEEDS_CONFIRMATION');
    const early = await registry.call(ANA, 'POST', `/v1/links/${made.id}/end`, { body: { at: '2024-01-01', reason: 'too early' } });
    expect(early.body.code).toBe('LINK_ENDS_BEFORE_IT_STARTS');
    const pass = (from: string, to: string) =>
      registry.call(ANA, 'POST', '/v1/links/transfers', { body: { account: name, from, to, at: '2025-02-01', evidence } });
    expect((await pass(bo, ada)).body.code).toBe('ACCOUNT_NOT_LINKED_TO_CUSTOMER');
    expect((await pass(ada, ada)).body.code).toBe('TRANSFER_TO_ITSELF');
  });

  it('know resellers: use by an unnamed end customer stays visible as opaque', async () => {
    const [shop, sub, free] = [account(), account(), account()];
    await linked({ account: shop, customer: ada, from: '2025-01-01' });
    const put = (body: object, headers = {}, name = shop) => registry.call(ANA, 'PUT', `/v1/resellers/${name}`, { body, headers });
    const declared = await put({ from: '2025-01-01', subAccounts: [sub] });
    expect(declared).toMatchObject({ status: 200, body: { account: shop, subAccounts: [sub], opaque: true, version: 1 } });
    expect(declared.headers.get('etag')).toBe('"1"');
    expect(await get(`/v1/accounts/${shop}?asOf=2025-02-01`)).toMatchObject({ customer: ada, reseller: shop, opaque: true });
    expect(await get(`/v1/accounts/${sub}?asOf=2025-02-01`)).toMatchObject({ reseller: shop, opaque: true });
    await linked({ account: sub, customer: bo, from: '2025-03-01' });
    expect(await get(`/v1/accounts/${sub}?asOf=2025-03-01`)).toMatchObject({ customer: bo, reseller: shop, opaque: false });

    expect((await put({ from: '2025-01-01', subAccounts: [] })).status).toBe(428);
    expect((await put({ from: '2025-01-01', subAccounts: [] }, { 'if-match': '"7"' })).status).toBe(412);
    expect((await put({ from: '2025-01-01', subAccounts: [sub, free] }, { 'if-match': '"1"' })).body).toMatchObject({ version: 2 });
    expect((await put({ from: '2025-01-01', subAccounts: [sub] }, {}, free)).body).toMatchObject({
      code: 'SUB_ACCOUNT_TAKEN',
      reseller: shop,
    });
    expect((await put({ from: '2025-01-01', subAccounts: [shop] }, {}, free)).body.code).toBe('SUB_ACCOUNTS_IN_A_CIRCLE');
    expect((await get('/v1/resellers')).items).toMatchObject([{ account: shop, version: 2 }]);
    expect((await get('/v1/resellers', SUE)).items).toEqual([]);
  });
});
