import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@tidemark/persistence';

export interface TestPostgres {
  /** As administrator, to the database `tidemark`. */
  url: string;
  /** SIGKILL, then started again on the same port and data. */
  crash(): Promise<void>;
  /** Stopped in order, then started again on the same port and data. */
  restart(): Promise<void>;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

export interface TestPostgresOptions {
  /** True: commits reach the disk, for tests that kill the server. Else faster and good for one life only. */
  durable?: boolean;
  settings?: Readonly<Record<string, string>>;
}

const HASTY = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

/** A real PostgreSQL server in a temporary folder, on a free port. Stop it in `afterAll`. */
export async function startTestPostgres({ durable = false, settings = {} }: TestPostgresOptions = {}): Promise<TestPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tidemark-postgres-'));
  const start = (port?: number): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({
      dataDir,
      ...(port === undefined ? {} : { port }),
      settings: { shared_buffers: '64MB', ...(durable ? {} : HASTY), ...settings },
    });
  let server = await start();
  const guard = guardAgainstAbandonment(dataDir);
  const again = async (end: (server: EmbeddedPostgres) => Promise<void>) => {
    await end(server);
    server = await start(server.port);
  };
  return {
    url: server.url,
    crash: () => again((running) => running.kill()),
    restart: () => again((running) => running.stop()),
    stop: async () => {
      guard.kill();
      await (durable ? server.stop() : server.kill());
      await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/**
 * A test run that is broken off, by SIGKILL too, must not leave servers behind: a shell waits for the end of its input, which comes
 * when this process is gone, and then ends the server and removes its data.
 */
function guardAgainstAbandonment(dataDir: string): ChildProcess {
  const script = 'read _; kill -QUIT "$(head -1 "$0/pgdata/postmaster.pid")" && sleep 1; rm -rf "$0"';
  const guard = spawn('sh', ['-c', script, dataDir], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  guard.unref();
  (guard.stdin as Socket).unref();
  return guard;
}
