import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.js';
import { isAlive, runningPostmaster } from './postmaster.js';
import { type ServerAccount, serverAccount } from './server-account.js';
import { createDatabase } from './server-database.postgres.js';

export interface EmbeddedPostgresOptions {
  /** Holds everything of this server: `pgdata/`, the administrator's password (0600), the server's log. */
  dataDir: string;
  /** Absent: the one used last time, if it is free. */
  port?: number;
  /** The database to work in, made when it is missing. Absent: the one asked for last time, so that tools find what an app has begun. */
  database?: string;
  /** Settings of postgresql.conf on top of {@link SETTINGS}. */
  settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** As administrator, to the database. */
  url: string;
  port: number;
  /** True when the server of an earlier process that died was still running and was taken over. */
  adopted: boolean;
  /** Lets no new work in, breaks off what runs, makes everything durable. */
  stop(): Promise<void>;
  /** SIGKILL to the server, for tests of what survives it. */
  kill(): Promise<void>;
}

const FIRST_DATABASE = 'tidemark';
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;

/** Safe first (every commit is on the disk when it is answered), then meant for one small machine. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  synchronous_commit: 'on',
  fsync: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  autovacuum_naptime: '10s',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
};

/**
 * Starts PostgreSQL on a data folder, making it first when it is new. The server is a process of its own and survives a `kill -9` of
 * ours: the next start finds it and takes it over. Throws with the end of the server's log when it does not come up.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const pgdata = join(dataDir, 'pgdata');
  await mkdir(dataDir, { recursive: true });
  // The server's account passes through to pgdata; it cannot list what else is here.
  if (process.getuid?.() === 0) await chmod(dataDir, 0o711);
  const programs = await postgresBinaries();
  const account = await serverAccount([pgdata, programs.postgres]);
  const password = await passwordOf(dataDir);
  if (!existsSync(pgdata)) await initialise(programs, account, dataDir, password);

  const left = await settled(pgdata);
  const server = left ? { ...left, adopted: true } : await launch(programs, account, dataDir, options);
  const url = `postgres://postgres:${password}@127.0.0.1:${server.port}/`;
  const database = await databaseOf(dataDir, options.database);
  await createDatabase(`${url}postgres`, database);
  return {
    url: `${url}${database}`,
    port: server.port,
    adopted: server.adopted,
    stop: () => end(server.pid, 'SIGINT'),
    kill: () => end(server.pid, 'SIGKILL'),
  };
}

async function passwordOf(dataDir: string): Promise<string> {
  const file = join(dataDir, 'password');
  if (!existsSync(file)) {
    // Written under another name first: a crash must not leave an empty password behind.
    await writeFile(`${file}.new`, randomBytes(24).toString('base64url'), { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
  return readFile(file, 'utf8');
}

async function databaseOf(dataDir: string, asked: string | undefined): Promise<string> {
  const file = join(dataDir, 'database');
  if (asked === undefined) return (await readFile(file, 'utf8').catch(() => '')) || FIRST_DATABASE;
  await writeFile(file, asked);
  return asked;
}

/** Makes the cluster beside its final place, so that a start that was killed half-way begins again from nothing. */
async function initialise(programs: PostgresBinaries, account: ServerAccount, dataDir: string, password: string): Promise<void> {
  const fresh = join(dataDir, 'pgdata.new');
  const passwordFile = join(dataDir, 'password.initdb');
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account.owner) {
    await chown(fresh, account.owner.uid, account.owner.gid);
    await chown(passwordFile, account.owner.uid, account.owner.gid);
  }
  const flags = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--username=postgres', `--pwfile=${passwordFile}`];
  const { file, args, options } = account.commandLine(programs.initdb, [`--pgdata=${fresh}`, ...flags]);
  try {
    await new Promise<void>((done, failed) => {
      const child = spawn(file, args, { ...options, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      child.on('error', failed);
      child.on('close', (code) => (code === 0 ? done() : failed(new Error(`initdb ended with ${code}: ${said}`))));
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(fresh, join(dataDir, 'pgdata'));
}

/** The server that an earlier process left running, once it is ready; nothing when there is none or it ended. */
async function settled(pgdata: string): Promise<{ pid: number; port: number } | undefined> {
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await sleep(50)) {
    const found = runningPostmaster(pgdata);
    if (!found) {
      await rm(join(pgdata, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (found.ready) return found;
  }
  throw new Error(`A PostgreSQL server on ${pgdata} neither gets ready nor ends`);
}

async function launch(programs: PostgresBinaries, account: ServerAccount, dataDir: string, options: EmbeddedPostgresOptions) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  const portFile = join(dataDir, 'port');
  let port = options.port ?? (await lastPort(portFile));
  for (;;) {
    port ??= await freePort();
    const failure = await launchOn(port, programs, account, dataDir, options.settings ?? {});
    if (typeof failure === 'number') {
      await writeFile(portFile, String(port));
      return { pid: failure, port, adopted: false };
    }
    const taken = failure.includes('could not bind') && options.port === undefined;
    // After a `kill -9` of the server its workers take a moment to notice and to let go of the shared memory.
    const passing = taken || failure.includes('shared memory block') || failure.includes('lock file');
    if (!passing || Date.now() > deadline) throw new Error(`PostgreSQL did not start on ${dataDir}:\n${failure}`);
    if (taken) port = undefined;
    await sleep(200);
  }
}

/** Answers the process id, or what the server said before it ended. */
async function launchOn(
  port: number,
  programs: PostgresBinaries,
  account: ServerAccount,
  dataDir: string,
  settings: Readonly<Record<string, string>>,
): Promise<number | string> {
  const pgdata = join(dataDir, 'pgdata');
  const logFile = join(dataDir, 'postgres.log');
  const grown = existsSync(logFile) && (await stat(logFile)).size > 16 * 1024 * 1024;
  const log = await open(logFile, grown ? 'w' : 'a', 0o600);
  const begin = (await log.stat()).size;
  try {
    const set = Object.entries({ ...SETTINGS, ...settings, port: String(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const { file, args, options } = account.commandLine(programs.postgres, ['-D', pgdata, ...set]);
    // A process group of its own: Ctrl-C goes to us, and we stop the server when the apps have let go of it.
    const child = spawn(file, args, { ...options, cwd: '/', detached: true, stdio: ['ignore', log.fd, log.fd] });
    let ended: string | undefined;
    child.on('error', (error) => {
      ended = error.message;
    });
    child.on('exit', (code, signal) => {
      ended ??= `ended with ${code ?? signal}`;
    });
    child.unref();
    for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await sleep(20)) {
      if (ended !== undefined) return `${ended}\n${(await readFile(logFile, 'utf8')).slice(begin)}`;
      const running = runningPostmaster(pgdata);
      if (running?.ready && running.pid === child.pid) return running.pid;
    }
    if (child.pid) await end(child.pid, 'SIGQUIT');
    return `not ready after ${START_TIMEOUT_MS / 1000} s\n${(await readFile(logFile, 'utf8')).slice(begin)}`;
  } finally {
    await log.close();
  }
}

async function end(pid: number, signal: NodeJS.Signals): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, signal);
  for (const deadline = Date.now() + STOP_TIMEOUT_MS; isAlive(pid); await sleep(20)) {
    if (Date.now() > deadline) process.kill(pid, 'SIGQUIT');
  }
}

async function lastPort(file: string): Promise<number | undefined> {
  const port = Number(await readFile(file, 'utf8').catch(() => ''));
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

/**
 * A port that is kept over restarts must lie below those that the system hands to outgoing connections: while the server is down,
 * one of its clients could otherwise be given the very port to call from.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
