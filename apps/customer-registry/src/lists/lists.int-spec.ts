import { readFileSync } from 'node:fs';
import { type RegistryUnderTest, startCustomerRegistry } from '../../test/registry.fixture.js';
import { PostgresListVersions } from '../postgres/lists.postgres.js';

const OPERATOR = 'op:operator:';
const fixture = (name: string) => readFileSync(`libs/importers/fixtures/${name}`);

const person = (id: string, name: string, more: object = {}) =>
  JSON.stringify({ id, schema: 'Person', properties: { name: [name], topics: ['sanction'], ...more } });
const file = (...lines: string[]) => `${lines.join('\n')}\n`;

describe('lists', () => {
  let registry: RegistryUnderTest;
  beforeAll(async () => {
    registry = await startCustomerRegistry();
  }, 60_000);
  afterAll(() => registry?.stop());

  const send = (list: string, body: string | Uint8Array, query = 'format=ftm-json', headers: Record<string, string> = {}, as = OPERATOR) =>
    registry.call(as, 'POST', `/v1/lists/${list}/versions?${query}`, { body, headers });
  const get = (path: string, as = 'ana:compliance-analyst:north') => registry.call(as, 'GET', path);

  it('are imported as versions; the same file again is no new one', async () => {
    const first = await send('first', file(person('a', 'Ada Quill'), person('b', 'Bea Quill')), 'format=ftm-json&version=2026-01');
    expect(first).toMatchObject({
      status: 201,
      body: {
        list: 'first',
        version: 1,
        label: '2026-01',
        counts: { entries: 2 },
        differences: { added: 2, changed: 0, removed: 0 },
        importedBy: 'op',
      },
    });
    const again = await send('first', file(person('a', 'Ada Quill'), person('b', 'Bea Quill')), 'format=ftm-json&version=other');
    expect(again).toMatchObject({ status: 200, body: { version: 1, label: '2026-01' } });
    const next = file(person('a', 'Ada Quill', { birthDate: ['1970'] }), person('c', 'Cid Quill'));
    expect(await send('first', next)).toMatchObject({
      status: 201,
      body: { version: 2, differences: { added: 1, changed: 1, removed: 1 } },
    });
    expect((await get('/v1/lists')).body.items).toEqual([expect.objectContaining({ list: 'first', version: 2 })]);
    expect((await get('/v1/lists/first/versions?limit=1')).body).toMatchObject({ items: [{ version: 2 }], next: expect.any(String) });
  });

  it('tell what a version has over another, by pages, and keep every entry as every version had it', async () => {
    const one = await get('/v1/lists/first/versions/2/differences?limit=2');
    expect(one.body.items).toMatchObject([
      { entry: 'a', change: 'CHANGED', before: { names: [{ text: 'Ada Quill' }] }, after: { birthDates: ['1970'] } },
      { entry: 'b', change: 'REMOVED' },
    ]);
    const rest = await registry.call(
      'ana:auditor:',
      'GET',
      new URL(one.headers.get('link')!.slice(1).split('>')[0]!, 'http://x').href.slice(8),
    );
    expect(rest.body).toMatchObject({ items: [{ entry: 'c', change: 'ADDED' }] });
    expect((await get('/v1/lists/first/versions/2/differences?against=0')).body.items).toHaveLength(2);
    expect((await get('/v1/lists/first/entries/b')).body).toMatchObject({ fromVersion: 1, toVersion: 2 });
    expect((await get('/v1/lists/first/entries/a?version=1')).body.entry.birthDates).toBeUndefined();
  });

  it('take the three files of OFAC together', async () => {
    const form = new FormData();
    for (const [part, name] of [
      ['main', 'sdn.csv'],
      ['alt', 'alt.csv'],
      ['add', 'add.csv'],
    ] as const)
      form.append(part, new Blob([new Uint8Array(fixture(name))]), name);
    const encoded = new Response(form);
    const body = new Uint8Array(await encoded.arrayBuffer());
    const headers = { 'content-type': encoded.headers.get('content-type')! };
    expect(await send('ofac-sdn', body, 'format=ofac-csv', headers)).toMatchObject({
      status: 201,
      body: { counts: { entries: 8 }, notes: [] },
    });
    expect((await get('/v1/lists/ofac-sdn/entries/306')).body.entry.addresses.length).toBeGreaterThan(1);
  });

  it('refuse an odd file by name and line, and change nothing', async () => {
    const before = await get('/v1/lists');
    const cut = fixture('un.xml').subarray(0, 3000);
    expect(await send('un', cut, 'format=un-xml')).toMatchObject({
      status: 422,
      body: { code: 'LIST_TRUNCATED', line: expect.any(Number) },
    });
    expect(await send('un', '', 'format=un-xml')).toMatchObject({ status: 422, body: { code: 'LIST_PART_MISSING' } });
    expect(await send('un', 'x', 'format=unknown')).toMatchObject({ status: 400 });
    expect(await send('Not%20An%20Id', 'x')).toMatchObject({ status: 422, body: { code: 'LIST_ID_MALFORMED' } });
    expect((await get('/v1/lists')).body).toEqual(before.body);
  });

  it('hold up one that shrank, and one that goes back, until it is confirmed', async () => {
    const many = Array.from({ length: 40 }, (_, n) => person(`e-${n}`, `Ent Number ${n}`));
    expect((await send('shrinks', file(...many))).status).toBe(201);
    expect(await send('shrinks', file(...many.slice(9)))).toMatchObject({ status: 409, body: { code: 'LIST_SHRUNKEN' } });
    expect((await send('shrinks', file(...many.slice(9)), 'format=ftm-json&confirm=true')).body).toMatchObject({
      version: 2,
      differences: { removed: 9 },
    });
    expect(await send('shrinks', file(...many))).toMatchObject({ status: 409, body: { code: 'LIST_VERSION_KNOWN' } });
    expect(await send('shrinks', file(...many), 'format=ftm-json&confirm=true')).toMatchObject({
      status: 409,
      body: { code: 'LIST_LABEL_TAKEN' },
    });
    expect((await send('shrinks', file(...many), 'format=ftm-json&confirm=true&version=back')).body).toMatchObject({ version: 3 });
  });

  it('are the operator’s to import; a key with another file is another request', async () => {
    for (const as of ['p:provider:north', 'l:compliance-lead:', 'l:compliance-lead:north', 'a:administrator:'])
      expect((await send('first', file(person('z', 'Zoe')), 'format=ftm-json', {}, as)).status).toBe(403);
    const key = { 'idempotency-key': 'k-1' };
    expect((await send('keyed', file(person('a', 'Ada')), 'format=ftm-json', key)).status).toBe(201);
    expect((await send('keyed', file(person('a', 'Ada')), 'format=ftm-json', key)).headers.get('idempotency-replayed')).toBe('true');
    expect(await send('keyed', file(person('b', 'Bea')), 'format=ftm-json', key)).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  it('never rewrite what a version said, and leave nothing of an import that ends in the middle', async () => {
    await expect(registry.database.dataSource.query(`update list_entry set hash = 'x'`)).rejects.toThrow('never rewritten');
    await expect(registry.database.dataSource.query('delete from list_version')).rejects.toThrow('never changed');
    const lists = new PostgresListVersions();
    const dying = registry.database.transactions.run(async (tx) => {
      const version = { ...(await lists.latest(tx, 'first'))!, version: 3, label: 'third' };
      await lists.add(tx, version, ['a', 'c'], [{ entry: (await lists.entry(tx, 'first', 'b'))!.entry, hash: 'h' }]);
      // The connection ends before the commit, as it does when the app is killed.
      await tx.query('select pg_terminate_backend(pg_backend_pid())');
    });
    await expect(dying).rejects.toThrow();
    expect((await get('/v1/lists/first/versions')).body.items[0]).toMatchObject({ version: 2 });
    expect((await get('/v1/lists/first/entries/c')).body.toVersion).toBeUndefined();
  });
});
