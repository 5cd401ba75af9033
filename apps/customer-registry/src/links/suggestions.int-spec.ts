import { type RegistryUnderTest, startCustomerRegistry } from '../../test/registry.fixture.js';

const ANA = 'ana:compliance-analyst:north';
const MACHINE = 'client:provider:north';
const SUE = 'sue:compliance-analyst:south';

const profile = (name: string, domain: string, token: string) => ({
  kind: 'LEGAL',
  names: [{ text: name }],
  contacts: [{ kind: 'EMAIL', value: `post@${domain}` }],
  payments: [{ kind: 'BANK_ACCOUNT', token }],
});

describe('suggested links', () => {
  let registry: RegistryUnderTest;
  let fjordlys: string;
  let havblikk: string;

  beforeAll(async () => {
    registry = await startCustomerRegistry();
    fjordlys = await onboard(profile('Fjordlys Regnekraft AS', 'fjordlys.example.com', 'tok_fjord'));
    havblikk = await onboard(profile('Havblikk Sky AS', 'havblikk.example.com', 'tok_hav'));
    await registry.settled();
  }, 60_000);
  afterAll(() => registry?.stop());

  const onboard = async (body: object, as = ANA) => {
    const made = await registry.call(as, 'POST', '/v1/customers', { body });
    expect([made.status, made.body.problems]).toEqual([201, undefined]);
    return made.body.id as string;
  };
  const signals = async (account: string, body: object, as = MACHINE) => {
    expect((await registry.call(as, 'PUT', `/v1/accounts/${account}/signals`, { body })).status).toBe(204);
    await registry.settled();
  };
  const list = async (query = '', as = ANA) => (await registry.call(as, 'GET', `/v1/links/suggestions?${query}`)).body.items;
  const decide = (id: string, body: object, as = ANA) => registry.call(as, 'POST', `/v1/links/suggestions/${id}/decision`, { body });

  it('say which customer an account may be, and every reason for and against', async () => {
    await signals('s-1', { names: ['FJORDLYS regnekraft'], paymentTokens: ['tok_fjord'], emailDomains: ['Fjordlys.example.com'] });
    const found = await list('account=s-1');
    expect(found).toMatchObject([{ account: 's-1', customer: fjordlys, state: 'OPEN', strength: 'STRONG', weights: 'links-2026-11' }]);
    expect(found[0].probability).toBeGreaterThan(0.99);
    expect(found[0].reasons.map(({ feature, level }: { feature: string; level: string }) => `${feature} ${level}`)).toEqual([
      'PAYMENT_TOKEN SAME',
      'EMAIL_DOMAIN SAME',
      'NAME ALL_WORDS',
    ]);
  });

  it('do not come of one weak sign', async () => {
    // Null says as little as a list that is left out.
    await signals('s-weak', { names: ['Regnekraft Bergen'], paymentTokens: ['tok_other'], administrationIps: null, registeredAt: null });
    expect(await list('account=s-weak')).toEqual([]);
  });

  it('are confirmed by a person, which makes the link in the same change', async () => {
    const [{ id }] = await list('account=s-1');
    expect((await decide(id, { decision: 'CONFIRMED', reason: 'Called them.' }, MACHINE)).status).toBe(403);
    expect((await decide(id, { decision: 'CONFIRMED', reason: 'Called them.' })).body.code).toBe('SUGGESTION_START_MISSING');
    const confirmed = await decide(id, { decision: 'CONFIRMED', reason: 'Called them.', from: '2025-01-01' });
    expect(confirmed).toMatchObject({ status: 200, body: { state: 'CONFIRMED', decidedBy: 'ana', link: expect.any(String) } });
    const link = await registry.call(ANA, 'GET', `/v1/links/${confirmed.body.link}`);
    expect(link.body).toMatchObject({
      account: 's-1',
      customer: fjordlys,
      evidence: { kind: 'PAYMENT_TOKEN', strength: 'STRONG', confirmation: 'PERSON' },
    });
    expect((await decide(id, { decision: 'DISMISSED', reason: 'No.' })).body.code).toBe('SUGGESTION_DECIDED');
  });

  it('come of a key that an account of the customer uses already', async () => {
    await signals('s-key-1', { keyFingerprints: ['SHA256:abc'] });
    const body = { account: 's-key-1', customer: havblikk, from: '2025-01-01', evidence: { kind: 'DECLARED' } };
    expect((await registry.call(ANA, 'POST', '/v1/links', { body })).status).toBe(201);
    await signals('s-key-2', { keyFingerprints: ['SHA256:abc'] });
    expect(await list('account=s-key-2')).toMatchObject([{ customer: havblikk, reasons: [{ feature: 'KEY_FINGERPRINT', level: 'SAME' }] }]);
  });

  it('that were dismissed stay so, whatever comes', async () => {
    await signals('s-2', { paymentTokens: ['tok_hav'], names: ['Havblikk Sky'] });
    const [{ id }] = await list('account=s-2');
    expect((await decide(id, { decision: 'DISMISSED', reason: 'A shared card.' })).body).toMatchObject({ state: 'DISMISSED' });
    await signals('s-2', { paymentTokens: ['tok_hav'], names: ['Havblikk Sky'], emailDomains: ['havblikk.example.com'] });
    expect((await list('account=s-2')).map(({ state }: { state: string }) => state)).toEqual(['DISMISSED']);
  });

  it('follow the customer: one that is onboarded later is suggested, one that changed is not any more', async () => {
    await signals('s-3', { paymentTokens: ['tok_later'], emailDomains: ['senere.example.com'] });
    expect(await list('account=s-3')).toEqual([]);
    const later = await onboard(profile('Senere Data AS', 'senere.example.com', 'tok_later'));
    await registry.settled();
    expect(await list('account=s-3')).toMatchObject([{ customer: later, state: 'OPEN' }]);
    const amended = await registry.call(ANA, 'PATCH', `/v1/customers/${later}`, {
      body: { contacts: [], payments: [{ kind: 'BANK_ACCOUNT', token: 'tok_changed' }] },
      headers: { 'if-match': '"1"' },
    });
    expect(amended.status).toBe(200);
    await registry.settled();
    expect(await list('account=s-3')).toMatchObject([{ customer: later, state: 'GONE' }]);
  });

  it('are gone when the account is somebody’s, and back when it is nobody’s again', async () => {
    await signals('s-4', { paymentTokens: ['tok_hav'], names: ['Havblikk Sky'] });
    const made = await registry.call(ANA, 'POST', '/v1/links', {
      body: { account: 's-4', customer: fjordlys, from: '2025-01-01', evidence: { kind: 'ANALYST' } },
    });
    await registry.settled();
    expect(await list('account=s-4')).toMatchObject([{ customer: havblikk, state: 'GONE' }]);
    await registry.call(ANA, 'POST', `/v1/links/${made.body.id}/end`, { body: { at: '2025-01-01', reason: 'Wrong.', mistaken: true } });
    await registry.settled();
    expect(await list('account=s-4&state=OPEN')).toMatchObject([{ customer: havblikk }]);
  });

  it('stay within one provider, and nothing of what was compared lies readable', async () => {
    const theirs = await onboard(profile('Fjordlys Regnekraft AS', 'fjordlys.example.com', 'tok_fjord'), SUE);
    await signals('s-1', { paymentTokens: ['tok_fjord'], emailDomains: ['fjordlys.example.com'] }, 'client:provider:south');
    expect(await list('', SUE)).toMatchObject([{ customer: theirs }]);
    expect((await list('account=north/s-1', 'zoe:compliance-analyst')).length).toBe(1);
    for (const table of ['link_signal', 'link_signal_owner', 'link_suggestion', 'registry_task', 'idempotent_answer'])
      expect(JSON.stringify(await registry.everything(`select t::text as row from ${table} t`))).not.toMatch(
        /fjordlys|tok_|Called|shared card/i,
      );
    const marks = await registry.everything<{ n: number }>(
      `select count(*)::int as n from (select mark from link_signal group by mark having count(distinct provider) > 1) x`,
    );
    expect(marks).toEqual([{ n: 0 }]);
  });
});
