import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { KafkaEventLog, KafkaProvisioning, TOPICS } from '@tidemark/messaging';
import { type KafkaBroker, startBroker } from '../../../deploy/kafka/kafka-broker.js';
import { requireJava } from '../../../deploy/kafka/kafka-jars.js';

jest.setTimeout(60_000);

const java = await requireJava().catch((error: Error) => error);
const suite = java instanceof Error && process.env.CI !== 'true' ? describe.skip : describe;

suite('providers on a broker with access control', () => {
  const admin = { username: 'tidemark', password: 'admin-password-1' };
  const message = [{ key: 'meter-1', value: Buffer.from('report') }];
  const opened: KafkaEventLog[] = [];
  let dataDir: string;
  let broker: KafkaBroker;
  let provisioning: KafkaProvisioning;

  const as = (username: string, password: string) => {
    const log = new KafkaEventLog({ brokers: [broker.bootstrap], username, password, appendTimeoutMs: 3_000 });
    opened.push(log);
    return log;
  };

  beforeAll(async () => {
    Logger.overrideLogger(false);
    dataDir = await mkdtemp(join(tmpdir(), 'tidemark-kafka-'));
    broker = await startBroker({ dataDir, sasl: { admin } });
    provisioning = new KafkaProvisioning(as(admin.username, admin.password), { brokers: [broker.bootstrap], ...admin });
    await provisioning.createProvider('north', 'north-password-1');
    await provisioning.createProvider('south', 'south-password-1');
  });
  afterAll(async () => {
    await Promise.all(opened.map((log) => log.close()));
    await broker?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('lets a provider write its own intake', async () => {
    const [position] = await as('north', 'north-password-1').append('intake.north.v1', message);
    const [found] = await as(admin.username, admin.password).read('intake.north.v1', position!.partition, position!.offset, 1);
    expect(found).toMatchObject({ key: 'meter-1', value: Buffer.from('report') });
  });

  it('keeps what a provider compressed so that every reader can read it', async () => {
    const { Kafka, CompressionTypes, CompressionCodecs, logLevel } = (await import('kafkajs')).default;
    const unreadable = async () => Promise.reject(new Error('stands compressed'));
    CompressionCodecs[CompressionTypes.ZSTD] = () => ({
      compress: async ({ buffer }: { buffer: Buffer }) => zstdCompressSync(buffer),
      decompress: unreadable,
    });
    const sasl = { mechanism: 'scram-sha-512' as const, username: 'north', password: 'north-password-1' };
    const producer = new Kafka({ brokers: [broker.bootstrap], sasl, logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    const compressed = {
      topic: 'intake.north.v1',
      messages: [{ key: 'm', value: 'compressed', partition: 3 }],
      compression: CompressionTypes.ZSTD,
    };
    const [answer] = await producer.send(compressed);
    await producer.disconnect();
    const [found] = await as(admin.username, admin.password).read('intake.north.v1', 3, BigInt(answer!.baseOffset!), 1);
    expect(found!.value.toString()).toBe('compressed');
  });

  it("hides another provider's intake, and refuses writing it when its name is known", async () => {
    const north = as('north', 'north-password-1');
    expect((await north.topics()).map(({ name }) => name).sort()).toEqual(['intake.north.v1', 'verdicts.north.v1']);
    await expect(north.append('intake.south.v1', message)).rejects.toMatchObject({ retryable: false });
    await expect(rawProduce('north', 'north-password-1', 'intake.south.v1')).rejects.toThrow(/authorized/i);
    expect(await stands('intake.south.v1')).toBe(0n);
  });

  it('refuses a provider its own verdicts as a place to write', async () => {
    await expect(as('north', 'north-password-1').append('verdicts.north.v1', message)).rejects.toMatchObject({ code: 'LOG_FORBIDDEN' });
  });

  it('lets a provider read its own verdicts in a group of its own name only', async () => {
    await as(admin.username, admin.password).append('verdicts.north.v1', message);
    const seen: string[] = [];
    const north = as('north', 'north-password-1');
    await north.subscribe(
      { group: 'north.console', topics: ['verdicts.north.v1'] },
      async (batch) => void seen.push(...batch.messages.map(({ value }) => value.toString())),
    );
    for (let waited = 0; seen.length === 0 && waited < 10_000; waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen).toEqual(['report']);
    const foreign = north.subscribe({ group: 'south.console', topics: ['verdicts.north.v1'] }, async () => undefined);
    await expect(foreign).rejects.toMatchObject({ code: 'LOG_FORBIDDEN' });
  });

  it("refuses reading another provider's verdicts", async () => {
    await as(admin.username, admin.password).append('verdicts.south.v1', message);
    const north = as('north', 'north-password-1');
    await expect(north.subscribe({ group: 'north.spy', topics: ['verdicts.south.v1'] }, async () => undefined)).rejects.toMatchObject({
      code: 'LOG_FORBIDDEN',
    });
    await expect(north.read('verdicts.south.v1', 0, 0n, 10)).rejects.toMatchObject({ retryable: false });
    await expect(north.read('intake.north.v1', 0, 0n, 10)).rejects.toMatchObject({ code: 'LOG_FORBIDDEN' });
  });

  it('shows a provider no topic that the apps talk over: what people do in cases stands there', async () => {
    const internal = Object.values(TOPICS).filter((name) => typeof name === 'string');
    expect(internal).toEqual(expect.arrayContaining(['case.v1', 'person.v1', 'rule.v1', 'flag.v1', 'customer.v1']));
    const root = as(admin.username, admin.password);
    await root.ensureTopics(internal.map((name) => ({ name, partitions: 1 })));
    const north = as('north', 'north-password-1');
    expect((await north.topics()).map(({ name }) => name).sort()).toEqual(['intake.north.v1', 'verdicts.north.v1']);
    for (const topic of internal) {
      await root.append(topic, message);
      await expect(north.read(topic, 0, 0n, 10)).rejects.toMatchObject({ retryable: false });
      await expect(north.endOffsets(topic)).rejects.toMatchObject({ retryable: false });
      await expect(north.append(topic, message)).rejects.toMatchObject({ retryable: false });
      await expect(north.subscribe({ group: 'north.spy', topics: [topic] }, async () => undefined)).rejects.toMatchObject({
        code: 'LOG_FORBIDDEN',
      });
    }
  });

  it('refuses a wrong password, an unknown user, and nobody at all', async () => {
    await expect(as('north', 'guess').append('intake.north.v1', message)).rejects.toMatchObject({ code: 'LOG_FORBIDDEN' });
    await expect(as('west', 'guess').append('intake.north.v1', message)).rejects.toMatchObject({ code: 'LOG_FORBIDDEN' });
    const nobody = new KafkaEventLog({ brokers: [broker.bootstrap], appendTimeoutMs: 1_000 });
    opened.push(nobody);
    await expect(nobody.append('intake.north.v1', message)).rejects.toBeDefined();
  });

  it('replaces a password: the one before is worth nothing', async () => {
    await provisioning.createProvider('east', 'first-password');
    await provisioning.createProvider('east', 'second-password');
    await expect(as('east', 'first-password').append('intake.east.v1', message)).rejects.toMatchObject({ code: 'LOG_FORBIDDEN' });
    await expect(as('east', 'second-password').append('intake.east.v1', message)).resolves.toHaveLength(1);
  });

  it('shuts a removed provider out', async () => {
    await provisioning.createProvider('gone', 'gone-password');
    await provisioning.removeProvider('gone');
    await expect(as('gone', 'gone-password').append('intake.gone.v1', message)).rejects.toMatchObject({ code: 'LOG_FORBIDDEN' });
  });

  it("gives no provider the name of a user of the broker's own, nor of a service", async () => {
    for (const name of ['tidemark', 'controller', 'casework', 'customer-registry', 'threshold-monitor', '*', 'a/b']) {
      await expect(provisioning.createProvider(name, 'password')).rejects.toMatchObject({ code: 'LOG_FORBIDDEN' });
    }
    await expect(as(admin.username, admin.password).append('intake.north.v1', message)).resolves.toHaveLength(1);
  });

  it('does not let a provider make topics or users', async () => {
    const north = as('north', 'north-password-1');
    await expect(north.ensureTopics([{ name: 'intake.mine.v1', partitions: 1 }])).rejects.toMatchObject({ code: 'LOG_FORBIDDEN' });
    const asNorth = new KafkaProvisioning(as(admin.username, admin.password), {
      brokers: [broker.bootstrap],
      username: 'north',
      password: 'north-password-1',
    });
    await expect(asNorth.createProvider('south', 'taken-over')).rejects.toMatchObject({ code: 'LOG_FORBIDDEN' });
    await expect(as('south', 'south-password-1').append('intake.south.v1', message)).resolves.toHaveLength(1);
  });

  /** As a client would that does not ask for the topics first. */
  async function rawProduce(username: string, password: string, topic: string): Promise<void> {
    const { Kafka, logLevel } = (await import('kafkajs')).default;
    const sasl = { mechanism: 'scram-sha-512' as const, username, password };
    const producer = new Kafka({ brokers: [broker.bootstrap], sasl, logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    try {
      await producer.send({ topic, messages: [{ value: 'x' }] });
    } finally {
      await producer.disconnect();
    }
  }

  async function stands(topic: string): Promise<bigint> {
    return (await as(admin.username, admin.password).endOffsets(topic)).reduce((sum, { end }) => sum + end, 0n);
  }
});
