import { readList } from '@tidemark/importers';
import { SCREENING_CONFIGURATION, scorePersons } from '@tidemark/screening';
import { isValidPhoneNumber } from 'libphonenumber-js/max';
import { SAMPLE_LIST, SAMPLE_LIST_FILE } from './sample-list.data.js';
import { SAMPLE_TENANTS } from './sample-tenants.js';

const customers = SAMPLE_TENANTS.flatMap((tenant) => tenant.customers);
const profiles = customers.map(({ profile }) => profile);

/** ISO 7064 MOD 97-10, written apart from the code under test. */
const remainder97 = (text: string) => Number(BigInt([...text].map((one) => Number.parseInt(one, 36)).join('')) % 97n);

describe('identities of the sample world', () => {
  it('are some forty, in several scripts and many countries', () => {
    expect(customers.length).toBeGreaterThanOrEqual(40);
    const scripts = new Set(profiles.flatMap(({ names }) => names.map(({ script }) => script)));
    expect(scripts.size).toBeGreaterThanOrEqual(8);
    expect(new Set(profiles.flatMap(({ addresses }) => (addresses ?? []).map(({ country }) => country))).size).toBeGreaterThanOrEqual(15);
    for (const { names } of profiles)
      if (names[0]!.script !== 'Latn') expect(names.some(({ kind, script }) => kind === 'TRANSLITERATED' && script === 'Latn')).toBe(true);
  });

  it('cannot be taken for real: LEIs of no issuer with right check digits, domains of nobody, addresses kept for documentation', () => {
    const leis = profiles.flatMap(({ identifiers }) =>
      (identifiers ?? []).filter(({ scheme }) => scheme === 'LEI').map(({ value }) => value),
    );
    expect(leis.length).toBeGreaterThanOrEqual(15);
    for (const lei of leis) expect([lei, lei.length, lei.startsWith('00TM'), remainder97(lei)]).toEqual([lei, 20, true, 1]);
    for (const { contacts = [], administration = [] } of profiles) {
      for (const { kind, value } of contacts)
        expect([value, kind === 'EMAIL' ? value.endsWith('.example') : isValidPhoneNumber(value)]).toEqual([value, true]);
      for (const { ip } of administration) expect(ip).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/);
    }
  });

  it.each(SAMPLE_TENANTS.map((tenant) => [tenant.provider, tenant] as const))(
    'of %s name each other by references that exist',
    (_, tenant) => {
      const references = tenant.customers.map(({ profile }) => profile.reference);
      expect(new Set(references).size).toBe(references.length);
      const linked = new Map(tenant.links.map(({ account, customer }) => [account, customer]));
      const named = [
        ...tenant.edges.flatMap(({ owner, owned }) => [owner, owned]),
        ...linked.values(),
        ...tenant.transfers.flatMap(({ from, to }) => [from, to]),
        ...tenant.resellers.map(({ customer }) => customer),
      ];
      expect(named.filter((reference) => !references.includes(reference))).toEqual([]);
      for (const { account, from } of tenant.transfers) expect(linked.get(account)).toBe(from);
      for (const { account, customer } of tenant.resellers) expect(linked.get(account)).toBe(customer);
      const owners = new Set(tenant.edges.flatMap(({ owner, owned }) => [owner, owned]));
      const idle = tenant.customers.filter(({ related, profile }) => related && !owners.has(profile.reference));
      expect(idle).toEqual([]);
      // It comes in when everything else is done, which is how a later start sees that nothing is left.
      const last = tenant.customers.at(-1)!;
      expect([named.includes(last.profile.reference), last.level]).toEqual([false, undefined]);
    },
  );

  it('are known to several providers by one identifier: a company by its LEI, one by its register, a person by passport', () => {
    const keys = SAMPLE_TENANTS.flatMap(({ provider, customers: own }) =>
      own.flatMap(({ profile }) =>
        (profile.identifiers ?? []).map(({ scheme, value, country }) => ({ provider, key: [scheme, country, value].join(' ') })),
      ),
    );
    const shared = Object.entries(Object.groupBy(keys, ({ key }) => key)).filter(([, all]) => all!.length > 1);
    expect(shared.map(([key, all]) => [key, all!.length]).sort()).toEqual([
      ['LEI  00TMMARISMAKAPIT0008', 2],
      ['LEI  00TMVELDHUISHOLD0083', 3],
      ['PASSPORT NL NXTM00611', 2],
      ['REGISTRATION DE HRB 900042 HL', 2],
      ['REGISTRATION LI FL-0000.942.042-0', 2],
      ['REGISTRATION NL 00910042', 3],
    ]);
  });

  it('meet two of the list, one who is meant and one of the same name who was born in another year, and nobody else comes near', async () => {
    const bytes = new TextEncoder().encode(SAMPLE_LIST_FILE);
    const list = await readList({ list: SAMPLE_LIST.id, format: SAMPLE_LIST.format, parts: [{ part: 'main', name: 'list', bytes }] });
    if ('refused' in list) throw new Error(list.refused.detail);
    expect(list.notes).toEqual([]);
    const scores = list.entries.flatMap((entry) =>
      profiles.map(({ kind, names, birthDate, nationalities: countries = [], identifiers = [], reference }) => {
        const person = { kind, names, birthDates: birthDate === undefined ? [] : [birthDate], countries, identifiers };
        return { reference, entry: entry.id, score: scorePersons(person, entry).score };
      }),
    );
    const near = scores
      .filter(({ score }) => score > 0.7 * SCREENING_CONFIGURATION.alertThreshold)
      .map(({ reference, entry }) => [reference, entry]);
    expect(near.sort()).toEqual([
      ['casimir-drovantis', 'tms-0001'],
      ['elena-marchetti-voss', 'tms-0002'],
    ]);
    const alerts = scores.filter(({ score }) => score >= SCREENING_CONFIGURATION.alertThreshold);
    expect(alerts).toHaveLength(2);
  });
});
