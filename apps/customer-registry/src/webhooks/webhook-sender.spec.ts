import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { lookupPublic, sendWebhook } from './webhook-sender.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OLD_SECRET = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const BODY = '{"type":"level.changed","data":{}}';

describe('sending a webhook', () => {
  let server: Server;
  let base: string;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const received: { headers: IncomingMessage['headers']; body: string }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
        answer(request, response);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => received.splice(0));
  afterAll(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });

  const status = (code: number) => (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(code, { location: '/x' }).end();
  const send = (secrets: string[] = [SECRET], limits: { allowPrivate?: boolean; timeoutMs?: number; url?: string } = {}) =>
    sendWebhook(
      { url: limits.url ?? `${base}/hook`, messageId: 'msg_1', body: BODY, sentAtMs: Date.now(), secrets },
      { allowPrivate: limits.allowPrivate ?? true, timeoutMs: limits.timeoutMs ?? 2000 },
    );

  it('signs so that the receiver’s library takes it, with either secret while both hold', async () => {
    answer = status(204);
    expect(await send([SECRET, OLD_SECRET])).toMatchObject({ outcome: 'DELIVERED', status: 204 });
    const [{ headers, body }] = received as [{ headers: Record<string, string>; body: string }];
    for (const secret of [SECRET, OLD_SECRET]) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(BODY));
    expect(() => new Webhook(`whsec_${Buffer.alloc(32, 9).toString('base64')}`).verify(body, headers)).toThrow('No matching signature');
  });

  it.each([
    [410, 'GONE'],
    [500, 'REFUSED'],
    [404, 'REFUSED'],
    [302, 'REDIRECTED'],
  ])('takes %i for %s and goes nowhere else', async (code, outcome) => {
    answer = status(code);
    expect(await send()).toMatchObject({ outcome, status: code });
    expect(received).toHaveLength(1);
  });

  it('does not wait for ever, nor read for ever', async () => {
    answer = () => undefined;
    expect(await send([SECRET], { timeoutMs: 100 })).toMatchObject({ outcome: 'TIMED_OUT' });
    answer = (_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(Buffer.alloc(32 * 1024)), 1);
      response.on('close', () => clearInterval(timer));
    };
    expect(await send()).toMatchObject({ outcome: 'DELIVERED' });
  });

  it('does not connect to an address of ours, by number or by name', async () => {
    answer = status(204);
    expect(await send([SECRET], { allowPrivate: false })).toMatchObject({ outcome: 'NOT_PUBLIC' });
    const error = await new Promise((done) => lookupPublic('localhost', {}, done));
    expect(error).toMatchObject({ code: 'NOT_PUBLIC' });
    expect(received).toHaveLength(0);
  });

  it('says when nobody is there', async () => {
    expect(await send([SECRET], { url: 'http://127.0.0.1:1/hook' })).toMatchObject({ outcome: 'UNREACHABLE' });
  });
});
