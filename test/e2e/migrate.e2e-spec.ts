import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import pg from 'pg';
import { run } from './harness/tidemark.js';

describe('npm run migrate', () => {
  let postgres: TestPostgres;
  const migrate = (url = postgres.url) =>
    run('npm', ['run', '--silent', 'migrate'], { ...process.env, NODE_OPTIONS: '', TIDEMARK_DATABASE_URL: url });
  const ask = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return (await client.query(sql).finally(() => client.end())).rows;
  };

  beforeAll(async () => {
    postgres = await startTestPostgres();
  }, 60_000);
  afterAll(() => postgres?.stop(), 60_000);

  it('makes roles, schemas and tables in an empty database, and changes nothing the second time', async () => {
    const services = ['facility_registry', 'usage_ledger', 'customer_registry', 'threshold_monitor', 'casework', 'event_log'];
    const lines = services.map((service) => `${service} is up to date.`);
    for (let time = 1; time <= 2; time++) {
      const { code, stdout, stderr } = await migrate();
      expect([code, stdout.trim().split('\n'), stderr]).toEqual([0, lines, '']);
    }
    const schemas = `select nspname from pg_namespace where nspname in ('${services.join("', '")}') order by 1`;
    expect((await ask(postgres.url, schemas)).map(({ nspname }) => nspname)).toEqual([...services].sort());
    expect(await ask(postgres.url, 'select position from usage_ledger.ledger_head')).toHaveLength(1);
  }, 60_000);

  it('says why when it cannot', async () => {
    const { code, stderr } = await migrate('postgres://nobody:wrong@127.0.0.1:1/none');
    expect([code, stderr]).toEqual([2, expect.stringContaining('ECONNREFUSED')]);
  }, 30_000);
});
