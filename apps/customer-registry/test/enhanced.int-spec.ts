import { type RegistryUnderTest, startCustomerRegistry } from './registry.fixture.js';

const ANA = 'ana:compliance-analyst:north';
const BEN = 'ben:compliance-analyst:north';
const MACHINE = 'client-north:provider:north';

const pdf = (remark: string): Buffer =>
  Buffer.from(`%PDF-1.4\n% ${remark}\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`);

const company = (name: string, country: string, number: string) => ({
  kind: 'LEGAL',
  names: [{ text: name }],
  addresses: [{ kind: 'REGISTERED', lines: ['Main street 1'], country }],
  identifiers: [{ scheme: 'REGISTRATION', value: number, country }],
  jurisdiction: country,
  contacts: [
    { kind: 'EMAIL', value: 'office@example.com' },
    { kind: 'PHONE', value: '+4722334455' },
  ],
  payments: [{ kind: 'BANK_ACCOUNT', token: 'tok_1' }],
  businessPurpose: 'Computes.',
  intendedUse: 'Fine-tuning.',
});

describe('the whole way to ENHANCED', () => {
  let registry: RegistryUnderTest;
  beforeAll(async () => {
    registry = await startCustomerRegistry();
    await registry.importList('a-list', 'Xaver Nirgendwer');
  }, 60_000);
  afterAll(() => registry?.stop());

  const call = (as: string, method: string, path: string, body: object = {}) =>
    registry.call(as, method, `/v1/customers${path}`, method === 'GET' ? {} : { body });
  const onboard = async (body: object) => (await call(ANA, 'POST', '', body)).body.id as string;
  const missing = async (id: string): Promise<string[]> =>
    (await call(ANA, 'GET', `/${id}/verification?level=ENHANCED`)).body.missing.map(
      ({ code, documents = [] }: { code: string; documents?: string[] }) => [code, ...documents].join(' '),
    );
  const own = (owned: string, owner: string, share: string) =>
    call(ANA, 'POST', `/${owned}/owners`, { owner, kind: 'SHARES', share, from: '2020-01-01', source: 'customer' });
  const document = async (id: string, kind: string, deciders: string[]) => {
    const sent = await registry.call(MACHINE, 'POST', `/v1/customers/${id}/documents?kind=${kind}`, {
      body: pdf(kind),
      headers: { 'content-type': 'application/pdf' },
    });
    for (const as of deciders)
      expect((await call(as, 'POST', `/${id}/documents/${sent.body.id}/decision`, { outcome: 'ACCEPTED', reason: 'seen' })).status).toBe(
        200,
      );
    return sent.body.id as string;
  };
  const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body?.code];

  it('takes owners three deep in two countries, papers seen by two, an intent assessed, and two people who are not one', async () => {
    const id = await onboard(company('Tidevann Beregning AS', 'NO', '981234567'));
    const middle = await onboard({ ...company('Gezeiten Holding GmbH', 'DE', 'HRB 12345'), related: true });
    const top = await onboard({
      kind: 'NATURAL',
      names: [{ text: 'Frauke Sandmann' }],
      birthDate: '1961-05-04',
      nationalities: ['DE'],
      related: true,
    });
    expect((await own(id, middle, '3/4')).status).toBe(201);
    expect((await own(middle, top, '2/3')).status).toBe(201);
    await registry.settled();
    expect(await missing(id)).toEqual([
      'DOCUMENT REGISTRY_EXTRACT FORMATION',
      'INTENT_DECLARED',
      'INTENT_ASSESSED',
      'DOCUMENT OWNERSHIP_STATEMENT',
      'DOCUMENT SOURCE_OF_FUNDS',
    ]);

    for (const kind of ['REGISTRY_EXTRACT', 'OWNERSHIP_STATEMENT']) await document(id, kind, [ANA, BEN]);
    const funds = await document(id, 'SOURCE_OF_FUNDS', [ANA]);
    await call(MACHINE, 'PUT', `/${id}/intent`, { trains: 'NO' });
    await call(ANA, 'PUT', `/${id}/assessment`, { judgement: 'DOES_NOT', reason: 'Fine-tunes small models.' });
    expect(await missing(id)).toEqual(['DOCUMENT SOURCE_OF_FUNDS']);

    const decide = (as: string) => call(as, 'POST', `/${id}/verifications/decision`, { outcome: 'APPROVED', reason: 'complete' });
    await call(ANA, 'POST', `/${id}/verifications`, { level: 'ENHANCED' });
    expect(codeOf(await call(ANA, 'POST', `/${id}/verifications/proposal`, { reason: 'complete' }))).toEqual([409, 'REQUIREMENTS_MISSING']);
    expect(codeOf(await call(ANA, 'POST', `/${id}/documents/${funds}/decision`, { outcome: 'ACCEPTED', reason: 'seen' }))).toEqual([
      403,
      'SAME_PERSON',
    ]);
    await call(BEN, 'POST', `/${id}/documents/${funds}/decision`, { outcome: 'ACCEPTED', reason: 'seen' });
    expect((await call(ANA, 'POST', `/${id}/verifications/proposal`, { reason: 'complete' })).status).toBe(200);
    expect(codeOf(await decide(ANA))).toEqual([403, 'SAME_PERSON']);
    expect((await decide(BEN)).body).toMatchObject({ level: 'ENHANCED', status: 'ACTIVE' });
    expect((await call(ANA, 'GET', `/${id}`)).body).toMatchObject({ level: 'ENHANCED', levelValidTo: expect.stringMatching(/^2027/) });

    const standings = (await registry.facts()).filter(({ fact }) => fact.case === 'standing' && fact.value.customer === id);
    expect(standings.at(-1)!.fact.value).toMatchObject({ level: 4, status: 1 });

    // Who it is changes: the level stands, and somebody is asked to look again; it is screened again before it counts as screened.
    const { version } = (await call(ANA, 'GET', `/${id}`)).body;
    await registry.call(ANA, 'PATCH', `/v1/customers/${id}`, {
      body: { names: [{ text: 'Tidevann Regning AS' }] },
      headers: { 'if-match': `"${version}"` },
    });
    expect((await call(ANA, 'GET', `/${id}/revalidations`)).body.open.grounds).toMatchObject([{ cause: 'CHANGED_IDENTITY' }]);
    await registry.settled();
    expect(await missing(id)).toEqual([]);
  });

  it('knows one person behind two accounts: four eyes are two people', async () => {
    const [analyst, lead] = ['ana-1:compliance-analyst:north:ana', 'ana-2:compliance-lead:north:ana'];
    const id = await onboard(company('Dobbelt Øye AS', 'NO', '981234567'));
    const funds = await document(id, 'SOURCE_OF_FUNDS', [analyst]);
    expect(codeOf(await call(lead, 'POST', `/${id}/documents/${funds}/decision`, { outcome: 'ACCEPTED', reason: 'seen' }))).toEqual([
      403,
      'SAME_PERSON',
    ]);
    expect((await call(BEN, 'POST', `/${id}/documents/${funds}/decision`, { outcome: 'ACCEPTED', reason: 'seen' })).status).toBe(200);
  });

  it('is lost to nobody who stands aside: two who approve at once are one approval', async () => {
    const id = await onboard(company('Strandlinje AS', 'NO', '981234568'));
    await call(ANA, 'POST', `/${id}/verifications`, { level: 'BASIC' });
    const both = await Promise.all(
      [ANA, BEN].map((as) => call(as, 'POST', `/${id}/verifications/decision`, { outcome: 'APPROVED', reason: 'complete' })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('leaves nothing to be found by when the person is erased', async () => {
    const id = await onboard({ ...company('Ebbe og Flo AS', 'NO', '981234569'), reference: 'ebbe' });
    await registry.settled();
    const marks = async () => {
      const [row] = await registry.everything<{ found: number }>(
        `select (select count(*) from screening_key where customer = $1)::int + (select count(*) from party_mark where record = $1)::int
           + (select count(*) from customer where id = $1 and reference_mark is not null)::int as found`,
        [id],
      );
      return row!.found;
    };
    expect(await marks()).toBeGreaterThan(2);
    await call(ANA, 'POST', `/${id}/close`, { reason: 'left' });
    registry.clock.nowMs += 8 * 366 * 86_400_000;
    expect((await call('lea:compliance-lead:north', 'POST', `/${id}/erase`, { reason: 'asked' })).status).toBe(200);
    await registry.settled();
    expect(await marks()).toBe(0);
  });
});
