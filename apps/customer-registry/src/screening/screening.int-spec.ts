import { SCREENING_CONFIGURATION } from '@tidemark/screening';
import pg from 'pg';
import { type RegistryUnderTest, startCustomerRegistry } from '../../test/registry.fixture.js';
import { PostgresRegistryWrites } from '../postgres/registry-writes.postgres.js';
import { PostgresScreenings } from '../postgres/screenings.postgres.js';
import { RescreenAfterUpgrade } from './rescreen-after-upgrade.js';

const OPERATOR = 'op:operator:';
const ANA = 'ana:compliance-analyst:north';
const SUE = 'sue:compliance-analyst:south';
const PURPOSE = { 'tidemark-purpose': 'review of a match' };

interface Listed {
  birthDate?: string[];
  nationality?: string[];
  alias?: string[];
  notes?: string[];
}
const listed = (id: string, name: string, more: Listed = {}) =>
  JSON.stringify({ id, schema: 'Person', properties: { name: [name], topics: ['sanction'], ...more } });

describe('screening', () => {
  let registry: RegistryUnderTest;
  beforeAll(async () => {
    registry = await startCustomerRegistry();
  }, 60_000);
  afterAll(() => registry?.stop());

  const call = (as: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    registry.call(as, method, path, { ...(body === undefined ? {} : { body }), headers });
  const importList = async (list: string, ...lines: string[]) => {
    const body = `${lines.join('\n')}\n`;
    const query = 'format=ftm-json&confirm=true';
    const done = await registry.call(OPERATOR, 'POST', `/v1/lists/${list}/versions?${query}`, { body });
    expect([done.status, done.body.code]).toEqual([201, undefined]);
    await registry.settled();
    return done.body;
  };
  const onboard = async (name: string, more: object = {}, as = ANA): Promise<string> => {
    const made = await call(as, 'POST', '/v1/customers', { kind: 'NATURAL', names: [{ text: name }], ...more });
    expect([made.status, made.body.code]).toEqual([201, undefined]);
    await registry.settled();
    return made.body.id;
  };
  const matches = async (query: string, as = ANA) => (await call(as, 'GET', `/v1/screenings/matches?${query}`)).body.items;
  const detail = async (id: string, as = ANA) => (await call(as, 'GET', `/v1/screenings/matches/${id}`, undefined, PURPOSE)).body;
  const decide = (id: string, decision: string, as = ANA, headers = {}) =>
    call(as, 'POST', `/v1/screenings/matches/${id}/decision`, { decision, reason: 'Another birth date, and another town.' }, headers);

  it('with no list at all is none: nobody counts as screened until there is one', async () => {
    const early = await onboard('Fruehaufsteher Siebenschlaefer');
    expect(await call(ANA, 'POST', '/v1/screenings', { names: ['Anybody'] })).toMatchObject({
      status: 409,
      body: { code: 'SCREENING_NO_LISTS' },
    });
    expect((await call(ANA, 'GET', `/v1/screenings?customer=${early}`)).body.items).toEqual([]);
    await importList('base', listed('z', 'Zacharias Nowhere'));
    expect((await call(ANA, 'GET', `/v1/screenings?customer=${early}`)).body.items).toMatchObject([
      { lists: [{ list: 'base', version: 1 }] },
    ]);
  });

  describe('of somebody asked about', () => {
    const asked = { kind: 'NATURAL', names: ['Zakharias Nowhere'], birthDates: ['1970'] };

    it('gives the same bytes again with the same lists, and an id that follows from them', async () => {
      const first = await call(ANA, 'POST', '/v1/screenings', asked);
      const again = await call(ANA, 'POST', '/v1/screenings', asked);
      expect([first.status, again.status]).toEqual([201, 200]);
      expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body));
      expect(first.body).toMatchObject({
        lists: [{ list: 'base', version: 1 }],
        matches: [{ list: 'base', entry: 'z', score: expect.any(Number), features: expect.any(Array) }],
        complete: true,
      });
      expect((await call(ANA, 'GET', `/v1/screenings/${first.body.id}`)).body).toEqual(first.body);
      expect((await call(SUE, 'POST', '/v1/screenings', asked)).body.id).not.toBe(first.body.id);
    });

    it('is repeated by what was recorded, also when the lists moved on', async () => {
      const { body: first } = await call(ANA, 'POST', '/v1/screenings', { ...asked, lists: ['base'] });
      await importList('base', listed('z', 'Somebody Else'), listed('y', 'Ygritte Nowhere'));
      const repeated = await call(ANA, 'POST', `/v1/screenings/${first.id}/repeat`);
      expect(repeated).toMatchObject({ status: 200, body: { equal: true, recordedSha256: first.sha256, repeatedSha256: first.sha256 } });
      expect(repeated.body.result.matches).toEqual(first.matches);
      const now = await call(ANA, 'POST', '/v1/screenings', { ...asked, lists: ['base'] });
      expect(now.body).toMatchObject({ lists: [{ list: 'base', version: 2 }], matches: [] });
      expect(now.body.id).not.toBe(first.id);
    });

    it('is seen by who asked alone, and by no machine', async () => {
      const { body } = await call(ANA, 'POST', '/v1/screenings', asked);
      for (const as of [SUE, 'zoe:compliance-analyst:']) {
        expect(await call(as, 'GET', `/v1/screenings/${body.id}`)).toMatchObject({ status: 404, body: { code: 'SCREENING_UNKNOWN' } });
        expect((await call(as, 'POST', `/v1/screenings/${body.id}/repeat`)).status).toBe(404);
      }
      expect((await call('m:provider:north', 'POST', '/v1/screenings', asked)).status).toBe(403);
      expect(await call(ANA, 'POST', '/v1/screenings', { ...asked, lists: ['no-list'] })).toMatchObject({
        status: 422,
        body: { code: 'SCREENING_LISTS_UNKNOWN' },
      });
    });

    it('leaves no name in the database', async () => {
      await call(ANA, 'POST', '/v1/screenings', { ...asked, names: ['Quirinius Wurzelsepp'] }, { 'idempotency-key': 'k-9' });
      // As the administrator, whom row-level security does not hold.
      const admin = new pg.Client({ connectionString: registry.postgres.url });
      await admin.connect();
      const { rows: tables } = await admin.query(`select tablename as name from pg_tables where schemaname = 'customer_registry'`);
      const found: string[] = [];
      let bytes = 0;
      for (const { name } of tables) {
        const { rows } = await admin.query(`select coalesce(string_agg(t::text, ' '), '') as text from customer_registry.${name} t`);
        bytes += rows[0].text.length;
        if (/wurzelsepp/i.test(rows[0].text) || rows[0].text.includes(Buffer.from('Wurzelsepp').toString('hex'))) found.push(name);
      }
      await admin.end();
      expect([found, bytes > 3_000]).toEqual([[], true]);
    });
  });

  describe('of customers', () => {
    it('raises a match when one is onboarded, explains it for a purpose alone, and logs who looked', async () => {
      await importList('persons', listed('p-1', 'Ottokar Beispielsky', { birthDate: ['1975'] }));
      const customer = await onboard('Ottokar Beispielsky', { birthDate: '1975-06-07' });
      const [match] = await matches(`customer=${customer}`);
      expect(match).toMatchObject({ kind: 'NAME', list: 'persons', entry: 'p-1', state: 'OPEN', standing: 'MATCHES', version: 1 });
      const plain = await call(ANA, 'GET', `/v1/screenings/matches/${match.id}`);
      expect(plain.body.explanation).toBeUndefined();
      expect(JSON.stringify(plain.body)).not.toMatch(/Ottokar/i);
      expect((await detail(match.id)).explanation).toMatchObject({
        matchedName: { query: 'Ottokar Beispielsky' },
        features: expect.any(Array),
      });
      const reads = await call('lea:compliance-lead:north', 'GET', `/v1/identity-reads?customer=${customer}`);
      expect(reads.body.items[0]).toMatchObject({ what: `match/${match.id}`, reader: 'ana', purpose: 'review of a match' });
      const screening = (await call(ANA, 'GET', `/v1/screenings?customer=${customer}`)).body.items[0];
      expect((await call(ANA, 'POST', `/v1/screenings/${screening.id}/repeat`)).body).toEqual({ id: screening.id, equal: true });
    });

    it('remembers a decision for the facts, and opens again when either side changes', async () => {
      const entry = (more: Listed = {}) => listed('d-1', 'Dagobert Musterfrau', more);
      await importList('decided', entry());
      const customer = await onboard('Dagobert Musterfrau', { birthDate: '1980-01-01' });
      const [{ id }] = await matches(`customer=${customer}`);
      expect(await decide(id, 'FALSE_POSITIVE')).toMatchObject({ status: 200, body: { state: 'FALSE_POSITIVE', version: 2 } });
      expect(await decide(id, 'CONFIRMED')).toMatchObject({ status: 409, body: { code: 'MATCH_DECIDED' } });
      // What is not compared changes nothing.
      await importList('decided', entry({ notes: ['A remark.'] }));
      expect(await matches(`customer=${customer}`)).toMatchObject([{ id, state: 'FALSE_POSITIVE', version: 2 }]);
      // The list's side changes.
      await importList('decided', entry({ birthDate: ['1980'] }));
      expect(await matches(`customer=${customer}`)).toMatchObject([{ id, state: 'OPEN', version: 3 }]);
      await decide(id, 'FALSE_POSITIVE');
      // The customer's side changes.
      const { headers } = await call(ANA, 'GET', `/v1/customers/${customer}`);
      const changed = await call(
        ANA,
        'PATCH',
        `/v1/customers/${customer}`,
        { birthDate: '1980-01-02' },
        { 'if-match': headers.get('etag')! },
      );
      expect([changed.status, changed.body.code]).toEqual([200, undefined]);
      await registry.settled();
      expect(await matches(`customer=${customer}`)).toMatchObject([{ id, state: 'OPEN' }]);
      const { events } = await detail(id);
      expect(events.map(({ type }: { type: string }) => type)).toEqual(['RAISED', 'DECIDED', 'REOPENED', 'DECIDED', 'REOPENED']);
      expect(events[1]).toMatchObject({ by: 'ana', reason: 'Another birth date, and another town.' });
    });

    it('raises by a new version of a list exactly the matches it should, and closes none', async () => {
      const [ulla, vito] = [await onboard('Ulla Torfstecherin'), await onboard('Vito Kesselflicker')];
      await onboard('Walburga Seifensieder');
      await importList('moves', listed('m-1', 'Ulla Torfstecherin'), listed('m-9', 'Xaver Unbekanntmann'));
      expect(await matches('list=moves')).toMatchObject([{ customer: ulla, entry: 'm-1', state: 'OPEN' }]);
      const runs = async () => {
        const [row] = await registry.database.transactions.read({ oversight: true }, (tx) =>
          tx.query('select count(*)::int as n from screening_run'),
        );
        return row!.n as number;
      };
      const before = await runs();
      await importList('moves', listed('m-2', 'Vito Kesselflicker'), listed('m-9', 'Xaver Unbekanntmann'));
      expect(await matches('list=moves')).toMatchObject([
        { customer: ulla, entry: 'm-1', state: 'OPEN', standing: 'ENTRY_REMOVED' },
        { customer: vito, entry: 'm-2', state: 'OPEN', standing: 'MATCHES' },
      ]);
      // Those two were screened again, and nobody whom the change cannot touch.
      expect((await runs()) - before).toBe(2);
      await importList(
        'moves',
        listed('m-1', 'Ulla Torfstecherin'),
        listed('m-2', 'Vito Kesselflicker'),
        listed('m-9', 'Xaver Unbekanntmann'),
      );
      expect(await matches('list=moves&state=OPEN')).toMatchObject([{ standing: 'MATCHES', version: 3 }, { version: 1 }]);
    });

    it('has people of the provider decide, and nobody else', async () => {
      await importList('deciders', listed('x-1', 'Yorick Zunftmeister'));
      const customer = await onboard('Yorick Zunftmeister');
      const [{ id }] = await matches(`customer=${customer}`);
      for (const as of ['m:provider:north', 'e:provider-engineer:north', 'a:auditor:', 'z:compliance-analyst:', 'r:regulator-lead:'])
        expect((await decide(id, 'CONFIRMED', as)).status).toBe(403);
      expect(await decide(id, 'CONFIRMED', SUE)).toMatchObject({ status: 404, body: { code: 'MATCH_UNKNOWN' } });
      expect(await matches(`customer=${customer}`, SUE)).toEqual([]);
      expect((await call(SUE, 'GET', `/v1/screenings/matches/${id}`)).status).toBe(404);
      expect(await decide(id, 'CONFIRMED', ANA, { 'if-match': '"7"' })).toMatchObject({ status: 412 });
      expect(await decide(id, 'CONFIRMED', ANA, { 'if-match': '"1"' })).toMatchObject({ status: 200, body: { state: 'CONFIRMED' } });
      expect(await decide(id, 'OPEN')).toMatchObject({ status: 200, body: { state: 'OPEN', version: 3 } });
    });

    it('counts as listed who is owned by listed persons by half together, through any depth, once their matches are confirmed', async () => {
      await importList('owners', listed('o-1', 'Leberecht Drachentoeter'), listed('o-2', 'Kunigunde Eisenfresser'));
      const one = await onboard('Leberecht Drachentoeter', { related: true });
      const two = await onboard('Kunigunde Eisenfresser', { related: true });
      const company = (name: string) => onboard(name, { kind: 'LEGAL', related: true });
      const [holding, rented] = [await company('Gipfelstuermer Holding'), await company('Rechenwerk Betrieb')];
      const owns = async (owner: string, owned: string, share: string) => {
        const body = { owner, kind: 'SHARES', share, from: '2025-01-01', source: 'customer' };
        const made = await call(ANA, 'POST', `/v1/customers/${owned}/owners`, body);
        expect([made.status, made.body.code]).toEqual([201, undefined]);
        return made.body.id as string;
      };
      await owns(one, holding, '1/4');
      const edge = await owns(two, holding, '1/4');
      await owns(holding, rented, '1/2');
      await registry.settled();
      const ownership = (state: string) => matches(`kind=OWNERSHIP&state=${state}`);
      expect(await ownership('OPEN')).toEqual([]);
      for (const owner of [one, two]) {
        const [{ id }] = await matches(`customer=${owner}`);
        expect((await decide(id, 'CONFIRMED')).status).toBe(200);
        await registry.settled();
      }
      const raised = await ownership('OPEN');
      const counted = { list: 'ownership', entry: 'listed-together-1/2', score: 0.5, standing: 'MATCHES' };
      expect(raised.map(({ customer }: { customer: string }) => customer).sort()).toEqual([holding, rented].sort());
      expect(raised).toMatchObject([counted, counted]);
      const { explanation } = await detail(raised.find(({ customer }: { customer: string }) => customer === rented).id);
      expect(explanation).toMatchObject({
        together: '1/2',
        holders: [{ owner: holding, share: '1/2', listed: false }],
        listings: expect.arrayContaining([{ owner: one, list: 'owners', entry: 'o-1' }]),
        rules: expect.arrayContaining([expect.objectContaining({ id: 'ofac-50', status: 'IN_FORCE' })]),
      });
      // The ownership ends: the match stays for a person to close, and says so.
      await call(ANA, 'POST', `/v1/customers/${holding}/owners/${edge}/end`, { at: '2025-01-01' });
      await registry.settled();
      expect(await ownership('OPEN')).toMatchObject([{ standing: 'NO_LONGER_SCORES' }, { standing: 'NO_LONGER_SCORES' }]);
    });

    it('tells the provider, by ids alone, and has a customer looked at again whom a list brought up', async () => {
      const customer = await onboard('Eulalia Regenbogner');
      await importList('told', listed('t-1', 'Eulalia Regenbogner'));
      const [{ id }] = await matches(`customer=${customer}`);
      const messages = await registry.database.transactions.read({ oversight: true }, (tx) =>
        tx.query<{ body: string }>(`select body from webhook_message where event = 'match.found'`),
      );
      expect(messages.map(({ body }) => JSON.parse(body).data)).toContainEqual({ customer, match: id });
      expect(JSON.stringify(messages)).not.toMatch(/Eulalia/i);
      const asked = (await registry.facts()).flatMap(({ fact }) => (fact.case === 'revalidationAsked' ? [fact.value] : []));
      expect(asked.filter((one) => one.customer === customer)).toHaveLength(1);
    });

    it('is done again for everybody by a release with another matcher; what another one said is not repeated otherwise', async () => {
      await registry.everything(`update screened_customer set configuration = 'an-older-one'`);
      await registry.everything('alter table screening disable trigger user');
      const customer = await onboard('Adelgunde Fruehlicht');
      const [{ id }] = (await call(ANA, 'GET', `/v1/screenings?customer=${customer}`)).body.items;
      await registry.everything(`update screening set configuration = 'an-older-one' where id = $1`, [id]);
      await registry.everything('alter table screening enable trigger user');
      expect(await call(ANA, 'POST', `/v1/screenings/${id}/repeat`)).toMatchObject({
        status: 409,
        body: { code: 'SCREENING_CONFIGURATION_CHANGED', recorded: 'an-older-one' },
      });
      const upgrade = new RescreenAfterUpgrade(
        new PostgresRegistryWrites(registry.database.transactions),
        new PostgresScreenings(),
        registry.clock,
      );
      await upgrade.onApplicationBootstrap();
      await registry.settled();
      const rows = await registry.everything<{ configuration: string }>('select distinct configuration from screened_customer');
      expect(rows).toEqual([{ configuration: SCREENING_CONFIGURATION.id }]);
    });

    it('keeps sealed which entry it is: who has the database cannot tell who is listed', async () => {
      await importList('sealed', listed('entry-that-is-sealed', 'Notburga Siegelbewahrer'));
      const customer = await onboard('Notburga Siegelbewahrer');
      const [{ id, entry }] = await matches(`customer=${customer}`);
      expect(entry).toBe('entry-that-is-sealed');
      expect((await decide(id, 'CONFIRMED', ANA, { 'idempotency-key': 'sealed-1' })).status).toBe(200);
      const rows = await registry.everything<{ t: string }>(
        `select m::text as t from screening_match m union all select e::text from screening_match_event e union all select s::text from screening s
         union all select a::text from idempotent_answer a union all select w::text from webhook_message w union all select t::text from registry_task t`,
      );
      expect(rows.some(({ t }) => t.includes(id))).toBe(true);
      for (const hidden of [entry, Buffer.from(entry).toString('hex'), 'town'])
        expect(rows.filter(({ t }) => t.includes(hidden))).toEqual([]);
    });

    it('is of nobody any more when the person is erased, and what was decided stays', async () => {
      await importList('erased', listed('q-1', 'Pankraz Vogelweider'));
      const customer = await onboard('Pankraz Vogelweider');
      const [{ id }] = await matches(`customer=${customer}`);
      const [{ id: screening }] = (await call(ANA, 'GET', `/v1/screenings?customer=${customer}`)).body.items;
      await decide(id, 'CONFIRMED');
      await call(ANA, 'POST', `/v1/customers/${customer}/close`, { reason: 'left us' });
      registry.clock.nowMs += 8 * 366 * 86_400_000;
      const erased = await call('lea:compliance-lead:north', 'POST', `/v1/customers/${customer}/erase`, { reason: 'asked' });
      expect([erased.status, erased.body.code]).toEqual([200, undefined]);
      await registry.settled();
      const left = await detail(id);
      expect(left).toMatchObject({ state: 'CONFIRMED', events: [{ type: 'RAISED' }, { type: 'DECIDED', by: 'ana' }] });
      expect([left.entry, left.explanation, left.events[1].reason]).toEqual([undefined, undefined, undefined]);
      expect(await decide(id, 'OPEN')).toMatchObject({ status: 409, body: { code: 'MATCH_ERASED' } });
      expect(await call(ANA, 'GET', `/v1/screenings/${screening}`)).toMatchObject({ status: 410, body: { code: 'SCREENING_ERASED' } });
      const [keys] = await registry.everything<{ n: number }>('select count(*)::int as n from screening_key where customer = $1', [
        customer,
      ]);
      expect(keys!.n).toBe(0);
      // Its name comes on another list, and finds nobody.
      await importList('erased', listed('q-1', 'Pankraz Vogelweider'), listed('q-2', 'Pankraz von Vogelweider'));
      expect(await matches(`customer=${customer}`)).toHaveLength(1);
    });
  });
});
