import { type RegistryUnderTest, startCustomerRegistry } from '../../test/registry.fixture.js';

const ANA = 'ana:compliance-analyst:north';
const SUE = 'sue:compliance-analyst:south';
const OLA = 'ola:compliance-analyst:';
const NOWHERE = '00000000-0000-4000-8000-000000000000';

interface Person {
  name?: string;
  lei?: string;
  registration?: string;
  passport?: string;
  birthDate?: string;
}

function profileOf({ name = 'Nordlys Regnekraft AS', lei, registration, passport, birthDate }: Person): object {
  const isNatural = passport !== undefined || birthDate !== undefined;
  return {
    kind: isNatural ? 'NATURAL' : 'LEGAL',
    names: [{ text: name }],
    addresses: [{ kind: isNatural ? 'RESIDENTIAL' : 'REGISTERED', lines: ['Havnegata 7'], locality: 'Bergen', country: 'NO' }],
    identifiers: [
      ...(lei === undefined ? [] : [{ scheme: 'LEI', value: lei }]),
      ...(registration === undefined ? [] : [{ scheme: 'REGISTRATION', value: registration, country: 'NO' }]),
      ...(passport === undefined ? [] : [{ scheme: 'PASSPORT', value: passport, country: 'NO' }]),
    ],
    ...(isNatural ? { birthDate, nationalities: ['NO'] } : { jurisdiction: 'NO' }),
    related: true,
  };
}

/** ISO 17442 with right check digits. */
function leiOf(number: number): string {
  const body = `549300TIDEMARK${String(number).padStart(4, '0')}`;
  const digits = [...`${body}00`].map((sign) => Number.parseInt(sign, 36)).join('');
  return body + String(98n - (BigInt(digits) % 97n)).padStart(2, '0');
}

