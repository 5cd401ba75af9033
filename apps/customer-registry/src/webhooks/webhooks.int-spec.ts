import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { type RegistryUnderTest, startCustomerRegistry } from '../../test/registry.fixture.js';
import { PostgresRegistryWrites } from '../postgres/registry-writes.postgres.js';
import { PostgresWebhookStore } from '../postgres/webhook-store.postgres.js';
import { StoredWebhooks } from './stored-webhooks.js';

const LEAD = 'lea:compliance-lead:north';
const SOUTH = 'sam:compliance-lead:south';
const MACHINE = 'client:provider:north';

interface Told {
  path: string;
  id: string;
  headers: Record<string, string>;
  body: string;
}

describe('webhooks', () => {
  let registry: RegistryUnderTest;
  let receiver: Server;
  let base: string;
  let answer: (path: string) => number;
  let told: Told[] = [];

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = request.headers as Record<string, string>;
        told.push({ path: request.url!, id: headers['webhook-id']!, headers, body: Buffer.concat(chunks).toString() });
        response.writeHead(answer(request.url!)).end();
      });
    });
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    registry = await startCustomerRegistry({ TIDEMARK_WEBHOOK_ALLOW_PRIVATE: 'true' });
  }, 60_000);
  beforeEach(() => {
    answer = () => 204;
    told = [];
  });
  afterAll(async () => {
    await registry?.stop();
    receiver.closeAllConnections();
    await new Promise((done) => receiver.close(done));
  });

  const register = async (path: string, events = ['level.changed'], as = LEAD) => {
    const made = await registry.call(as, 'POST', '/v1/webhooks', { body: { url: base + path, events } });
    expect(made.status).toBe(201);
    return made.body as { id: string; secret: string };
  };
  const remove = (id: string, as = LEAD) => registry.call(as, 'DELETE', `/v1/webhooks/${id}`);
  const notify = async (provider: string, customer: string = randomUUID()) => {
    const webhooks = new StoredWebhooks(new PostgresWebhookStore());
    await new PostgresRegistryWrites(registry.database.transactions).run(
      { caller: { subject: 'ana', provider }, nowMs: registry.clock.nowMs },
      async (write) => {
        await webhooks.notify(write, provider, 'level.changed', { customer, level: 'BASIC', previousLevel: 'NONE', status: 'ACTIVE' });
        return {};
      },
    );
    return customer;
  };
  const everything = (sql: string) => registry.database.transactions.read({ oversight: true }, (tx) => tx.query(sql));
  const until = async (condition: () => boolean | Promise<boolean>) => {
    for (let tries = 0; tries < 600; tries++) {
      if (await condition()) return;
      await new Promise((done) => setTimeout(done, 20));
    }
    throw new Error('it did not happen');
  };
  /** What was told is also written down as told. */
  const nothingWaits = (id: string) => until(async () => (await registry.call(LEAD, 'GET', `/v1/webhooks/${id}`)).body.pending === 0);
  const toldAt = (path: string) => told.filter((one) => one.path === path);
  const customers = (path: string) => toldAt(path).map(({ body }) => JSON.parse(body).data.customer as string);

  it('tell what happened, signed so that the receiver’s library takes it, with the secret that was shown once', async () => {
    const { id, secret } = await register('/signed');
    const customer = await notify('north');
    await until(() => toldAt('/signed').length === 1);
    const [{ headers, body }] = toldAt('/signed') as [Told];
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'level.changed', data: { customer, level: 'BASIC' } });
    const shown = await registry.call(LEAD, 'GET', `/v1/webhooks/${id}`);
    expect(shown.body).toMatchObject({ id, state: 'ENABLED' });
    expect(JSON.stringify(shown.body)).not.toContain('whsec_');
    const rows = await everything('select secret, secret::text as shown from webhook_endpoint');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6));
    expect((rows[0]!.secret as Buffer).includes(Buffer.from(secret.slice(6), 'base64'))).toBe(false);
    await remove(id);
  });

  it('are tried again until they are taken, nothing overtaking what failed, and each under one id', async () => {
    const { id } = await register('/failing');
    let failures = 0;
    answer = (path) => (path === '/failing' && failures++ < 3 ? 503 : 204);
    const first = await notify('north');
    const second = await notify('north');
    for (let failed = 1; failed <= 3; failed++) {
      // A try is heard of before its failure is written down, and only then the clock may go on.
      await until(async () => (await registry.call(LEAD, 'GET', `/v1/webhooks/${id}`)).body.failedAttempts === failed);
      registry.clock.nowMs += 600_000;
    }
    await nothingWaits(id);
    expect(customers('/failing')).toEqual([first, first, first, first, second]);
    expect(
      new Set(
        toldAt('/failing')
          .slice(0, 4)
          .map((one) => one.id),
      ).size,
    ).toBe(1);
    const log = await registry.call(LEAD, 'GET', `/v1/webhooks/${id}/deliveries`);
    expect(log.body.items).toMatchObject([
      { state: 'DELIVERED', attempts: 1, last: { outcome: 'DELIVERED', status: 204 } },
      { state: 'DELIVERED', attempts: 4, last: { outcome: 'DELIVERED', status: 204 } },
    ]);
    await remove(id);
  });

  it('hold up nobody else: another endpoint is told while one fails', async () => {
    const failing = await register('/slow');
    const healthy = await register('/healthy');
    answer = (path) => (path === '/slow' ? 500 : 204);
    const all = [await notify('north'), await notify('north'), await notify('north')];
    await until(() => toldAt('/healthy').length === 3);
    expect(customers('/healthy')).toEqual(all);
    await remove(failing.id);
    await remove(healthy.id);
  });

  it('hold up nobody else where the key of an endpoint is damaged', async () => {
    const [damaged, whole] = [await register('/damaged'), await register('/whole')];
    await registry.database.transactions.run(async (tx) => {
      await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
      await tx.query(`update sealing_key set wrapped = '\\x00' where owner = $1`, [`webhook/${damaged.id}`]);
      await tx.query('update webhook_endpoint set next_attempt_ms = -1 where id = $1', [damaged.id]);
    });
    const customer = await notify('north');
    await until(() => toldAt('/whole').length === 1);
    expect([customers('/whole'), customers('/damaged')]).toEqual([[customer], []]);
    await nothingWaits(whole.id);
    for (const { id } of [damaged, whole]) await remove(id);
  });

  it('stop after five days of failing, keep what waits, and tell it when the endpoint is enabled again', async () => {
    const { id } = await register('/dead');
    answer = (path) => (path === '/dead' ? 500 : 204);
    const customer = await notify('north');
    const state = async () => (await registry.call(LEAD, 'GET', `/v1/webhooks/${id}`)).body;
    await until(async () => (await state()).failedAttempts >= 1);
    registry.clock.nowMs += 6 * 86_400_000;
    await until(async () => (await state()).state === 'DISABLED');
    expect(await state()).toMatchObject({ pending: 1 });
    answer = () => 204;
    told = [];
    expect((await registry.call(LEAD, 'PATCH', `/v1/webhooks/${id}`, { body: { state: 'ENABLED' } })).status).toBe(200);
    await until(() => toldAt('/dead').length === 1);
    expect(customers('/dead')).toEqual([customer]);
    await remove(id);
  });

  it('stop at once when the endpoint says that it is gone', async () => {
    const { id } = await register('/gone');
    answer = (path) => (path === '/gone' ? 410 : 204);
    await notify('north');
    await until(async () => (await registry.call(LEAD, 'GET', `/v1/webhooks/${id}`)).body.state === 'DISABLED');
    await remove(id);
  });

  it('are replayed from a moment on, in their order and under their ids', async () => {
    const { id } = await register('/again');
    registry.clock.nowMs += 60_000;
    const from = new Date(registry.clock.nowMs).toISOString();
    const all = [await notify('north'), await notify('north')];
    await until(() => toldAt('/again').length === 2);
    await nothingWaits(id);
    const ids = toldAt('/again').map((one) => one.id);
    told = [];
    expect(await registry.call(LEAD, 'POST', `/v1/webhooks/${id}/replay`, { body: { from } })).toMatchObject({
      status: 202,
      body: { deliveries: 2 },
    });
    await until(() => toldAt('/again').length === 2);
    expect(customers('/again')).toEqual(all);
    expect(toldAt('/again').map((one) => one.id)).toEqual(ids);
    const old = await registry.call(LEAD, 'POST', `/v1/webhooks/${id}/replay`, { body: { from: '2020-01-01' } });
    expect(old).toMatchObject({ status: 422, body: { code: 'REPLAY_TOO_OLD' } });
    await remove(id);
  });

  it('sign with the old and the new secret while both hold', async () => {
    const { id, secret } = await register('/rotated');
    const rotated = await registry.call(LEAD, 'POST', `/v1/webhooks/${id}/rotation`, { body: { overlapHours: 1 } });
    await notify('north');
    await until(() => toldAt('/rotated').length === 1);
    const [{ headers, body }] = toldAt('/rotated') as [Told];
    for (const one of [secret, rotated.body.secret]) expect(new Webhook(one).verify(body, headers)).toBeDefined();
    registry.clock.nowMs += 2 * 3_600_000;
    await notify('north');
    await until(() => toldAt('/rotated').length === 2);
    const later = toldAt('/rotated')[1]!;
    expect(() => new Webhook(secret).verify(later.body, later.headers)).toThrow('No matching signature');
    expect(new Webhook(rotated.body.secret).verify(later.body, later.headers)).toBeDefined();
    await remove(id);
  });

  it('are a provider’s own: nobody else sees, changes or hears of them', async () => {
    const { id } = await register('/mine');
    const south = await register('/theirs', ['level.changed'], SOUTH);
    for (const [method, path] of [
      ['GET', `/v1/webhooks/${id}`],
      ['GET', `/v1/webhooks/${id}/deliveries`],
      ['DELETE', `/v1/webhooks/${id}`],
      ['POST', `/v1/webhooks/${id}/rotation`],
    ] as const) {
      const none = await registry.call(SOUTH, method, path.replace(id, randomUUID()), method === 'POST' ? { body: {} } : {});
      const other = await registry.call(SOUTH, method, path, method === 'POST' ? { body: {} } : {});
      expect([method, path, other.status, other.body?.code]).toEqual([method, path, 404, 'WEBHOOK_UNKNOWN']);
      expect(other.body).toEqual(none.body);
    }
    await notify('south');
    await until(() => toldAt('/theirs').length === 1);
    expect(toldAt('/mine')).toEqual([]);
    expect((await registry.call(SOUTH, 'GET', '/v1/webhooks')).body.items).toHaveLength(1);
    await remove(id);
    await remove(south.id, SOUTH);
  });

  it('repeat the answer, secret and all, to a repeat of the request, and keep it nowhere readable', async () => {
    const headers = { 'idempotency-key': 'hook-1' };
    const body = { url: `${base}/once`, events: ['match.found'] };
    const first = await registry.call(MACHINE, 'POST', '/v1/webhooks', { body, headers });
    const again = await registry.call(MACHINE, 'POST', '/v1/webhooks', { body, headers });
    expect(again.body).toEqual(first.body);
    const kept = await everything('select answer::text from idempotent_answer');
    expect(kept.length).toBeGreaterThan(0);
    expect(JSON.stringify(kept)).not.toContain('whsec_');
    await remove(first.body.id);
  });

  it('refuse what cannot be a webhook', async () => {
    const call = (body: object) => registry.call(LEAD, 'POST', '/v1/webhooks', { body });
    expect(await call({ url: 'ftp://x.example/', events: ['level.changed'] })).toMatchObject({
      status: 422,
      body: { code: 'WEBHOOK_URL_REFUSED' },
    });
    expect(await call({ url: base, events: ['everything'] })).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } });
    expect(await call({ url: base, events: [] })).toMatchObject({ status: 400 });
    expect((await registry.call('aud:auditor', 'POST', '/v1/webhooks', { body: { url: base, events: ['level.changed'] } })).status).toBe(
      403,
    );
  });
});
