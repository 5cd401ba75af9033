import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type AppDatabase, openAppDatabase } from './app-database.postgres.js';
import { prepareDatabase } from './prepare-database.postgres.js';
import { readableByAll, rowLevelSecurity } from './row-level-security.js';
import { UnstorableText } from './unstorable-text.js';

class Tables1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query('create table meter (provider text not null, source text not null)');
    await runner.query(rowLevelSecurity('meter'));
    await runner.query('create table catalogue (model text not null)');
    await runner.query(readableByAll('catalogue'));
    await runner.query('create table forgotten (provider text not null)');
  }
  async down() {}
}

const MIGRATIONS = [Tables1700000000000];

describe('transactions of an app', () => {
  let server: TestPostgres;
  let database: AppDatabase;

  beforeAll(async () => {
    server = await startTestPostgres();
    database = await openAppDatabase({ url: server.url, app: 'sample_app', migrations: MIGRATIONS });
    await database.transactions.run((tx) => tx.query(`insert into meter values ('alpha', 'a1'), ('alpha', 'a2'), ('beta', 'b1')`));
    await database.transactions.run((tx) => tx.query(`insert into catalogue values ('H100')`));
  }, 60_000);

  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });

  const sourcesSeen = (tenant: Parameters<AppDatabase['transactions']['read']>[0]) =>
    database.transactions.read(tenant, async (tx) =>
      (await tx.query<{ source: string }>('select source from meter order by 1')).map((r) => r.source),
    );

  it('undoes everything when the work fails', async () => {
    const failing = database.transactions.run(async (tx) => {
      await tx.query(`insert into meter values ('gamma', 'g1')`);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await sourcesSeen({ provider: 'gamma' })).toEqual([]);
  });

  it.each(['a\0b', ['a', '\0']])('answers a question with a text that no row can hold as the fault of who asks: %j', async (asked) => {
    const asking = database.transactions.read({ oversight: true }, (tx) =>
      tx.query('select from meter where source = any($1)', [[asked].flat()]),
    );
    await expect(asking).rejects.toBeInstanceOf(UnstorableText);
    await expect(asking).rejects.toMatchObject({ status: 400 });
    expect(await sourcesSeen({ provider: 'beta' })).toEqual(['b1']);
  });

  it('shows a provider its own rows, whichever provider it is', async () => {
    expect(await sourcesSeen({ provider: 'alpha' })).toEqual(['a1', 'a2']);
    expect(await sourcesSeen({ provider: 'beta' })).toEqual(['b1']);
    expect(await sourcesSeen({ provider: '' })).toEqual([]);
  });

  it('shows oversight all rows', async () => {
    expect(await sourcesSeen({ oversight: true })).toEqual(['a1', 'a2', 'b1']);
  });

  it('forgets the tenant when the connection goes back', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, i) => sourcesSeen(i % 2 ? { oversight: true } : { provider: 'beta' })));
    expect(await sourcesSeen({ provider: 'beta' })).toEqual(['b1']);
    const who = await database.transactions.run((tx) =>
      tx.query(`select current_user as role, current_setting('tidemark.oversight', true) as oversight`),
    );
    expect(who[0]).toMatchObject({ role: 'sample_app' });
    expect(who[0]?.oversight).not.toBe('on');
  });

  it('cannot write while reading, neither by mode nor by right', async () => {
    const write = database.transactions.read({ oversight: true }, (tx) => tx.query(`insert into meter values ('alpha', 'a3')`));
    await expect(write).rejects.toThrow(/permission denied|read-only/);
  });

  it('keeps a table closed that nobody opened to readers', async () => {
    const read = database.transactions.read({ oversight: true }, (tx) => tx.query('select * from forgotten'));
    await expect(read).rejects.toThrow('permission denied');
    expect(await database.transactions.read({ provider: 'beta' }, (tx) => tx.query('select * from catalogue'))).toEqual([
      { model: 'H100' },
    ]);
  });

  it("keeps an app out of another app's schema", async () => {
    const other = await openAppDatabase({ url: server.url, app: 'other_app', migrations: [] });
    await expect(other.transactions.run((tx) => tx.query('select * from sample_app.meter'))).rejects.toThrow('permission denied');
    await other.close();
  });

  it('can be prepared and migrated by several at once, again and again', async () => {
    const urls = await Promise.all(Array.from({ length: 4 }, () => prepareDatabase(server.url, ['sample_app', 'fresh_app'])));
    expect(new Set(urls.map((url) => url.fresh_app)).size).toBe(1);
    const opened = await Promise.all(
      Array.from({ length: 3 }, () => openAppDatabase({ url: server.url, app: 'fresh_app', migrations: MIGRATIONS })),
    );
    const applied = await opened[0]!.transactions.run((tx) => tx.query('select * from migrations'));
    expect(applied).toHaveLength(1);
    await Promise.all(opened.map((one) => one.close()));
  }, 60_000);

  it('can be prepared by an administrator who is not a superuser, and opened as the app itself', async () => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(`create role keeper login createrole password 'k'; grant create on database tidemark to keeper`);
    await client.end();
    const asKeeper = server.url.replace(/\/\/.*@/, '//keeper:k@');
    const byKeeper = await openAppDatabase({ url: asKeeper, app: 'kept_app', migrations: MIGRATIONS });
    const asApp = await openAppDatabase({ url: byKeeper.url, app: 'kept_app', migrations: MIGRATIONS });
    expect(asApp.url).toBe(byKeeper.url);
    await byKeeper.close();
    await asApp.close();
  });

  it('refuses an administrator without a password, and a name that is no name', async () => {
    await expect(prepareDatabase(server.url.replace(/:[^:@]+@/, '@'), ['x'])).rejects.toThrow(/password/);
    await expect(prepareDatabase(server.url, ['x; drop table y'])).rejects.toThrow('cannot name a role');
  });
});
