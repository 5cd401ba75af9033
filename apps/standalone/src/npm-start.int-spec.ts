import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientCredentials, Credentials } from './credentials/credentials-file.js';

const root = join(import.meta.dirname, '../../..');
const START_MS = 120_000;

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => found(port));
    });
  });
}

/** One installation: a data folder and its ports, started and ended as often as a test likes, by the same command as a person. */
class Installation {
  private starter: ChildProcess | undefined;
  output = '';

  private constructor(
    readonly home: string,
    readonly port: number,
    private readonly grpcPort: number,
  ) {}

  static async make(): Promise<Installation> {
    return new Installation(await mkdtemp(join(tmpdir(), 'tidemark-start-')), await freePort(), await freePort());
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  start(...args: string[]): void {
    this.output = '';
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      TIDEMARK_HOME: this.home,
      TIDEMARK_PORT: String(this.port),
      TIDEMARK_GRPC_PORT: String(this.grpcPort),
    };
    this.starter = spawn(process.execPath, [join(root, 'scripts/start.mjs'), ...args], { cwd: root, env });
    for (const stream of [this.starter.stdout!, this.starter.stderr!])
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk;
      });
  }

  async says(words: string | RegExp): Promise<void> {
    for (const end = Date.now() + START_MS; !this.output.match(words); await sleep(10)) {
      if (Date.now() > end || this.starter?.exitCode != null) throw new Error(`It does not say ${words}, but:\n${this.output}`);
    }
  }

  /** The exit code after SIGTERM. */
  async end(): Promise<number | null> {
    const { starter } = this;
    if (!starter || starter.exitCode !== null) return starter?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => starter.once('exit', resolve));
    starter.kill('SIGTERM');
    return ended;
  }

  /** SIGKILL to Tidemark itself. */
  async kill(): Promise<void> {
    process.kill(Number(await readFile(join(this.home, 'tidemark.pid'), 'utf8')), 'SIGKILL');
    const { starter } = this;
    if (starter?.exitCode === null) await new Promise((resolve) => starter.once('exit', resolve));
  }

  async remove(): Promise<void> {
    await this.end();
    await rm(this.home, { recursive: true, force: true });
  }

  async credentials(): Promise<Credentials> {
    return JSON.parse(await readFile(join(this.home, 'credentials.json'), 'utf8'));
  }

  async get<Answer>(path: string, as: string): Promise<Answer> {
    const { clients, tokenEndpoint } = await this.credentials();
    const { clientId, clientSecret } = clients.find(({ name }) => name === as) as ClientCredentials;
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    const { access_token } = (await (await fetch(tokenEndpoint, { method: 'POST', body })).json()) as { access_token: string };
    const response = await fetch(`${this.origin}${path}`, { headers: { authorization: `Bearer ${access_token}` } });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}

const TRACE = '/v1/totals?scope=provider&id=microsoft-itp';

/** What test/e2e does not try: starts that go wrong, and the options. */
describe('npm start', () => {
  let installation: Installation;
  afterEach(() => installation.remove(), 60_000);

  const traceHours = async () => (await installation.get<{ acceleratorHours: string }>(TRACE, 'microsoft-itp')).acceleratorHours;

  it('goes on with the trace where it was killed, and counts nothing twice', async () => {
    installation = await Installation.make();
    for (const waitMs of [100, 400]) {
      installation.start();
      await installation.says(/Loading .*: 0 of/);
      await sleep(waitMs);
      await installation.kill();
    }
    installation.start();
    await installation.says('Tidemark is ready');
    expect(await traceHours()).toMatch(/^1632719\.7/);
    const { records } = await installation.get<{ records: object }>('/v1/conservation', 'microsoft-itp');
    expect(records).toMatchObject({ received: '69351', counted: '69351', duplicate: '0' });
  }, 240_000);

  it('ends in order when it is told to in the middle of its start', async () => {
    installation = await Installation.make();
    installation.start();
    await installation.says(/Loading .*: 0 of/);
    expect(await installation.end()).toBe(0);
    expect(installation.output).not.toContain('rror');
  }, 120_000);

  it('keeps a world for each kind of event log, and goes on in each', async () => {
    installation = await Installation.make();
    for (const [log, options] of Object.entries({ PostgreSQL: [], Kafka: ['--kafka'] })) {
      for (const start of ['first', 'second']) {
        installation.start(...options);
        await installation.says('Tidemark is ready');
        expect(installation.output).toMatch(new RegExp(`event log +${log}`));
        if (start === 'second') expect(installation.output).not.toContain('Loading');
        expect(await traceHours()).toMatch(/^1632719\.7/);
        expect(await installation.end()).toBe(0);
      }
    }
    const { clients } = await installation.credentials();
    expect(clients.map(({ kafka }) => kafka?.intakeTopic)).toEqual([undefined, ...clients.slice(1).map(({ name }) => `intake.${name}.v1`)]);
    installation.start();
    await installation.says('Tidemark is ready');
    expect(installation.output).not.toContain('Loading');
    expect((await installation.credentials()).clients.some(({ kafka }) => kafka)).toBe(false);
  }, 240_000);

  it('starts empty when told so, with the operator alone, and says which port is taken', async () => {
    installation = await Installation.make();
    installation.start('--empty');
    await installation.says('Tidemark is ready');
    expect((await installation.credentials()).clients.map(({ name }) => name)).toEqual(['operator']);
    expect(await installation.get('/v1/providers', 'operator')).toEqual([]);
    const second = await Installation.make();
    Object.assign(second, { port: installation.port });
    second.start('--empty');
    await expect(second.says('Tidemark is ready')).rejects.toThrow(`Port ${installation.port} is taken`);
    await second.remove();
  }, 120_000);

  it('lets one process at a time into a data folder, and names options it does not know', async () => {
    installation = await Installation.make();
    installation.start('--emty');
    await expect(installation.says('Tidemark is ready')).rejects.toThrow(/--emty[\s\S]*--empty/);
    await installation.end();
    installation.start('--empty');
    await installation.says('Tidemark is ready');
    const { home } = installation;
    const other = await Installation.make();
    Object.assign(other, { home });
    other.start('--empty');
    await expect(other.says('Tidemark is ready')).rejects.toThrow(`Tidemark runs already on ${home}`);
  }, 120_000);
});
