import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('embedded PostgreSQL', () => {
  let dataDir: string;
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'tidemark-embedded-'));
    server = await startEmbeddedPostgres({ dataDir });
    await query(server.url, 'create table kept (n int); insert into kept values (1)');
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('keeps its password for us alone', async () => {
    expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
    await expect(query(server.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password');
  });

  it('is taken over when it runs already', async () => {
    const second = await startEmbeddedPostgres({ dataDir });
    expect(second).toMatchObject({ adopted: true, url: server.url });
  });

  it('keeps its data and its port over a stop and over a kill -9', async () => {
    const { url } = server;
    await server.stop();
    server = await startEmbeddedPostgres({ dataDir });
    expect(server).toMatchObject({ adopted: false, url });
    await server.kill();
    server = await startEmbeddedPostgres({ dataDir });
    expect(server).toMatchObject({ adopted: false, url });
    expect(await query(server.url, 'select n from kept')).toEqual([{ n: 1 }]);
  }, 60_000);

  it('does not take another program for the server of a left-over pid file', async () => {
    await server.stop();
    await writeFile(join(dataDir, 'pgdata', 'postmaster.pid'), `${process.pid}\n${join(dataDir, 'pgdata')}\n0\n1\n`);
    server = await startEmbeddedPostgres({ dataDir });
    expect(server.adopted).toBe(false);
    expect(await query(server.url, 'select n from kept')).toEqual([{ n: 1 }]);
  }, 60_000);

  it('goes on in the database asked for last', async () => {
    expect(server.url).toMatch(/\/tidemark$/);
    await startEmbeddedPostgres({ dataDir, database: 'other' });
    const tool = await startEmbeddedPostgres({ dataDir });
    expect(tool.url).toMatch(/\/other$/);
    expect(await query(tool.url, 'select current_database() as name')).toEqual([{ name: 'other' }]);
    await startEmbeddedPostgres({ dataDir, database: 'tidemark' });
  });

  it('says what the server said when it cannot start', async () => {
    const other = await mkdtemp(join(tmpdir(), 'tidemark-embedded-'));
    await expect(startEmbeddedPostgres({ dataDir: other, settings: { shared_buffers: 'plenty' } })).rejects.toThrow('shared_buffers');
    expect((await readFile(join(other, 'postgres.log'), 'utf8')).length).toBeGreaterThan(0);
    await rm(other, { recursive: true, force: true });
  }, 60_000);
});
