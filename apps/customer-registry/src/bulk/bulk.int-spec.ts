import { type RegistryUnderTest, startCustomerRegistry } from '../../test/registry.fixture.js';

const ANA = 'ana:compliance-analyst:north';
const MACHINE = 'client:provider:north';
const SUE = 'sue:compliance-analyst:south';
const NDJSON = { 'content-type': 'application/x-ndjson' };
const CSV = { 'content-type': 'text/csv' };

const company = (reference: string, name = `Fjordlys ${reference} AS`) => ({ kind: 'LEGAL', reference, names: [{ text: name }] });
const lines = (rows: readonly (object | string)[]) =>
  rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join('');

describe('bulk onboarding', () => {
  let registry: RegistryUnderTest;
  beforeAll(async () => {
    registry = await startCustomerRegistry();
  }, 60_000);
  afterAll(() => registry?.stop());

  const send = (body: string, headers: Record<string, string> = NDJSON, as = MACHINE) =>
    registry.call(as, 'POST', '/v1/customers/bulk', { body, headers });
  const done = async (body: string, headers?: Record<string, string>) => {
    const started = await send(body, headers);
    expect([started.status, started.body.code]).toEqual([202, undefined]);
    await registry.settled();
    const { body: bulk } = await registry.call(MACHINE, 'GET', started.headers.get('location')!);
    const { body: rows } = await registry.call(MACHINE, 'GET', `${started.headers.get('location')}/rows?limit=500`);
    return { bulk, rows: rows.items };
  };

  it('gives every row its verdict, in pieces, and says how far it is', async () => {
    const rows = Array.from({ length: 50 }, (_, n) =>
      n % 10 === 9 ? { kind: 'LEGAL', reference: `b-${n}`, names: [] } : company(`b-${n}`),
    );
    const { bulk, rows: verdicts } = await done(lines([...rows, 'not json']));
    expect(bulk).toMatchObject({
      state: 'DONE',
      format: 'JSON_LINES',
      rows: 51,
      done: 51,
      onboarded: 45,
      existing: 0,
      rejected: 6,
      startedBy: 'client',
    });
    expect(verdicts.map(({ row }: { row: number }) => row)).toEqual(Array.from({ length: 51 }, (_, n) => n + 1));
    expect(verdicts[9]).toMatchObject({ verdict: 'REJECTED', problems: [{ field: expect.stringContaining('names') }] });
    expect(verdicts[50]).toEqual({ row: 51, verdict: 'REJECTED', problems: [{ code: 'ROW_MALFORMED' }] });
    const one = await registry.call(ANA, 'GET', `/v1/customers/${verdicts[0].customer}`);
    expect(one).toMatchObject({ status: 200, body: { status: 'ACTIVE', level: 'NONE' } });
    const history = await registry.call(ANA, 'GET', `/v1/customers/${verdicts[0].customer}/events`);
    expect(history.body.items).toMatchObject([{ type: 'customer-onboarded', actor: 'client' }]);
  });

  it('onboards nobody twice: what has its reference already exists, in the file and before it', async () => {
    const file = lines([company('twice'), company('twice'), company('once')]);
    expect((await done(file)).rows.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['ONBOARDED', 'EXISTS', 'ONBOARDED']);
    expect((await done(file)).bulk).toMatchObject({ onboarded: 0, existing: 3 });
  });

  it('takes CSV by its template', async () => {
    const template = await registry.call(MACHINE, 'GET', '/v1/customers/bulk/template');
    expect(template.headers.get('content-type')).toContain('text/csv');
    expect(String(template.body)).toContain('registration_number');
    const { bulk, rows } = await done(
      [
        'kind,reference,name,address_line1,address_line2,locality,country,registration_number,registration_country,email',
        'LEGAL,csv-1,"Nordlys, Regnekraft AS",Havnegata 7,2. etasje,Bergen,NO,923456783,NO,post@nordlys.example.com',
        'LEGAL,csv-2,Havblikk AS,Havnegata 9,,Bergen,Norway,,,nobody',
      ].join('\n'),
      CSV,
    );
    expect(bulk).toMatchObject({ format: 'CSV', onboarded: 1, rejected: 1 });
    expect(rows[1].problems.map(({ field }: { field: string }) => field).sort()).toEqual([
      expect.stringContaining('addresses'),
      expect.stringContaining('contacts'),
    ]);
    const shown = await registry.call(ANA, 'GET', `/v1/customers/${rows[0].customer}/identity?purpose=look%20at%20it`);
    expect(shown.body.profile).toMatchObject({
      names: [{ value: { text: 'Nordlys, Regnekraft AS', kind: 'LEGAL' } }],
      addresses: [{ value: { lines: ['Havnegata 7', '2. etasje'], country: 'NO' } }],
    });
  });

  it('answers a repeat as the first time, and another file under the same key not at all', async () => {
    const headers = { ...NDJSON, 'idempotency-key': 'file-1' };
    const first = await send(lines([company('key-1')]), headers);
    expect((await send(lines([company('key-1')]), headers)).body.id).toBe(first.body.id);
    expect((await send(lines([company('key-2')]), headers)).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    await registry.settled();
  });

  it('keeps nothing readable while it runs, and nothing at all of the file when it is done', async () => {
    const secret = 'Hemmelig Beregning AS';
    const unreadable = async () => {
      for (const table of ['bulk_onboarding', 'bulk_row', 'registry_task', 'idempotent_answer'])
        expect(JSON.stringify(await registry.everything(`select t::text as row from ${table} t`))).not.toMatch(/Hemmelig|48656d6d656c6967/);
    };
    const rows = Array.from({ length: 60 }, (_, n) => company(`sealed-${n}`, `${secret} ${n}`));
    await send(lines([...rows, { kind: 'LEGAL', reference: 'sealed-odd', names: [{ text: secret, kind: secret }] }]));
    expect((await registry.everything('select 1 from bulk_row where content is not null')).length).toBeGreaterThan(0);
    await unreadable();
    await registry.settled();
    await unreadable();
    expect(await registry.everything('select 1 from bulk_row where content is not null')).toEqual([]);
    const keys = await registry.everything<{ wrapped: Buffer | null }>(`select wrapped from sealing_key where owner like 'bulk/%'`);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.every(({ wrapped }) => wrapped === null)).toBe(true);
  });

  it('is one provider’s alone', async () => {
    const { body } = await send(lines([company('mine')]));
    await registry.settled();
    for (const path of ['', '/rows']) {
      expect((await registry.call(SUE, 'GET', `/v1/customers/bulk/${body.id}${path}`)).body.code).toBe('BULK_UNKNOWN');
    }
    expect((await registry.call(SUE, 'GET', '/v1/customers/bulk')).body.items).toEqual([]);
    expect((await registry.call(MACHINE, 'GET', '/v1/customers/bulk')).body.items[0]).toMatchObject({ id: body.id, state: 'DONE' });
    // Another provider's record with the same reference is no record of this one's.
    const theirs = await send(lines([company('mine')]), NDJSON, SUE);
    await registry.settled();
    expect((await registry.call(SUE, 'GET', `/v1/customers/bulk/${theirs.body.id}`)).body).toMatchObject({ onboarded: 1, existing: 0 });
  });

  it('refuses files that cannot be taken whole, by name', async () => {
    expect((await send('{}', { 'content-type': 'application/json' })).body.code).toBe('BULK_TYPE_UNKNOWN');
    expect((await send('')).body.code).toBe('BULK_EMPTY');
    expect((await send('x'.repeat(33 * 1024 * 1024))).status).toBe(413);
    expect((await send('kind,colour\nLEGAL,red', CSV)).body).toMatchObject({
      code: 'BULK_HEADER_MALFORMED',
      detail: 'There is no column "colour".',
    });
    expect((await send(lines([company('x')]), NDJSON, 'aud:auditor')).status).toBe(403);
  });
});
