import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '../../..');

/** Starts a server in a process of its own, as a test run does, and says where it works. */
const RUN = `
  const { startTestPostgres } = await import('${root}/dist/libs/testing/src/postgres.js');
  const { url } = await startTestPostgres();
  const pg = (await import('pg')).default;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('show data_directory');
  console.log(rows[0].data_directory);
  setInterval(() => {}, 1000);`;

describe('a PostgreSQL for tests', () => {
  it('is gone with the run that started it, whatever ended that', async () => {
    const run = spawn(process.execPath, ['--input-type=module', '-e', RUN], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    const pgdata = await new Promise<string>((told) => run.stdout.once('data', (line: Buffer) => told(line.toString().trim())));
    const pid = Number(readFileSync(join(pgdata, 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 0);
    run.kill('SIGKILL');
    for (const end = Date.now() + 30_000; existsSync(pgdata) || isRunning(pid); await sleep(50)) {
      if (Date.now() > end) throw new Error(`${pgdata} is still there, or its server ${pid}`);
    }
  }, 60_000);
});

/** A process that ended but was not asked for by its parent yet is still in the table, as a zombie. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
