/** The PostgreSQL under measurement: durable, with the settings that deploy/ recommends, on the measured cores. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import pg from 'pg';
import { pin } from './processes.js';

export interface BenchDatabase {
  url: string;
  /** Process of the server; its backends are its children. */
  pid: number;
  server: TestPostgres;
}

export async function startDatabase(): Promise<BenchDatabase> {
  const server = await startTestPostgres({
    durable: true,
    settings: { shared_buffers: '512MB', max_wal_size: '4GB' },
  });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    const pid = Number((await readFile(join(rows[0]!.data_directory, 'postmaster.pid'), 'utf8')).split('\n')[0]);
    pin(pid);
    return { url: server.url, pid, server };
  } finally {
    await client.end();
  }
}
