import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from './broker-command.js';
import { connects, readState, startBroker } from './kafka-broker.js';
import { requireJava } from './kafka-jars.js';

const java = await requireJava().catch((error: Error) => error);
const suite = java instanceof Error && process.env.CI !== 'true' ? describe.skip : describe;

suite('a broker on this machine', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'tidemark-kafka-'));
    beSilent();
  });
  afterEach(async () => {
    await main(['stop', '--data', dataDir]);
    await rm(dataDir, { recursive: true, force: true });
  }, 60_000);

  /** The command speaks to people; here its exit codes are what counts. */
  function beSilent(): void {
    console.log = () => undefined;
    console.error = () => undefined;
  }

  it('is started once, tells its state, and is stopped by the command', async () => {
    expect(await main(['status', '--data', dataDir])).toBe(3);
    expect(await main(['start', '--port', '0', '--data', dataDir])).toBe(0);
    const first = await readState(dataDir);
    expect(await main(['start', '--port', '0', '--data', dataDir])).toBe(0);
    expect((await readState(dataDir))!.pid).toBe(first!.pid);
    expect(await main(['status', '--data', dataDir])).toBe(0);
    expect(await main(['stop', '--data', dataDir])).toBe(0);
    expect(await main(['status', '--data', dataDir])).toBe(3);
    expect(await connects(first!.port)).toBe(false);
  }, 60_000);

  it('comes back on the same port after it was killed', async () => {
    const broker = await startBroker({ dataDir });
    const { bootstrap, pid } = broker;
    await broker.kill();
    expect(await connects(Number(bootstrap.split(':')[1]))).toBe(false);
    await broker.restart();
    expect(broker.bootstrap).toBe(bootstrap);
    expect(broker.pid).not.toBe(pid);
    expect(await connects(Number(bootstrap.split(':')[1]))).toBe(true);
    await broker.stop();
  }, 60_000);

  it('keeps its passwords for the owner of the folder alone', async () => {
    const broker = await startBroker({ dataDir, sasl: { admin: { username: 'root', password: 'secret-1' } } });
    await broker.stop();
    for (const name of ['server.properties', 'broker.json', 'controller-secret']) {
      expect((await stat(join(dataDir, name))).mode & 0o077).toBe(0);
    }
    expect(await readFile(join(dataDir, 'broker.log'), 'utf8')).not.toContain('secret-1');
  }, 60_000);

  it('says what is missing or wrong before it starts anything', async () => {
    expect(await main(['start', '--port', '70000', '--data', dataDir])).toBe(2);
    expect(await main(['start', '--sasl', '--data', dataDir])).toBe(2);
    expect(await main(['allow', '--data', dataDir])).toBe(2);
    expect(await main(['dance'])).toBe(2);
    await expect(startBroker({ dataDir, sasl: { admin: { username: 'a"b', password: 'x' } } })).rejects.toThrow(/letters, digits/);
    await expect(requireJava('no-java-here')).rejects.toMatchObject({ code: 'JAVA_MISSING' });
    await expect(requireJava('true')).rejects.toMatchObject({ code: 'JAVA_TOO_OLD' });
  });
});
