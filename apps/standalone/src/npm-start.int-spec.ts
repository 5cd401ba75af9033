import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
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

describe('npm start', () => {
  let installation: Installation;
  afterEach(() => installation.remove(), 60_000);

  it('gives a newcomer a running Tidemark, lines to paste that work, and the same again after a stop', async () => {
    installation = await Installation.make();
    installation.start();
    await installation.says('Tidemark is ready');

    const { clients, people } = await installation.credentials();
    expect((await stat(join(installation.home, 'credentials.json'))).mode & 0o777).toBe(0o600);
    expect(clients.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'operator operator',
      'microsoft-itp provider',
      'aurora-cloud provider',
      'borealis-compute provider',
    ]);
    expect(people).toEqual([]);

    const [token, report, totals] = installation.output.split('\n').filter((line) => /^ {2}(TOKEN=|curl )/.test(line));
    const shell = promisify(execFile);
    const receipt = JSON.parse((await shell('sh', ['-c', `${token}\n${report}`])).stdout);
    expect(receipt).toMatchObject({ provider: 'aurora-cloud', source: 'aurora-meter', epoch: 1 });
    await sleep(1000);
    expect((await shell('sh', ['-c', `${token}\n${totals}`])).stdout).toContain('"acceleratorHours":"8.0"');

    const trace = () => installation.get<{ acceleratorHours: string }>('/v1/totals?scope=provider&id=microsoft-itp', 'microsoft-itp');
    const before = await trace();
    expect(before.acceleratorHours).toMatch(/^1632719\.7/);

    expect(await installation.end()).toBe(0);
    const began = Date.now();
    installation.start();
    await installation.says('Tidemark is ready');
    // 5 s is promised for a machine with nothing else to do.
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(installation.output).not.toContain('Loading');
    expect(installation.output).toContain('"sequence":"2"');
    expect(await trace()).toEqual(before);
  }, 240_000);

  it('goes on where it was killed, and counts nothing twice', async () => {
    installation = await Installation.make();
    installation.start();
    await installation.says(/Loading .*: 0 of/);
    await sleep(300);
    await installation.kill();
    installation.start();
    await installation.says('Tidemark is ready');
    const totals = await installation.get<{ acceleratorHours: string }>('/v1/totals?scope=provider&id=microsoft-itp', 'microsoft-itp');
    expect(totals.acceleratorHours).toMatch(/^1632719\.7/);
  }, 240_000);

  it('starts empty when told so, with the operator alone', async () => {
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
});
