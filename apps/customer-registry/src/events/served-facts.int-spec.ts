import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { casework } from '@tidemark/contracts';
import { type BatchContext, type IncomingBatch, TOPICS } from '@tidemark/messaging';
import { until } from '@tidemark/testing';
import { Webhook } from 'standardwebhooks';
import { type RegistryUnderTest, startCustomerRegistry } from '../../test/registry.fixture.js';
import { ServedFactsConsumer } from './served-facts.consumer.js';

const LEAD = 'lea:compliance-lead:north';
const SERVED = ['request.served', 'request.reminded', 'order.warned', 'order.served', 'order.lifted', 'notice.served', 'declaration.asked'];
const HOUR = 3_600_000;

describe('webhooks of what was served', () => {
  let registry: RegistryUnderTest;
  let receiver: Server;
  let base: string;
  let isDown = false;
  let attempts = 0;
  const told: { id: string; headers: Record<string, string>; body: string }[] = [];
  let sequence = 0n;
  let offset = 0n;
  const deadLetters: string[] = [];
  const context: BatchContext = {
    isStale: () => false,
    heartbeat: async () => undefined,
    deadLetter: async (_, reason) => void deadLetters.push(reason),
  };

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        attempts++;
        if (isDown) return void request.socket.destroy();
        const headers = request.headers as Record<string, string>;
        told.push({ id: headers['webhook-id']!, headers, body: Buffer.concat(chunks).toString() });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    registry = await startCustomerRegistry({ TIDEMARK_WEBHOOK_ALLOW_PRIVATE: 'true' });
  }, 60_000);
  beforeEach(() => {
    told.splice(0);
    attempts = 0;
    isDown = false;
  });
  afterAll(async () => {
    await registry?.stop();
    receiver.closeAllConnections();
    await new Promise((done) => receiver.close(done));
  });

  const register = async (events = SERVED) => {
    const made = await registry.call(LEAD, 'POST', '/v1/webhooks', { body: { url: `${base}/hook`, events } });
    expect(made.status).toBe(201);
    return made.body as { id: string; secret: string };
  };
  const remove = (id: string) => registry.call(LEAD, 'DELETE', `/v1/webhooks/${id}`);
  type Fact = MessageInitShape<typeof casework.CaseFactSchema>['fact'];
  const fact = (content: Fact) => {
    sequence += 1n;
    const about = { id: randomUUID(), sequence, case: randomUUID(), recordedBy: 'rosa', knownAtMs: BigInt(registry.clock.nowMs) };
    return Buffer.from(toBinary(casework.CaseFactSchema, create(casework.CaseFactSchema, { ...about, fact: content })));
  };
  const served = (kind: string, provider = 'north', item: string = randomUUID()) =>
    ({ case: 'served', value: { item, provider, kind } }) as const;
  const batch = (...facts: Fact[]): IncomingBatch => ({
    topic: TOPICS.case,
    partition: 0,
    messages: facts.map((one) => ({ offset: offset++, key: undefined, value: fact(one), headers: {}, timestampMs: 0 })),
    endOffset: offset,
  });
  const hear = (incoming: IncomingBatch) => registry.part(ServedFactsConsumer).hear(incoming, context);
  const publish = (...facts: Fact[]) => hear(batch(...facts));
  const pending = async (id: string) => (await registry.call(LEAD, 'GET', `/v1/webhooks/${id}`)).body.pending as number;
  const bodies = () => told.map(({ body }) => JSON.parse(body));

  it('name the item and nothing of the case, signed, to the provider that it was served on alone', async () => {
    const { id, secret } = await register();
    const item = randomUUID();
    await publish(
      { case: 'opened', value: { authority: 'home', matter: 'IDENTITY' } },
      { case: 'served', value: { item, provider: 'north', kind: 'SUSPENSION_ORDER', dueAtMs: BigInt(registry.clock.nowMs + HOUR) } },
      served('NOTICE', 'south'),
    );
    await until(async () => told.length === 1);
    const [{ headers, body }] = told as [(typeof told)[0]];
    const at = (ms: number) => new Date(ms).toISOString();
    expect(new Webhook(secret).verify(body, headers)).toEqual({
      type: 'order.served',
      timestamp: at(registry.clock.nowMs),
      data: { item, kind: 'SUSPENSION_ORDER', dueAt: at(registry.clock.nowMs + HOUR), servedAt: at(registry.clock.nowMs) },
    });
    await until(async () => (await pending(id)) === 0);
    expect(told).toHaveLength(1);
    await remove(id);
  });

  it('have a name for each kind, and say how an item goes on', async () => {
    const { id } = await register([...SERVED, 'item.changed']);
    const kinds = ['INFORMATION_REQUEST', 'REMINDER', 'ORDER_WARNING', 'SUSPENSION_ORDER', 'ORDER_LIFTED', 'NOTICE', 'DECLARATION_REQUEST'];
    const item = randomUUID();
    await publish(...kinds.map((kind) => served(kind)), { case: 'settled', value: { item, provider: 'north', status: 'returned' } });
    await until(async () => told.length === 8);
    expect(bodies().map(({ type }) => type)).toEqual([...SERVED, 'item.changed']);
    expect(bodies().at(-1).data).toMatchObject({ item, status: 'returned' });
    await remove(id);
  });

  it('reach an end point that was down for a day, all of them, once each and in their order', async () => {
    const { id } = await register();
    isDown = true;
    const items: string[] = [];
    const state = async () => (await registry.call(LEAD, 'GET', `/v1/webhooks/${id}`)).body;
    for (let hour = 0; hour < 24; hour++) {
      items.push(randomUUID());
      await publish(served(hour % 2 ? 'REMINDER' : 'INFORMATION_REQUEST', 'north', items.at(-1)));
      const before = attempts;
      registry.clock.nowMs += HOUR;
      // An attempt falls into most hours, and none may pass the first message by.
      if ((await state()).nextAttempt === undefined || new Date((await state()).nextAttempt).getTime() <= registry.clock.nowMs)
        await until(async () => attempts > before);
    }
    expect(attempts).toBeGreaterThan(5);
    expect(await state()).toMatchObject({ state: 'ENABLED', pending: 24 });
    expect(told).toEqual([]);
    isDown = false;
    registry.clock.nowMs += 7 * HOUR;
    await until(async () => (await pending(id)) === 0);
    expect(bodies().map(({ data }) => data.item)).toEqual(items);
    expect(new Set(told.map((one) => one.id)).size).toBe(24);
    await remove(id);
  }, 30_000);

  it('are told once, although the log gives a fact again', async () => {
    const { id } = await register();
    const incoming = batch(served('NOTICE'), served('NOTICE'));
    await hear(incoming);
    await hear(incoming);
    await Promise.all([hear({ ...incoming, messages: incoming.messages.slice(1) }), publish(served('REMINDER'))]);
    // And at another place, as a relay that died after the log had it carries it again.
    await hear({ ...incoming, messages: incoming.messages.map((message) => ({ ...message, offset: offset++ })) });
    await until(async () => told.length === 3);
    await until(async () => (await pending(id)) === 0);
    expect(bodies().map(({ type }) => type)).toEqual(['notice.served', 'notice.served', 'request.reminded']);
    await remove(id);
  });

  it('of a kind that nobody has named wait among the dead letters, and hold up nothing', async () => {
    const { id } = await register();
    await publish(served('SUMMONS'), served('NOTICE'));
    await until(async () => told.length === 1);
    expect(bodies()[0].type).toBe('notice.served');
    expect(deadLetters).toEqual([expect.stringContaining('SUMMONS')]);
    await remove(id);
  });
});
