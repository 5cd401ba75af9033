import { requireJava } from '../../deploy/kafka/kafka-jars.js';
import type { Client, KafkaEntry } from './harness/client.js';
import { comparable, DOORS, eventOf, type Receipt } from './harness/doors.js';
import { KafkaConsole } from './harness/kafka-console.js';
import { EXPECTED_FATES, EXPECTED_VERDICTS, manyKinds, REPORT_MS } from './harness/many-kinds.js';
import { Tidemark } from './harness/tidemark.js';
import { expectConservation, fateOf, fatesIn, registerCluster } from './harness/usage.js';

const kafkaIsThere = await requireJava().then(
  () => true,
  () => false,
);
// In CI nothing may be skipped: there a missing Java fails the start of the broker.
const suite = kafkaIsThere || process.env.CI === 'true' ? describe : describe.skip;

suite('the intake topic of a provider, with the console clients of Apache Kafka', () => {
  let tidemark: Tidemark;
  let client: Client;
  let access: KafkaEntry;
  let console: KafkaConsole;
  let first: ReturnType<typeof comparable>;
  const verdicts = new Map<string, Receipt>();

  beforeAll(async () => {
    tidemark = await Tidemark.started('--kafka');
    client = await tidemark.as('aurora-cloud');
    access = client.entry.kafka!;
    console = await KafkaConsole.of(access);
    await registerCluster(client, 'c1');
    first = comparable(await DOORS.json!(tidemark, client, manyKinds('first')));
  }, 200_000);
  afterAll(async () => {
    await console?.remove();
    await tidemark?.remove();
  }, 60_000);

  it('credentials.json says how to reach the broker, of the shape that is promised', async () => {
    const { clients } = await tidemark.credentials();
    for (const { provider, kafka } of clients.filter((one) => one.role === 'provider')) {
      expect(kafka).toEqual({
        username: provider,
        password: expect.stringMatching(/^.{24,}$/),
        bootstrap: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
        intakeTopic: `intake.${provider}.v1`,
        verdictsTopic: `verdicts.${provider}.v1`,
      });
    }
    expect(clients.find(({ role }) => role === 'operator')!.kafka).toBeUndefined();
    expect(tidemark.output).toMatch(/event log +Kafka at 127\.0\.0\.1:/);
  });

  it('takes what the console producer writes: JSON, an event, a binary event, and nonsense', async () => {
    const json = { 'content-type': 'application/json' };
    const event = { ce_specversion: '1.0', ce_id: 'e-1', ce_source: '/some/exporter', ce_type: 'tidemark.usage.report.v1' };
    const { code, stderr } = await console.produce(access.intakeTopic, [
      { key: 'm-console', value: JSON.stringify(manyKinds('console')), headers: json },
      {
        key: 'm-structured',
        value: JSON.stringify(eventOf(manyKinds('structured'))),
        headers: { 'content-type': 'application/cloudevents+json' },
      },
      { key: 'm-binary', value: JSON.stringify(manyKinds('binary')), headers: { ...json, ...event } },
      { key: 'm-nonsense', value: '{"source": ', headers: json },
    ]);
    expect([code, stderr]).toEqual([0, '']);
    const { messages } = await console.consume(access.verdictsTopic, 4);
    for (const [key, value] of messages) verdicts.set(key, JSON.parse(value));
    expect([...verdicts.values()].map(({ message }) => message.log)).toEqual(new Array(4).fill(access.intakeTopic));
  }, 90_000);

  it.each(['console', 'structured', 'binary'])('m-%s: the verdicts, the fates and the sums of every other door', async (name) => {
    const verdict = verdicts.get(`m-${name}`);
    expect(comparable(verdict)).toEqual(first);
    expect(first.verdicts.map(({ index, code, field }: Receipt) => [index, code, field])).toEqual(EXPECTED_VERDICTS);
    expect(fatesIn(await fateOf(client, `m-${name}`, 1, 1))).toEqual(EXPECTED_FATES);
    const { body } = await client.get(`/v1/conservation?source=m-${name}`);
    expectConservation(body);
    expect(body.acceleratorMs).toMatchObject(REPORT_MS);
  });

  it('nonsense is answered with its code and the place of the message, and stops nothing', () => {
    const refused = [...verdicts.values()].filter((verdict) => verdict.refused);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({
      refused: { code: 'MALFORMED_JSON' },
      message: { log: access.intakeTopic, offset: expect.anything() },
    });
  });

  it('a wrong password is refused by the broker', async () => {
    const stranger = await KafkaConsole.of({ ...access, password: `${access.password}x` });
    const { stderr, stdout } = await stranger.produce(access.intakeTopic, [{ key: 'm', value: '{}' }]);
    expect(stdout + stderr).toMatch(/SaslAuthenticationException|Authentication failed/i);
    await stranger.remove();
  }, 60_000);

  it("another provider's intake cannot be written, its verdicts and the inner topics cannot be read", async () => {
    const { stderr } = await console.produce('intake.borealis-compute.v1', [{ key: 'm', value: '{}' }]);
    expect(stderr).toMatch(/TopicAuthorizationException|Not authorized/i);
    for (const topic of ['verdicts.borealis-compute.v1', 'usage.reports.v1', 'facility.v1']) {
      const { ended, messages } = await console.consume(topic, 1, 5_000);
      expect([topic, messages]).toEqual([topic, []]);
      expect(ended.stderr).toMatch(/TopicAuthorizationException|Not authorized/i);
    }
    const { stderr: inner } = await console.produce('usage.reports.v1', [{ key: 'm', value: '{}' }]);
    expect(inner).toMatch(/TopicAuthorizationException|Not authorized/i);
  }, 90_000);

  it('a provider that is made while it runs gets its own access once, and is heard within seconds', async () => {
    const gamma = await tidemark.makeProvider('gamma');
    const own = await KafkaConsole.of(gamma.entry.kafka!);
    const headers = { 'content-type': 'application/json' };
    const { code, stderr } = await own.produce('intake.gamma.v1', [{ key: 'm-gamma', value: JSON.stringify(manyKinds('gamma')), headers }]);
    expect([code, stderr]).toEqual([0, '']);
    const { messages } = await own.consume('verdicts.gamma.v1', 1);
    expect(JSON.parse(messages[0]![1])).toMatchObject({ provider: 'gamma', source: 'm-gamma', message: { log: 'intake.gamma.v1' } });
    const { body } = await (await tidemark.as('operator')).put('/v1/providers/gamma', { name: 'gamma' });
    expect([body.id, body.kafka, body.clientSecret]).toEqual(['gamma', undefined, undefined]);
    await own.remove();
  }, 90_000);

  it('kill -9 leaves a broker behind; the next start takes its data over, and the same access still works', async () => {
    await tidemark.kill();
    await tidemark.start('--kafka');
    expect(fatesIn(await fateOf(client, 'm-console', 1, 1))).toEqual(EXPECTED_FATES);
    const after = { ...manyKinds('console'), sequence: '2' };
    const headers = { 'content-type': 'application/json' };
    const { code, stderr } = await console.produce(access.intakeTopic, [{ key: 'm-console', value: JSON.stringify(after), headers }]);
    expect([code, stderr]).toEqual([0, '']);
    await fateOf(client, 'm-console', 1, 2);
    const { body } = await client.get('/v1/conservation?source=m-console');
    expectConservation(body);
    expect(body.records).toMatchObject({ received: '20', duplicate: '0' });
  }, 120_000);

  it('everything that was counted can be computed again, and SIGTERM ends it and its broker with 0', async () => {
    const { code, stdout } = await tidemark.command('rebuild');
    expect([code, stdout.trim().split('\n').at(-1)]).toEqual([0, 'Everything agrees.']);
    expect(await tidemark.end()).toBe(0);
  }, 90_000);
});