describe('parties over HTTP', () => {
  let registry: RegistryUnderTest;
  beforeAll(async () => {
    registry = await startCustomerRegistry();
  }, 60_000);
  afterAll(() => registry?.stop());

  const onboard = async (as: string, person: Person): Promise<string> => {
    const answer = await registry.call(as, 'POST', '/v1/customers', { body: profileOf(person) });
    expect([answer.status, answer.body.code]).toEqual([201, undefined]);
    await registry.settled();
    return answer.body.id;
  };
  const get = async (path: string, as = OLA) => (await registry.call(as, 'GET', path)).body;
  const partyOf = async (record: string): Promise<{ id: string; records: { customer: string; cause: string }[] }> =>
    (await get(`/v1/parties?customer=${record}`)).items[0];
  const judge = (left: string, right: string, judgement: string) =>
    registry.call(OLA, 'POST', '/v1/parties/judgements', { body: { left, right, judgement, reason: 'looked at both' } });
  const candidates = async (record: string) => (await get(`/v1/parties/candidates?customer=${record}`)).items;

  it('records of two providers with one LEI, registration number or passport are one party at once', async () => {
    for (const same of [
      { lei: leiOf(1) },
      { registration: '923 456 783' },
      { passport: 'X-123', birthDate: '1980-02-03', name: 'Kari Nordmann' },
    ]) {
      const [here, there] = [
        await onboard(ANA, same),
        await onboard(SUE, { ...same, ...(same.registration && { registration: '923456783' }) }),
      ];
      const party = await partyOf(here);
      expect(party.records.map(({ customer }) => customer)).toEqual([here, there]);
      expect(party).toEqual(await partyOf(there));
      expect(party.records[1]!.cause).toBe('STRONG_IDENTIFIER');
      expect(party.id).not.toBe(here);
    }
  });

  it('never across a contradiction, near or far: that is work for an analyst', async () => {
    const golf = (more: Person) => ({ name: 'Golf Vannkraft', registration: '100', ...more });
    const [a, b] = [await onboard(ANA, golf({ lei: leiOf(2) })), await onboard(SUE, golf({ lei: leiOf(3) }))];
    expect((await partyOf(a)).id).not.toBe((await partyOf(b)).id);
    expect(await candidates(a)).toMatchObject([{ state: 'OPEN', agree: ['REGISTRATION'], contradictions: ['LEI_DIFFERS'] }]);
    // It agrees with both, who differ: nobody knows with which of them it goes.
    const c = await onboard(ANA, golf({}));
    expect(new Set([(await partyOf(a)).id, (await partyOf(b)).id, (await partyOf(c)).id]).size).toBe(3);
    expect((await candidates(c)).map(({ contradictions }: { contradictions: string[] }) => contradictions)).toEqual([
      ['IDENTIFIER_OF_SEVERAL'],
      ['IDENTIFIER_OF_SEVERAL'],
    ]);
    // Its party is whose LEI it turns out to have, and a far record that contradicts stays out.
    await judge(a, c, 'SAME');
    const d = await onboard(SUE, golf({ registration: '200', lei: leiOf(4) }));
    const e = await onboard(SUE, { name: 'Hotell Hav', registration: '200' });
    expect((await partyOf(e)).id).toBe((await partyOf(d)).id);
    expect((await judge(e, c, 'SAME')).body.moved).toHaveLength(2);
  });

  it('who only looks alike is a candidate with reasons, shown for a purpose; the decision moves the record', async () => {
    const [a, b] = [
      await onboard(ANA, { name: 'Zbigniew Quillfeather', birthDate: '1971-05-06' }),
      await onboard(SUE, { name: 'Zbigniew Quillfeather', birthDate: '1971-05-06' }),
    ];
    const [candidate] = await candidates(a);
    expect(candidate).toMatchObject({ state: 'OPEN', agree: [], contradictions: [] });
    expect(JSON.stringify(candidate)).not.toContain('Quillfeather');
    expect((await get(`/v1/parties/candidates/${candidate.id}`)).code).toBe('PURPOSE_REQUIRED');
    const explained = await get(`/v1/parties/candidates/${candidate.id}?purpose=resolution`);
    expect(explained.matchedName).toEqual({ query: 'Zbigniew Quillfeather', entry: 'Zbigniew Quillfeather' });
    expect(explained.features.length).toBeGreaterThan(0);
    const decide = () =>
      registry.call(OLA, 'POST', `/v1/parties/candidates/${candidate.id}/decision`, { body: { judgement: 'SAME', reason: 'same person' } });
    const [party, moved] = [await partyOf(a), await partyOf(b)];
    const { status, body } = await decide();
    expect(status).toBe(200);
    expect(body.moved).toEqual([{ record: b, from: moved.id, to: party.id, cause: 'JUDGEMENT' }]);
    expect((await decide()).body.code).toBe('CANDIDATE_DECIDED');
    expect((await partyOf(b)).id).toBe(party.id);
    const gone = await get(`/v1/parties/${moved.id}`);
    expect(gone).toMatchObject({ records: [], mergedInto: party.id });
  });

  it('a reversed judgement splits cleanly, as known at any time, and says what moved', async () => {
    const [a, b, c] = [
      await onboard(ANA, { name: 'Alfa' }),
      await onboard(SUE, { name: 'Bravo' }),
      await onboard(SUE, { name: 'Charlie' }),
    ];
    const [ofA, ofB] = [await partyOf(a), await partyOf(b)];
    await judge(b, c, 'SAME');
    const joined = (await judge(a, b, 'SAME')).body;
    expect(joined.moved.map(({ record }: { record: string }) => record).sort()).toEqual([b, c].sort());
    registry.clock.nowMs += 1000;
    const split = (await judge(b, a, 'DIFFERENT')).body;
    expect(split.moved).toHaveLength(2);
    for (const move of split.moved) expect(move).toMatchObject({ from: ofA.id, to: ofB.id, cause: 'SPLIT' });
    const then = await get(`/v1/parties/${ofA.id}?knownAt=${joined.knownAt}`);
    expect(then.records.map(({ customer }: { customer: string }) => customer)).toEqual([a, b, c]);
    expect((await get(`/v1/parties/${ofA.id}`)).records).toHaveLength(1);
    const history = await get(`/v1/parties/${ofB.id}/history`);
    expect(history.items.map(({ record, cause }: { record: string; cause: string }) => [record, cause])).toEqual([
      [b, 'FOUNDED'],
      [c, 'JUDGEMENT'],
      ...joined.moved.map(({ record }: { record: string }) => [record, 'JUDGEMENT']),
      ...split.moved.map(({ record }: { record: string }) => [record, 'SPLIT']),
    ]);
    const blocked = (await judge(a, c, 'SAME')).body;
    expect(blocked).toMatchObject({ moved: [], blocked: [{ against: expect.objectContaining({}) }] });
  });

  it('an automatic join is taken back when the identifier was a mistake, a person’s judgement is not', async () => {
    const [a, b] = [await onboard(ANA, { lei: leiOf(7), name: 'Delta' }), await onboard(SUE, { lei: leiOf(7), name: 'Echo' })];
    expect((await partyOf(a)).id).toBe((await partyOf(b)).id);
    const amend = async (lei: string) => {
      const etag = (await registry.call(SUE, 'GET', `/v1/customers/${b}`)).headers.get('etag')!;
      const body = { identifiers: [{ scheme: 'LEI', value: lei }] };
      expect((await registry.call(SUE, 'PATCH', `/v1/customers/${b}`, { body, headers: { 'if-match': etag } })).status).toBe(200);
      await registry.settled();
    };
    await amend(leiOf(8));
    expect((await partyOf(a)).id).not.toBe((await partyOf(b)).id);
    await amend(leiOf(7));
    expect((await partyOf(a)).id).toBe((await partyOf(b)).id);
    await judge(a, b, 'DIFFERENT');
    await amend(leiOf(9));
    await amend(leiOf(7));
    expect((await partyOf(a)).id).not.toBe((await partyOf(b)).id);
  });

  it('groups and owners go across providers for the scheme, and for a provider they do not', async () => {
    const [top, mid] = [await onboard(ANA, { lei: leiOf(20), name: 'Top' }), await onboard(ANA, { lei: leiOf(21), name: 'Mid' })];
    const [mid2, leaf] = [await onboard(SUE, { lei: leiOf(21), name: 'Mid' }), await onboard(SUE, { lei: leiOf(22), name: 'Leaf' })];
    const state = (as: string, owner: string, owned: string) =>
      registry.call(as, 'POST', `/v1/customers/${owned}/owners`, {
        body: { owner, kind: 'SHARES', share: '60%', from: '2020-01-01', source: 'customer' },
      });
    expect((await state(ANA, top, mid)).status).toBe(201);
    expect((await state(SUE, mid2, leaf)).status).toBe(201);
    const members = async (as: string, id: string) => {
      const { body } = await registry.call(as, 'GET', `/v1/controllers/${id}/group`);
      return body.items.map(({ member }: { member: string }) => member);
    };
    expect(await members(ANA, top)).toEqual([mid]);
    expect((await members(OLA, top)).sort()).toEqual([(await partyOf(mid)).id, (await partyOf(leaf)).id].sort());
    expect(await members(OLA, (await partyOf(top)).id)).toEqual(await members(OLA, top));
    const { id, effective } = await get(`/v1/customers/${leaf}/owners`);
    expect(id).toBe((await partyOf(leaf)).id);
    expect(effective.map(({ share }: { share: string }) => share)).toEqual(['3/5', '9/25']);
    expect((await get(`/v1/customers/${leaf}/owners`, SUE)).effective).toMatchObject([{ owner: mid2, share: '3/5' }]);
  });

  it('a provider is refused all of it, whatever exists, and never told of another one', async () => {
    const mine = await onboard(ANA, { lei: leiOf(30), name: 'Foxtrot' });
    const shown = async () => [
      await get(`/v1/customers/${mine}`, ANA),
      await get(`/v1/customers/${mine}/events`, ANA),
      await get(`/v1/customers/${mine}/owners`, ANA),
      (await get('/v1/customers?limit=500', ANA)).items.length,
      (await get(`/v1/identity-reads?customer=${mine}`, ANA)).items,
    ];
    const before = await shown();
    const theirs = await onboard(SUE, { lei: leiOf(30), name: 'Foxtrot' });
    const party = await partyOf(mine);
    expect(party.records).toHaveLength(2);
    const purpose = 'is this the customer of south?';
    await get(`/v1/customers/${mine}/identity?purpose=${encodeURIComponent(purpose)}`);
    expect(JSON.stringify((await get(`/v1/identity-reads?customer=${mine}`, 'eva:auditor:')).items)).toContain(purpose);
    const [owners, ...rest] = [before[2], ...(await shown())];
    expect([rest[0], rest[1], rest[3], rest[4]]).toEqual([before[0], before[1], before[3], before[4]]);
    expect(JSON.stringify(rest)).not.toContain(party.id);
    expect(owners.statements).toEqual([]);
    for (const [method, path, body] of [
      ['GET', '/v1/parties', undefined],
      ['GET', `/v1/parties/${party.id}`, undefined],
      ['GET', `/v1/parties/${NOWHERE}`, undefined],
      ['GET', `/v1/parties/${party.id}/history`, undefined],
      ['GET', '/v1/parties/candidates', undefined],
      ['POST', '/v1/parties/judgements', { left: mine, right: theirs, judgement: 'SAME', reason: 'because' }],
      ['POST', '/v1/parties/judgements', { left: mine, right: NOWHERE, judgement: 'SAME', reason: 'because' }],
    ] as const) {
      const answers = await Promise.all([ANA, SUE, 'm:provider:north'].map((as) => registry.call(as, method, path, { body })));
      expect(new Set(answers.map(({ status, body: { code } }) => `${status} ${code}`))).toEqual(new Set(['403 FORBIDDEN_ROLE']));
    }
    const facts = (await registry.facts()).filter(({ fact }) => fact.case === 'party');
    expect(facts.map(({ fact }) => fact.value)).toContainEqual(expect.objectContaining({ customer: theirs, party: party.id }));
  });

  it('nothing of it can be read in the database', async () => {
    await onboard(ANA, { name: 'Ulrika Vexillographer', passport: 'PASSPORT77', birthDate: '1990-10-11' });
    const tables = ['party_record', 'party_mark', 'party_judgement', 'party_resolution', 'party_candidate'];
    await registry.database.transactions.read({ oversight: true }, async (tx) => {
      for (const table of tables) {
        const rows = await tx.query<{ text: string }>(`select ${table}::text as text from ${table}`);
        expect(rows.length).toBeGreaterThan(0);
        for (const { text } of rows) expect(text).not.toMatch(/Vexillographer|PASSPORT77|Quillfeather|looked at both/i);
        for (const needle of ['Vexillographer', 'PASSPORT77', 'Quillfeather', 'looked at both'])
          for (const { text } of rows) expect(text).not.toContain(Buffer.from(needle).toString('hex'));
      }
    });
    for (const table of tables)
      expect(await registry.database.transactions.read({ provider: 'north' }, (tx) => tx.query(`select * from ${table}`))).toEqual([]);
  });
});

describe('without a scheme', () => {
  it('a party is a customer record, and nothing is joined', async () => {
    const registry = await startCustomerRegistry({ TIDEMARK_SCHEME: 'off' });
    try {
      const body = profileOf({ lei: leiOf(1) });
      const [one, other] = [
        await registry.call(ANA, 'POST', '/v1/customers', { body }),
        await registry.call(SUE, 'POST', '/v1/customers', { body }),
      ];
      await registry.settled();
      const facts = (await registry.facts()).filter(({ fact }) => fact.case === 'party').map(({ fact }) => fact.value);
      expect(facts).toMatchObject([one.body.id, other.body.id].map((id) => ({ customer: id, party: id })));
      const judged = await registry.call(OLA, 'POST', '/v1/parties/judgements', {
        body: { left: one.body.id, right: other.body.id, judgement: 'SAME', reason: 'because' },
      });
      expect(judged.body.code).toBe('SCHEME_OFF');
    } finally {
      await registry.stop();
    }
  }, 60_000);
});
