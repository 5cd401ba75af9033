import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { CustomerEventSchema, UseSignal_Kind, UseSignal_Scope, UseSignalSchema } from '@tidemark/contracts';
import { createEventLog, type EventLog, TOPICS } from '@tidemark/messaging';
import { Webhook } from 'standardwebhooks';
import type { Client } from './harness/client.js';
import { Tidemark } from './harness/tidemark.js';
import { eventually, registerCluster, report } from './harness/usage.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const CUSTOMERS = 12;
const ALLOWED = 'TIDEMARK_WEBHOOK_ALLOW_PRIVATE';

interface Told {
  id: string;
  headers: Record<string, string>;
  body: string;
}

/** The threshold monitor speaks, the registry hears, the provider is told; and the process is killed in the middle of it. */
describe('when use says that a customer is to be verified again', () => {
  let tidemark: Tidemark;
  let client: Client;
  let log: EventLog;
  let receiver: Server;
  let secret: string;
  let customers: string[];
  let signals: Buffer[];
  const told: Told[] = [];

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = request.headers as Record<string, string>;
        told.push({ id: headers['webhook-id']!, headers, body: Buffer.concat(chunks).toString() });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    process.env[ALLOWED] = 'true';
    tidemark = await Tidemark.started('--empty');
    client = await tidemark.makeProvider('alpha');
    log = createEventLog({ databaseUrl: await tidemark.databaseUrl() });
  }, 150_000);
  afterAll(async () => {
    delete process.env[ALLOWED];
    await log?.close();
    await tidemark?.remove();
    receiver.closeAllConnections();
    await new Promise((done) => receiver.close(done));
  }, 60_000);

  const post = async (path: string, body: object) => {
    const answer = await client.send('POST', path, JSON.stringify(body), JSON_TYPE);
    if (answer.status >= 300) throw new Error(`${path} was answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  const asked = async () => (await client.get('/v1/customers?revalidation=true&limit=500')).body.items.length as number;
  const facts = async () => (await log.read(TOPICS.customer, 0, 0n, 10_000)).map(({ value }) => fromBinary(CustomerEventSchema, value));
  const messageIds = () => new Set(told.map(({ id }) => id));

  it('every customer behind a signal is asked for, whatever is killed meanwhile', async () => {
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/tidemark`;
    ({ secret } = await post('/v1/webhooks', { url, events: ['revalidation.asked'] }));
    customers = [];
    for (let n = 0; n < CUSTOMERS; n++)
      customers.push((await post('/v1/customers', { kind: 'LEGAL', names: [{ text: `Works ${n} GmbH` }] })).id);
    await post('/v1/links', { account: 'acct-0', customer: customers[0], from: '2025-01-01', evidence: { kind: 'DECLARED' } });
    signals = customers.map((customer, n) =>
      Buffer.from(
        toBinary(
          UseSignalSchema,
          create(UseSignalSchema, {
            id: `signal-${n}`,
            kind: UseSignal_Kind.BAND_REACHED,
            scope: n === 0 ? UseSignal_Scope.ACCOUNT : UseSignal_Scope.CUSTOMER,
            provider: 'alpha',
            subject: n === 0 ? 'acct-0' : customer,
            band: 'identity',
            hourMs: BigInt(Date.UTC(2025, 2, 1)),
            totalFlop: `1${'0'.repeat(22)}`,
          }),
        ),
      ),
    );
    const values = [...signals.slice(0, 5), Buffer.from('this is no signal'), ...signals.slice(5)];
    await log.append(
      TOPICS.use,
      values.map((value) => ({ key: 'alpha', value })),
    );
    await tidemark.kill();
    await tidemark.start('--empty');
    await log.close();
    log = createEventLog({ databaseUrl: await tidemark.databaseUrl() });
    await eventually('the last ask', asked, (count) => count === CUSTOMERS, 60_000);
    const listed = await tidemark.command('dead-letters', 'list');
    expect(listed.stdout.split('\n').filter((line) => line.includes(TOPICS.use))).toHaveLength(1);
  }, 150_000);

  it('the provider is told of each, signed, under one id each', async () => {
    await eventually(
      'the last webhook',
      async () => messageIds().size,
      (count) => count === CUSTOMERS,
      60_000,
    );
    const bodies = told.map(({ headers, body }) => new Webhook(secret).verify(body, headers) as { data: { customer: string } });
    expect(new Set(bodies.map(({ data }) => data.customer))).toEqual(new Set(customers));
  }, 90_000);

  it('a signal that comes again asks nothing again', async () => {
    const later = create(UseSignalSchema, {
      id: 'signal-later',
      kind: UseSignal_Kind.GROWTH_SIXFOLD,
      scope: UseSignal_Scope.CUSTOMER,
      provider: 'alpha',
      subject: customers[1]!,
    });
    const values = [...signals, Buffer.from(toBinary(UseSignalSchema, later))];
    await log.append(
      TOPICS.use,
      values.map((value) => ({ key: 'alpha', value })),
    );
    const asks = async () => (await facts()).flatMap(({ fact }) => (fact.case === 'revalidationAsked' ? [fact.value.signal] : []));
    const heard = await eventually('the later signal', asks, (found) => found.includes('signal-later'), 30_000);
    expect(heard.sort()).toEqual([...signals.map((_, n) => `signal-${n}`), 'signal-later'].sort());
    expect(messageIds().size).toBe(CUSTOMERS);
  }, 60_000);

  it('an account that nobody is tied to is seen once it is used', async () => {
    await registerCluster(client, 'c1');
    const sent = report();
    expect((await client.report(sent)).status).toBe(202);
    const { items } = await eventually(
      'the account',
      async () => (await client.get('/v1/accounts?linked=false')).body,
      (body) => body.items.length > 0,
      30_000,
    );
    const [{ account }] = (sent as { records: { account: string }[] }).records as [{ account: string }];
    expect(items).toMatchObject([{ account, firstUseHour: expect.any(String) }]);
    await post('/v1/links', { account, customer: customers[2], from: '2025-01-01', evidence: { kind: 'DECLARED' } });
    expect((await client.get('/v1/accounts?linked=false')).body.items).toEqual([]);
  }, 60_000);

  it('a consumer that begins at nothing ends where the registry stands', async () => {
    const { code, stdout } = await tidemark.command('rebuild:identity');
    expect([code, stdout.trim().split('\n').at(-1)]).toEqual([0, 'Everything agrees.']);
  }, 60_000);
});
