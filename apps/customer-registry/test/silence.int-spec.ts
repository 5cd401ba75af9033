import type { Answer } from '@tidemark/testing';
import { type RegistryUnderTest, startCustomerRegistry } from './registry.fixture.js';

/** Onboardings of each kind: enough that chance alone does not order them. */
const ROUNDS = 40;
const SOUTH = 'bea:compliance-analyst:south';
const NORTH = 'ana:compliance-analyst:north';
const SCHEME = 'sol:compliance-analyst:';
const OTHERS_UUID = '3f0c8a52-61d7-4a0e-9a34-0d9c1f7f1a11';

const SYLLABLES = ['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'je', 'ki', 'lo', 'mu', 'na', 'pe', 'ri', 'so', 'tu', 'va', 'we', 'xi', 'yo', 'zu'];
const madeUpWord = (n: number): string =>
  [n, n * 7 + 3, n * 13 + 5, Math.floor(n / 20) + 11].map((one) => SYLLABLES[one % SYLLABLES.length]).join('');

/** As the same company is told to several providers; the number makes each a company of its own. */
const company = (n: number) => ({
  kind: 'LEGAL',
  names: [{ text: `${madeUpWord(n)} Dynamics Ltd`, kind: 'LEGAL' }],
  addresses: [{ kind: 'REGISTERED', lines: ['1 Quay'], locality: 'Cork', country: 'IE' }],
  jurisdiction: 'IE',
  identifiers: [{ scheme: 'REGISTRATION', value: `IE-${700_000 + n}`, country: 'IE' }],
  contacts: [{ kind: 'EMAIL', value: `office${n}@halcyon.example` }],
  businessPurpose: 'Turbine simulation.',
});

/** What differs from one record to the next for reasons of its own. */
const shape = ({ status, headers, body }: Answer) => ({
  status,
  headers: [...headers.keys()].filter((name) => name !== 'date').sort(),
  body: JSON.parse(
    JSON.stringify(body ?? null)
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>'),
  ),
});

describe('what a provider can learn of another one', () => {
  let registry: RegistryUnderTest;
  /** Ids of south's records: of persons whom north has too, and of persons whom nobody has. */
  const shared: string[] = [];
  const alone: string[] = [];
  const tookMs = { shared: [] as number[], alone: [] as number[] };
  const answers = { shared: [] as Answer[], alone: [] as Answer[] };

  const onboard = async (n: number, kind: 'shared' | 'alone') => {
    const started = performance.now();
    const answer = await registry.call(SOUTH, 'POST', '/v1/customers', { body: company(n) });
    tookMs[kind].push(performance.now() - started);
    answers[kind].push(answer);
    (kind === 'shared' ? shared : alone).push(answer.body.id);
  };

  beforeAll(async () => {
    registry = await startCustomerRegistry();
    for (let n = 0; n < ROUNDS; n++) expect((await registry.call(NORTH, 'POST', '/v1/customers', { body: company(n) })).status).toBe(201);
    await registry.settled();
    // Warm, then turn by turn, so that whatever else the machine does falls on both alike.
    for (let n = 0; n < 5; n++) await registry.call(SOUTH, 'POST', '/v1/customers', { body: company(9_000 + n) });
    for (let n = 0; n < ROUNDS; n++) {
      await onboard(n, 'shared');
      await onboard(5_000 + n, 'alone');
    }
    await registry.settled();
  }, 120_000);
  afterAll(() => registry?.stop());

  it('has something to hide: the scheme sees one party for each pair', async () => {
    const { body } = await registry.call(SCHEME, 'GET', `/v1/parties?customer=${shared[0]}`);
    expect(body.items[0].records.map(({ provider }: { provider: string }) => provider).sort()).toEqual(['north', 'south']);
  });

  it('is answered alike, to every header and field, whether another provider has the person or not', async () => {
    expect(new Set(answers.shared.map((one) => JSON.stringify(shape(one)))).size).toBe(1);
    expect(shape(answers.shared[0]!)).toEqual(shape(answers.alone[0]!));
    for (const path of [
      '',
      '/identity?purpose=silence',
      '/verification',
      '/documents',
      '/revalidations',
      '/events',
      '/owners',
      '/intent',
    ]) {
      const one = shape(await registry.call(SOUTH, 'GET', `/v1/customers/${shared[0]}${path}`));
      const other = shape(await registry.call(SOUTH, 'GET', `/v1/customers/${alone[0]}${path}`));
      const numbers = (text: string) => text.replaceAll(/[a-z]+ Dynamics|IE-\d+|office\d+|AtMs\\?":\d+/g, '<n>');
      expect([path, numbers(JSON.stringify(one))]).toEqual([path, numbers(JSON.stringify(other))]);
    }
  });

  it('takes as long: the times of the two kinds cannot be told apart', () => {
    // The chance that one of the shared took longer than one of the others; by luck alone it stays near one half (deviation 0.065).
    const pairs = tookMs.shared.flatMap((a) => tookMs.alone.map((b) => (a > b ? 1 : a < b ? 0 : 0.5)));
    const longer = pairs.reduce((sum: number, one) => sum + one, 0) / pairs.length;
    expect(longer).toBeGreaterThan(0.2);
    expect(longer).toBeLessThan(0.8);
  });

  it('counts its own alone', async () => {
    const { body } = await registry.call(SOUTH, 'GET', '/v1/customers?limit=500');
    expect(body.items).toHaveLength(2 * ROUNDS + 5);
    expect(new Set(body.items.map(({ provider }: { provider: string }) => provider))).toEqual(new Set(['south']));
  });

  it("cannot tell another's record from none: every call on it is answered as on an id that nobody has", async () => {
    const { body } = await registry.call(NORTH, 'GET', '/v1/customers?limit=1');
    const [foreign] = body.items.map(({ id }: { id: string }) => id);
    const owner = { owner: foreign, kind: 'SHARES', share: '1/2', from: '2026-01-01', source: 'customer' };
    const calls: [string, string, unknown?][] = [
      ['GET', `/v1/customers/ID`],
      ['GET', `/v1/customers/ID/identity?purpose=silence`],
      ['GET', `/v1/customers/ID/events`],
      ['GET', `/v1/customers/ID/documents`],
      ['GET', `/v1/customers/ID/verification`],
      ['GET', `/v1/customers/ID/owners`],
      ['GET', `/v1/controllers/ID/group`],
      ['GET', `/v1/links?customer=ID`],
      ['POST', `/v1/customers/ID/verifications`, { level: 'BASIC' }],
      ['POST', `/v1/customers/ID/owners`, { ...owner, owner: shared[0] }],
      ['POST', `/v1/customers/${shared[0]}/owners`, { ...owner, owner: 'ID' }],
      ['POST', `/v1/customers/ID/close`, { reason: 'to see' }],
      ['POST', `/v1/links`, { account: 'acct-1', customer: 'ID', from: '2026-01-01', evidence: { kind: 'DECLARED' } }],
    ];
    for (const [method, path, given] of calls) {
      const ask = async (id: string) => {
        const sent = given === undefined ? {} : { body: JSON.parse(JSON.stringify(given).replaceAll('ID', id)) };
        return shape(await registry.call(SOUTH, method, path.replaceAll('ID', id), sent));
      };
      expect([method, path, await ask(foreign)]).toEqual([method, path, await ask(OTHERS_UUID)]);
    }
  });

  it('is refused everything about parties in the same words, whatever exists', async () => {
    const { body } = await registry.call(SCHEME, 'GET', `/v1/parties?customer=${shared[0]}`);
    const party = body.items[0].id;
    for (const path of ['/v1/parties', '/v1/parties/ID', '/v1/parties/candidates']) {
      const real = await registry.call(SOUTH, 'GET', path.replace('ID', party));
      expect(real.status).toBe(403);
      expect(shape(real)).toEqual(shape(await registry.call(SOUTH, 'GET', path.replace('ID', OTHERS_UUID))));
    }
  });

  it('finds no id of a party, nor of another provider’s records, in anything that it may read', async () => {
    const parties = await registry.call(SCHEME, 'GET', '/v1/parties?limit=500');
    const norths = await registry.call(NORTH, 'GET', '/v1/customers?limit=500');
    const secret = [...parties.body.items, ...norths.body.items].map(({ id }: { id: string }) => id);
    const read = await Promise.all(
      [
        '/v1/customers?limit=500',
        '/v1/links',
        '/v1/controllers',
        '/v1/screenings/matches',
        '/v1/links/suggestions',
        '/v1/identity-reads',
      ].map((path) => registry.call(SOUTH, 'GET', path)),
    );
    const text = JSON.stringify(read.map(({ body: answer }) => answer));
    expect(secret.filter((id) => text.includes(id))).toEqual([]);
  });
});
