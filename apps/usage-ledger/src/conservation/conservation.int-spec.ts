import { create, toBinary } from '@bufbuild/protobuf';
import { FacilityEventSchema } from '@tidemark/contracts';
import { type LedgerApp, startLedgerApp } from '../../test/ledger-app.fixture.js';

const counts = (
  received: string,
  counted: string,
  held: string,
  duplicate: string,
  conflict: string,
  rejected: string,
  replaced: string,
) => ({
  received,
  counted,
  held,
  duplicate,
  conflict,
  rejected,
  replaced,
});

describe('conservation', () => {
  let ledger: LedgerApp;
  let alpha: string;

  beforeAll(async () => {
    ledger = await startLedgerApp();
    alpha = ledger.tokens.provider('alpha');
    await ledger.rows.segment('alpha', 1, 1_000, []);
    await ledger.rows.segment('beta', 2, 1_000, []);
    await ledger.rows.query(`insert into source (provider_id, name) select id, m from provider, (values ('m/1'), ('m2')) as s (m)`);
    await ledger.rows.query(
      `insert into source_count select s.id, s.provider_id, 21, 6, 5, 4, 3, 2, 1, 9007199254740993000, 9007199254740992985, 5, 4, 3, 3, 7
       from source s where s.name = 'm/1'`,
    );
    await ledger.rows.query(
      `insert into source_count select s.id, s.provider_id, 1, 1, 0, 0, 0, 0, 0, 10, 10, 0, 0, 0, 0, 0
       from source s join provider p on p.id = s.provider_id where s.name = 'm2' and p.name = 'alpha'`,
    );
    const meter = create(FacilityEventSchema, { id: 'f', fact: { case: 'meter', value: { provider: 'alpha', source: 'new' } } });
    await ledger.rows.query('insert into facility_fact values (1, 0, $1, $2, 1)', ['f', Buffer.from(toBinary(FacilityEventSchema, meter))]);
  });

  afterAll(() => ledger.stop());

  it('is exact for one source, whose name may hold a slash', async () => {
    expect((await ledger.get('/v1/conservation?source=m%2F1', alpha)).body).toEqual({
      provider: 'alpha',
      source: 'm/1',
      records: counts('21', '6', '5', '4', '3', '2', '1'),
      acceleratorMs: counts('9007199254740993000', '9007199254740992985', '5', '4', '3', '0', '3'),
      opaqueReports: '7',
    });
  });

  it('adds up over the sources that the caller may see', async () => {
    const { body } = await ledger.get('/v1/conservation', alpha);
    expect(body.sources.map((s: { source: string }) => s.source)).toEqual(['m/1', 'm2']);
    expect(body.records).toEqual(counts('22', '7', '5', '4', '3', '2', '1'));
    expect(body.acceleratorMs.received).toBe('9007199254740993010');
    const all = (await ledger.get('/v1/conservation', ledger.tokens.oversight())).body;
    expect(all.sources.map((s: { provider: string; source: string }) => `${s.provider}/${s.source}`)).toEqual([
      'alpha/m/1',
      'alpha/m2',
      'beta/m/1',
    ]);
    expect((await ledger.get('/v1/conservation', ledger.tokens.provider('gamma'))).body).toMatchObject({ sources: [], opaqueReports: '0' });
  });

  it('of a registered meter that never reported is zeros; of an unknown one there is none', async () => {
    expect((await ledger.get('/v1/conservation?source=new', alpha)).body).toMatchObject({
      records: counts('0', '0', '0', '0', '0', '0', '0'),
    });
    const unknown = { status: 404, body: { code: 'UNKNOWN_SOURCE' } };
    expect(await ledger.get('/v1/conservation?source=other', alpha)).toMatchObject(unknown);
    expect(await ledger.get('/v1/conservation?source=new', ledger.tokens.provider('beta'))).toMatchObject(unknown);
    expect(await ledger.get('/v1/conservation?source=m2', ledger.tokens.provider('beta'))).toMatchObject(unknown);
    expect(await ledger.get('/v1/conservation?source=m2', ledger.tokens.oversight())).toMatchObject({
      status: 400,
      body: { code: 'PROVIDER_PREFIX_MISSING' },
    });
    expect((await ledger.get('/v1/conservation?source=beta/m/1', ledger.tokens.oversight())).body).toMatchObject({
      provider: 'beta',
      source: 'm/1',
    });
  });
});
