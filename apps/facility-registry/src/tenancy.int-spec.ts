import pg from 'pg';
import { type RegistryUnderTest, startRegistry } from '../test/registry.fixture.js';

const CLUSTER = { site: 'one', accelerator: 'A100', accelerators: 8, inServiceFrom: '2026-01-01' };

describe('who sees and writes facilities', () => {
  let registry: RegistryUnderTest;
  beforeAll(async () => {
    registry = await startRegistry();
    for (const provider of ['north', 'south']) {
      await registry.call('operator', 'PUT', `/v1/providers/${provider}`, { name: provider });
      await registry.call(provider, 'PUT', '/v1/clusters/main', CLUSTER);
      await registry.call(provider, 'PUT', '/v1/meters/meter', { cluster: 'main' });
    }
  }, 60_000);
  afterAll(() => registry.stop());

  const ids = (body: { id?: string; source?: string }[]) => body.map(({ id, source }) => id ?? source);

  it.each(['clusters', 'sites', 'meters', 'providers'])('shows a provider its own %s alone, from both sides', async (list) => {
    for (const [provider, other] of [
      ['north', 'south'],
      ['south', 'north'],
    ]) {
      const { status, body } = await registry.call(provider, 'GET', `/v1/${list}`);
      expect([status, body.length]).toEqual([200, 1]);
      expect(JSON.stringify(body)).not.toContain(other);
      expect((await registry.call(provider, 'GET', `/v1/${list}?provider=${other}`)).body).toMatchObject({
        status: 403,
        code: 'OTHER_TENANT',
      });
    }
  });

  it.each(['operator', 'oversight', 'operator-reads'])('shows %s all, by provider/id', async (who) => {
    expect(ids((await registry.call(who, 'GET', '/v1/clusters')).body)).toEqual(['north/main', 'south/main']);
    expect(ids((await registry.call(who, 'GET', '/v1/meters?provider=south')).body)).toEqual(['south/meter']);
    expect(ids((await registry.call(who, 'GET', '/v1/sites?limit=1&after=north%2Fone')).body)).toEqual(['south/one']);
    expect(ids((await registry.call(who, 'GET', '/v1/providers')).body)).toEqual(['north', 'south']);
    expect((await registry.call(who, 'GET', '/v1/clusters/north%2Fmain')).body.id).toBe('north/main');
    expect((await registry.call(who, 'GET', '/v1/clusters/main')).body.code).toBe('PROVIDER_PREFIX_MISSING');
  });

  it("lets nobody read another provider's things by name, and does not tell whether they exist", async () => {
    const there = await registry.call('north', 'GET', '/v1/clusters/south%2Fmain');
    const notThere = await registry.call('north', 'GET', '/v1/clusters/south%2Fnothing');
    expect(there.body).toMatchObject({ status: 403, code: 'OTHER_TENANT' });
    expect(notThere.body).toEqual(there.body);
    expect((await registry.call('north', 'GET', '/v1/clusters/south%2Fmain/history')).body.code).toBe('OTHER_TENANT');
    expect((await registry.call('north', 'GET', '/v1/meters/south%2Fmeter')).body.code).toBe('METER_NOT_FOUND');
    expect((await registry.call('north', 'GET', '/v1/providers/south')).body.code).toBe('PROVIDER_NOT_FOUND');
    expect((await registry.call('north', 'GET', '/v1/providers/nothing')).body.code).toBe('PROVIDER_NOT_FOUND');
  });

  it("writes into the token's own provider, whatever the address says", async () => {
    expect((await registry.call('north', 'PUT', '/v1/clusters/south%2Fmain', CLUSTER)).body.code).toBe('ID_MALFORMED');
    expect((await registry.call('north', 'PUT', '/v1/clusters/main', { ...CLUSTER, accelerators: 16 })).status).toBe(200);
    expect((await registry.call('south', 'GET', '/v1/clusters/main')).body.accelerators).toBe(8);
    expect((await registry.call('south', 'PUT', '/v1/meters/own', { cluster: 'main' })).status).toBe(201);
    expect((await registry.call('north', 'GET', '/v1/meters/own')).status).toBe(404);
  });

  const WRITES: [string, unknown][] = [
    ['/v1/clusters/x', CLUSTER],
    ['/v1/sites/x', {}],
    ['/v1/meters/x', {}],
  ];
  it.each(WRITES)('lets only a provider with facility:write PUT %s', async (path, body) => {
    expect((await registry.call(undefined, 'PUT', path, body)).body).toMatchObject({ status: 401, code: 'TOKEN_MISSING' });
    expect((await registry.call('nobody', 'PUT', path, body)).body).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
    expect((await registry.call('north-reads', 'PUT', path, body)).body).toMatchObject({ status: 403, code: 'MISSING_SCOPE' });
    expect((await registry.call('north-sends', 'PUT', path, body)).body).toMatchObject({ status: 403, code: 'MISSING_SCOPE' });
    expect((await registry.call('oversight', 'PUT', path, body)).body).toMatchObject({ status: 403, code: 'MISSING_SCOPE' });
    expect((await registry.call('operator', 'PUT', path, body)).body).toMatchObject({ status: 403, code: 'TENANT_REQUIRED' });
    expect((await registry.call('operator', 'GET', `${path.replace('x', 'north%2Fx')}`)).status).toBe(404);
  });

  it.each(['/v1/accelerators/Q1', '/v1/accelerator-aliases/q', '/v1/providers/west'])('lets only the operator PUT %s', async (path) => {
    const body = path.includes('aliases') ? { model: 'A100' } : path.includes('providers') ? {} : { peaksGflops: { BF16: 1 } };
    expect((await registry.call(undefined, 'PUT', path, body)).status).toBe(401);
    expect((await registry.call('north', 'PUT', path, body)).body).toMatchObject({ status: 403, code: 'OPERATOR_ONLY' });
    expect((await registry.call('oversight', 'PUT', path, body)).body).toMatchObject({ status: 403, code: 'MISSING_SCOPE' });
    expect((await registry.call('operator-reads', 'PUT', path, body)).body).toMatchObject({ status: 403, code: 'MISSING_SCOPE' });
  });

  it.each(['/v1/clusters', '/v1/clusters/main', '/v1/clusters/main/history', '/v1/sites', '/v1/meters', '/v1/providers'])(
    'lets nobody read %s who may not read',
    async (path) => {
      expect((await registry.call(undefined, 'GET', path)).status).toBe(401);
      expect((await registry.call('north-sends', 'GET', path)).body).toMatchObject({ status: 403, code: 'MISSING_SCOPE' });
      expect((await registry.call('oversight-without-scope', 'GET', path)).status).toBe(path.includes('main') ? 400 : 403);
      expect((await registry.call('north-reads', 'GET', path)).status).toBe(200);
    },
  );

  it('lets every caller read the catalogue, and nobody without a token', async () => {
    for (const path of ['/v1/accelerators', '/v1/accelerators/A100', '/v1/instance-types']) {
      expect((await registry.call('north-sends', 'GET', path)).status).toBe(200);
      expect((await registry.call(undefined, 'GET', path)).status).toBe(401);
    }
  });

  describe('in the database itself', () => {
    let client: pg.Client;
    let admin: pg.Client;
    beforeAll(async () => {
      client = new pg.Client({ connectionString: registry.database.url });
      admin = new pg.Client({ connectionString: registry.postgres.url });
      await Promise.all([client.connect(), admin.connect()]);
    });
    afterAll(() => Promise.all([client.end(), admin.end()]));

    const asReader = async (provider: string, oversight: 'on' | 'off', sql: string) => {
      await client.query('begin');
      try {
        await client.query('set local role facility_registry_reader');
        await client.query(`select set_config('tidemark.provider', $1, true), set_config('tidemark.oversight', $2, true)`, [
          provider,
          oversight,
        ]);
        return (await client.query(sql)).rows;
      } finally {
        await client.query('rollback');
      }
    };
    const providersIn = async (provider: string, oversight: 'on' | 'off', table: string) =>
      (await asReader(provider, oversight, `select distinct provider from ${table} order by 1`)).map((row) => row.provider);

    it.each(['facility_fact', 'facility_current'])('%s holds the rows of the tenant alone', async (table) => {
      expect(await providersIn('north', 'off', table)).toEqual(['north']);
      expect(await providersIn('south', 'off', table)).toEqual(['south']);
      expect(await providersIn('', 'off', table)).toEqual([]);
      expect(await providersIn('', 'on', table)).toEqual(['north', 'south']);
    });

    it('has nothing for a reader who said nothing of itself', async () => {
      await client.query('begin');
      await client.query('set local role facility_registry_reader');
      expect((await client.query('select * from facility_fact')).rows).toEqual([]);
      await client.query('rollback');
    });

    it('lets the reading role write nothing', async () => {
      for (const table of ['facility_fact', 'catalogue_fact']) {
        await expect(asReader('north', 'off', `delete from ${table}`)).rejects.toThrow('permission denied');
        await expect(asReader('north', 'off', `update ${table} set recorded_by = 'x'`)).rejects.toThrow('permission denied');
      }
      await expect(asReader('', 'on', 'select * from outbox')).rejects.toThrow('permission denied');
    });

    it('has row-level security on every table', async () => {
      const open = await client.query(`select relname from pg_class join pg_namespace n on n.oid = relnamespace
        where nspname = 'facility_registry' and relkind = 'r' and not relrowsecurity`);
      // TypeORM's own list of migrations, which the reading role cannot read.
      expect(open.rows).toEqual([{ relname: 'migrations' }]);
      await expect(asReader('', 'on', 'select * from migrations')).rejects.toThrow('permission denied');
    });

    it('lets the writing role write for the provider that its transaction is open for, and no other', async () => {
      const insert = (provider: string) =>
        client.query(`insert into facility_fact values ($1, 'site', 'smuggled', 1, '{}', 0, 'nobody')`, [provider]);
      await expect(insert('north')).rejects.toThrow('row-level security');
      await client.query('begin');
      await client.query(`select set_config('tidemark.provider', 'north', true)`);
      expect((await client.query('select distinct provider from facility_fact')).rows).toEqual([{ provider: 'north' }]);
      await insert('north');
      await expect(insert('south')).rejects.toThrow('row-level security');
      await client.query('rollback');
    });

    it.each([`update facility_fact set content = '{}'`, 'delete from facility_fact', 'truncate facility_fact', 'truncate catalogue_fact'])(
      'lets nobody %s, the administrator of the database included',
      async (sql) => {
        const facts = () => admin.query('select count(*)::int as facts from facility_registry.facility_fact');
        const before = (await facts()).rows;
        await expect(admin.query(sql.replace(/(facility_fact|catalogue_fact)/, 'facility_registry.$1'))).rejects.toThrow(
          'facts are never changed',
        );
        // The writing role sees nothing that it could change, or is refused.
        await client.query(sql).catch((error: Error) => expect(error.message).toContain('facts are never changed'));
        expect((await facts()).rows).toEqual(before);
      },
    );
  });
});
