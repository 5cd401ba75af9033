import { setTimeout as sleep } from 'node:timers/promises';
import { personToken } from '../../apps/standalone/src/person-client/person-token.js';
import { SAMPLE_TENANTS } from '../../apps/standalone/src/sample-identity/sample-tenants.js';
import { type Answer, request } from './harness/client.js';
import { Tidemark } from './harness/tidemark.js';
import { eventually } from './harness/usage.js';

const PROVIDERS = SAMPLE_TENANTS.map(({ provider }) => provider);

/** What a newcomer finds of customers, after a first start that was killed again and again. */
describe('the made-up customers', () => {
  let tidemark: Tidemark;
  let sam: () => Promise<string>;
  const ids = new Map<string, string>();

  const get = async (provider: string, path: string): Promise<Answer['body']> => {
    const { status, body, text } = await (await tidemark.as(provider)).get(path);
    if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
    return body;
  };
  const asOperator = async (path: string): Promise<Answer['body']> => (await (await tidemark.as('operator')).get(path)).body;
  const ofScheme = async (path: string): Promise<Answer['body']> =>
    (await request(`${tidemark.origin}${path}`, { headers: { authorization: `Bearer ${await sam()}` } })).body;
  const idOf = (provider: string, reference: string) => ids.get(`${provider}/${reference}`)!;
  const groupOf = async (provider: string, reference: string, asOf: string) =>
    (await get(provider, `/v1/controllers/${idOf(provider, reference)}/group?asOf=${asOf}`)).items
      .map(({ member }: { member: string }) => [...ids].find(([, id]) => id === member)?.[0].split('/')[1])
      .sort();

  beforeAll(async () => {
    tidemark = await Tidemark.make();
    for (const waitMs of [200, 1_200, 2_500]) {
      tidemark.launch('--no-frontier-run');
      await tidemark.says(/Loading .*: 0 of|is ready/);
      await sleep(waitMs);
      await tidemark.kill();
    }
    await tidemark.start('--no-frontier-run');
    const { people } = await tidemark.credentials();
    sam = personToken(`${tidemark.origin}/oidc`, (people as { username: string }[]).find(({ username }) => username === 'sam') as never);
  }, 300_000);
  afterAll(() => tidemark?.remove(), 60_000);

  it('are all there once, each verified as far as it is meant to be', async () => {
    for (const { provider, customers } of SAMPLE_TENANTS) {
      const { items } = await get(provider, '/v1/customers?limit=500');
      expect([provider, items.length]).toEqual([provider, customers.length]);
      for (const { profile, level = 'NONE', related } of customers) {
        const { items: found } = await get(provider, `/v1/customers?reference=${profile.reference}`);
        expect(found).toMatchObject([{ level, related, status: 'ACTIVE', kind: profile.kind }]);
        ids.set(`${provider}/${profile.reference}`, found[0].id);
      }
    }
  }, 30_000);

  it('are asked for again where they use more than their level is good for, and nobody who uses little is', async () => {
    // A flag and the ask that follows from it are of two services: the one is there a moment before the other.
    const { isAsked } = await eventually('customers above a band, all of them asked', askedAndAbove, ({ isAsked: asked, above }) => {
      return above.length >= 3 && above.every((id) => asked.has(id));
    });
    for (const id of isAsked) expect([id, (await largestBehind(id)) >= 10n ** 22n]).toEqual([id, true]);
  });

  async function askedAndAbove(): Promise<{ isAsked: Set<string>; above: string[] }> {
    const { items } = await asOperator('/v1/flags?kind=UNVERIFIED_ABOVE_BAND&scope=customer&status=OPEN');
    const isAsked = new Set<string>();
    for (const provider of PROVIDERS) for (const { id } of (await get(provider, '/v1/customers?revalidation=true')).items) isAsked.add(id);
    return { isAsked, above: items.map(({ scope }: { scope: { id: string } }) => scope.id) };
  }

  /** The largest total, by the best estimate, of the customer, its party and its accounts: each of them is compared with the bands. */
  async function largestBehind(customer: string): Promise<bigint> {
    const [party] = (await ofScheme(`/v1/parties?customer=${customer}`)).items;
    const links = (await ofScheme(`/v1/links?customer=${customer}`)).items;
    const scopes = [
      `customer&id=${customer}`,
      `party&id=${party?.id ?? customer}`,
      ...links.map(({ account }: { account: string }) => `account&id=${encodeURIComponent(account)}`),
    ];
    const totals = await Promise.all(scopes.map((scope) => asOperator(`/v1/totals?scope=${scope}`)));
    return totals.reduce((most, { expected = '0' }) => (BigInt(expected) > most ? BigInt(expected) : most), 0n);
  }

  it('match the sample list twice: one who is meant, and one of the same name', async () => {
    const all = await Promise.all(
      PROVIDERS.map(async (provider) =>
        (await get(provider, '/v1/screenings/matches')).items.map((match: object) => ({ provider, ...match })),
      ),
    );
    expect(all.flat().map(({ provider, customer, entry, state }) => [provider, customer, entry, state])).toEqual([
      ['aurora-cloud', idOf('aurora-cloud', 'elena-marchetti-voss'), 'tms-0002', 'OPEN'],
      ['borealis-compute', idOf('borealis-compute', 'casimir-drovantis'), 'tms-0001', 'OPEN'],
    ]);
  });

  it('are under who controls them, as of the date: three deep, by a ring, in trust, as a family, by the board', async () => {
    const deep = ['lindqvist-robotik', 'veldhuis-holding', 'veldhuis-nordic'];
    expect(await groupOf('microsoft-itp', 'marijke-veldhuis', '2021-03-15')).toEqual(['hanse-sprachmodelle', ...deep]);
    expect(await groupOf('microsoft-itp', 'marijke-veldhuis', '2021-04-01')).toEqual(deep);
    expect(await groupOf('microsoft-itp', 'jutta-reimers', '2021-04-01')).toEqual(['hanse-sprachmodelle']);
    expect(await groupOf('aurora-cloud', 'annelie-ostermann', '2020-01-01')).toEqual([
      'brisa-computo',
      'kestrel-nine',
      'ostara-datenwerke',
    ]);
    expect(await groupOf('aurora-cloud', 'imogen-ashgrove', '2020-01-01')).toEqual(['ashgrove-analytics', 'ashgrove-trust']);
    expect(await groupOf('borealis-compute', 'yusuf-sanabili', '2020-01-01')).toEqual([
      'amira-sanabili',
      'karim-sanabili',
      'sanabili-genomics',
    ]);
    expect(await groupOf('borealis-compute', 'meridian-stiftung', '2020-01-01')).toEqual(['open-tongues']);
  });

  it('are one party where they have one identifier, for the scheme alone; who only looks alike is a work item', async () => {
    const parties = await eventually(
      'every record resolved',
      () => ofScheme('/v1/parties?limit=500'),
      ({ items }) => items.length === ids.size - 5,
    );
    const shared = parties.items.filter(({ records }: { records: unknown[] }) => records.length > 1);
    const names = shared.map(({ records }: { records: { customer: string }[] }) =>
      records.map(({ customer }) => [...ids].find(([, id]) => id === customer)?.[0]).sort(),
    );
    expect(names.sort()).toEqual([
      ['aurora-cloud/hanse', 'microsoft-itp/hanse-sprachmodelle'],
      ['aurora-cloud/marisma-kapital', 'borealis-compute/marisma'],
      ['aurora-cloud/veldhuis', 'borealis-compute/veldhuis-nv', 'microsoft-itp/veldhuis-holding'],
      ['borealis-compute/m-a-veldhuis', 'microsoft-itp/marijke-veldhuis'],
    ]);
    const { items } = await ofScheme('/v1/parties/candidates?state=OPEN');
    expect(items.map(({ left, right }: { left: string; right: string }) => [left, right].sort())).toEqual([
      [idOf('aurora-cloud', 'lin-shuyun'), idOf('borealis-compute', 'lim-shu-yun')].sort(),
    ]);
    // Over all providers one person is above what three of them know in parts.
    const { members } = await ofScheme(`/v1/controllers/${idOf('microsoft-itp', 'marijke-veldhuis')}/group?asOf=2026-01-01`);
    expect(members).toBe(6);
  });

  it('have accounts: some from the first day, one late, one that passed to another, two that are nobody’s', async () => {
    const customerOf = async (account: string, asOf: string) =>
      (await get('microsoft-itp', `/v1/accounts/${account}?asOf=${asOf}`)).customer;
    expect(await customerOf('cluster02', '2021-03-04')).toBe(idOf('microsoft-itp', 'lindqvist-robotik'));
    expect(await customerOf('cluster08', '2021-03-21')).toBeUndefined();
    expect(await customerOf('cluster08', '2021-03-22')).toBe(idOf('microsoft-itp', 'praca-sete'));
    expect(await customerOf('cluster07', '2021-04-05T10:29:59Z')).toBe(idOf('microsoft-itp', 'alatau-esepteu'));
    expect(await customerOf('cluster07', '2021-04-05T10:30:00Z')).toBe(idOf('microsoft-itp', 'mtis-amindi'));
    const nobodys = await eventually(
      'every account seen in use',
      () => get('microsoft-itp', '/v1/accounts?linked=false&asOf=2021-04-20'),
      ({ items }) => items.length >= 2,
    );
    expect(nobodys.items.map(({ account }: { account: string }) => account)).toEqual(['cluster09', 'cluster10']);
    const suggested = await eventually(
      'a suggestion',
      () => get('aurora-cloud', '/v1/links/suggestions?state=OPEN'),
      (answer) => answer.items.length > 0,
    );
    expect(suggested.items).toMatchObject([{ account: 'walk-in-7', customer: idOf('aurora-cloud', 'devika-ranganathan') }]);
    const { items } = await get('borealis-compute', '/v1/resellers');
    expect(items).toMatchObject([
      { account: 'starharbour-pool', opaque: true, subAccounts: ['starharbour-school-1', 'starharbour-school-2'] },
    ]);
  });

  it('have use at the made-up providers too, sent once', async () => {
    for (const [provider, source, records] of [
      ['aurora-cloud', 'aurora-meter-a100', '6'],
      ['borealis-compute', 'borealis-meter-a100', '7'],
    ] as const) {
      const body = await eventually(
        'the use counted',
        () => get(provider, `/v1/conservation?source=${source}`),
        (answer) => answer.records.counted === records,
      );
      expect(body.records).toMatchObject({ received: records, duplicate: '0', held: '0' });
    }
  });
});
