/** Tidemark as a person runs it: `npm start` in a data folder and on ports of its own, started and ended as often as a test likes. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientEntry } from './client.js';

const START_MS_MAX = 120_000;
const END_MS_MAX = 60_000;

export interface CredentialsFile {
  tokenEndpoint: string;
  clients: ClientEntry[];
  people: PersonEntry[];
}

export interface PersonEntry {
  name: string;
  role: string;
  provider: string | null;
  username: string;
  password: string;
  totpSecret: string;
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export class Tidemark {
  output = '';
  readonly #clients = new Map<string, Client>();
  #starter: ChildProcess | undefined;

  private constructor(
    readonly home: string,
    readonly port: number,
    readonly grpcPort: number,
  ) {}

  /** Nothing runs yet. */
  static async make(): Promise<Tidemark> {
    const [port, grpcPort] = await freePorts();
    return new Tidemark(await mkdtemp(join(tmpdir(), 'tidemark-e2e-')), port, grpcPort);
  }

  /** Started and ready. */
  static async started(...args: string[]): Promise<Tidemark> {
    const tidemark = await Tidemark.make();
    try {
      await tidemark.start(...args);
      return tidemark;
    } catch (error) {
      await tidemark.remove();
      throw error;
    }
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get grpc(): string {
    return `127.0.0.1:${this.grpcPort}`;
  }

  /** Resolves with the milliseconds until it said that it is ready. */
  async start(...args: string[]): Promise<number> {
    const began = Date.now();
    this.launch(...args);
    await this.says('Tidemark is ready');
    return Date.now() - began;
  }

  launch(...args: string[]): void {
    this.output = '';
    const starter = spawn(process.execPath, [join(checkout(), 'scripts', 'start.mjs'), ...args], {
      cwd: checkout(),
      env: this.environment,
    });
    for (const stream of [starter.stdout, starter.stderr]) stream.on('data', (chunk: Buffer) => void (this.output += chunk));
    // A test run that dies must leave nothing behind.
    const abandon = () => starter.kill('SIGTERM');
    process.once('exit', abandon);
    starter.once('exit', () => process.removeListener('exit', abandon));
    this.#starter = starter;
  }

  async says(words: string | RegExp): Promise<void> {
    for (const end = Date.now() + START_MS_MAX; !this.output.match(words); await sleep(10)) {
      if (Date.now() > end || this.#starter?.exitCode != null) throw new Error(`It does not say ${words}, but:\n${this.output}`);
    }
  }

  /** SIGTERM; resolves with the exit code, undefined when it did not run. */
  async end(): Promise<number | null | undefined> {
    const starter = this.#starter;
    if (!starter) return undefined;
    this.#starter = undefined;
    if (starter.exitCode !== null) return starter.exitCode;
    const ended = new Promise<number | null>((resolve) => starter.once('exit', resolve));
    starter.kill('SIGTERM');
    const code = await Promise.race([ended, sleep(END_MS_MAX, 'late' as const, { ref: false })]);
    if (code !== 'late') return code;
    throw new Error(`It did not end within ${END_MS_MAX / 1000} s of SIGTERM:\n${this.output}`);
  }

  /** SIGKILL to the process that holds the data folder: nothing of ours gets to run any more. */
  async kill(): Promise<void> {
    const starter = this.#starter;
    process.kill(await this.pid(), 'SIGKILL');
    if (starter?.exitCode === null) await new Promise((resolve) => starter.once('exit', resolve));
    this.#starter = undefined;
  }

  async pid(): Promise<number> {
    return Number(await readFile(join(this.home, 'tidemark.pid'), 'utf8'));
  }

  /** Ends it and takes the data folder away. */
  async remove(): Promise<void> {
    await this.end();
    await this.#endLeftovers();
    await rm(this.home, { recursive: true, force: true });
  }

  /** What outlives a killed process waits for the next start; here there is none. Only what works in this folder is ended. */
  async #endLeftovers(): Promise<void> {
    const [database] = await this.#postmaster().catch(() => []);
    const broker = await readFile(join(this.home, 'kafka', 'broker.json'), 'utf8').catch(() => '{}');
    for (const pid of [Number(database), (JSON.parse(broker) as { pid?: number }).pid]) {
      if (!pid) continue;
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (command.includes(this.home)) process.kill(pid, 'SIGKILL');
    }
  }

  async credentials(): Promise<CredentialsFile> {
    return JSON.parse(await readFile(join(this.home, 'credentials.json'), 'utf8')) as CredentialsFile;
  }

  /** Of credentials.json, or a provider that `makeProvider` made. */
  async as(name: string): Promise<Client> {
    const known = this.#clients.get(name);
    if (known) return known;
    const { clients, tokenEndpoint } = await this.credentials();
    const entry = clients.find((client) => client.name === name);
    if (!entry) throw new Error(`credentials.json has no client "${name}"`);
    const client = new Client(this.origin, tokenEndpoint, entry);
    this.#clients.set(name, client);
    return client;
  }

  /** As the operator would: a new provider, whose secrets are told this once. */
  async makeProvider(id: string): Promise<Client> {
    const operator = await this.as('operator');
    const { status, body } = await operator.put(`/v1/providers/${id}`, { name: id });
    if (status !== 201) throw new Error(`${id} could not be made: ${status} ${JSON.stringify(body)}`);
    const client = new Client(this.origin, body.tokenEndpoint, { name: id, ...body });
    this.#clients.set(id, client);
    return client;
  }

  /** Runs `npm run <command>` on this data folder. */
  command(command: string, ...args: string[]): Promise<Ended> {
    return run('npm', ['run', '--silent', command, '--', ...args], this.environment);
  }

  /** Process number of the embedded PostgreSQL. */
  async databaseProcess(): Promise<number> {
    return Number((await this.#postmaster())[0]);
  }

  /** Connection of the embedded server's administrator. */
  async databaseUrl(): Promise<string> {
    const [, , , port] = await this.#postmaster();
    const password = (await readFile(join(this.home, 'postgres', 'password'), 'utf8')).trim();
    return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/tidemark`;
  }

  /** Lines of postmaster.pid: process, data folder, start, port. */
  async #postmaster(): Promise<string[]> {
    return (await readFile(join(this.home, 'postgres', 'pgdata', 'postmaster.pid'), 'utf8')).split('\n');
  }

  get environment(): NodeJS.ProcessEnv {
    const own = { TIDEMARK_HOME: this.home, TIDEMARK_PORT: String(this.port), TIDEMARK_GRPC_PORT: String(this.grpcPort) };
    const { npm_lifecycle_event: _, ...inherited } = process.env;
    return { ...inherited, NODE_OPTIONS: '', ...own };
  }
}

/** The folder of package-lock.json. */
export function checkout(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, 'package-lock.json'))) return folder;
  throw new Error(`package-lock.json was not found above ${import.meta.dirname}`);
}

/** Runs a program to its end; a code other than 0 is an answer. */
export function run(file: string, args: string[], env: NodeJS.ProcessEnv = process.env, input = ''): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = execFile(file, args, { cwd: checkout(), env, maxBuffer: 64 * 1024 * 1024, timeout: 60_000 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

/** Taken together, so that they differ. */
async function freePorts(): Promise<[number, number]> {
  const servers = await Promise.all([listening(), listening()]);
  const [first, second] = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return [first!, second!];
}

const listening = () =>
  new Promise<ReturnType<typeof createServer>>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });
