import { request as httpRequest } from 'node:http';
import { partitionOf } from '@tidemark/messaging';
import { envelopesIn, post, type RunningGateway, record, report, startGateway, until } from '../../test/gateway.js';
import { ScriptedLog } from '../../test/scripted-log.js';
import { Admission } from '../admission/admission.js';
import type { DoorLimits } from '../door-limits.js';

describe('the door under pressure', () => {
  let log: ScriptedLog;
  let gateway: RunningGateway;
  let token: string;

  const start = async (limits: Partial<DoorLimits> = {}) => {
    log = new ScriptedLog();
    gateway = await startGateway(log, limits);
    token = gateway.tokens.provider('alpha');
  };
  afterEach(() => gateway.stop());

  const send = (value: unknown, who = token) => post(`${gateway.origin}/v1/reports`, who, 'application/json', JSON.stringify(value));
  const hold = () => {
    const gate = Promise.withResolvers<void>();
    log.beforeAppend = () => gate.promise;
    return gate;
  };
  const bodyBytes = () => gateway.app.get(Admission, { strict: false }).status().bodyBytes;
  /** A meter of beta in another partition than alpha's, which is held up. */
  const elsewhere = (): string => {
    for (let i = 0; ; i += 1) if (partitionOf(`beta/m${i}`, 4) !== partitionOf('alpha/meter-1', 4)) return `m${i}`;
  };

  it('acknowledges nothing that the log did not confirm', async () => {
    await start();
    log.beforeAppend = () => Promise.reject(new Error('disk full'));
    const answer = await send(report());
    expect(answer).toMatchObject({ status: 503, body: { code: 'LOG_UNAVAILABLE', source: 'meter-1', sequence: '1' } });
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(JSON.stringify(answer.body)).not.toContain('disk full');
    const several = await send([report(), report({ sequence: '2' })]);
    expect(several).toMatchObject({
      status: 503,
      body: { code: 'LOG_UNAVAILABLE', receipts: [{ refused: { code: 'LOG_UNAVAILABLE' } }, {}] },
    });
    expect(await envelopesIn(log)).toEqual([]);
    log.beforeAppend = () => undefined;
    expect((await send(report())).status).toBe(202);
  });

  it('tells which of several are durable when only some are', async () => {
    await start();
    log.beforeAppend = (_, messages) => {
      if (messages.some(({ key }) => key === 'alpha/bad')) throw new Error('this partition is away');
    };
    const sources = ['bad', ...Array.from({ length: 12 }, (_, i) => `m${i}`)];
    const { status, body } = await send(sources.map((source) => report({ source })));
    expect(status).toBe(202);
    expect(body[0]).toMatchObject({ source: 'bad', refused: { code: 'LOG_UNAVAILABLE' } });
    const durable = body.filter(({ position }: { position?: object }) => position);
    expect(durable.length).toBeGreaterThan(0);
    expect((await envelopesIn(log)).map(({ source }) => source).sort()).toEqual(
      durable.map(({ source }: { source: string }) => source).sort(),
    );
  });

  it('answers DOOR_BUSY once what waits for the log fills its room, and holds no more', async () => {
    await start({ waitingBytes: 20_000 });
    const gate = hold();
    const wide = { records: Array.from({ length: 100 }, (_, i) => record({ job: `job-${i}` })) };
    let answered = 0;
    const answers = Array.from({ length: 40 }, (_, i) =>
      send(report({ ...wide, sequence: String(i + 1) })).finally(() => {
        answered += 1;
      }),
    );
    // Nothing can be answered now but by refusing.
    await until(() => answered > 0);
    gate.resolve();
    const settled = await Promise.all(answers);
    const busy = settled.filter(({ status }) => status === 503);
    expect(busy.length).toBeGreaterThan(0);
    expect(busy.length).toBeLessThan(40);
    for (const { body, headers } of busy) {
      expect(body.code).toBe('DOOR_BUSY');
      expect(headers.get('retry-after')).toBe('1');
    }
    expect((await envelopesIn(log)).length).toBe(40 - busy.length);
  });

  it('answers 429 to a provider with too many requests, and to no other', async () => {
    await start({ requestsInFlightPerProvider: 1 });
    const gate = hold();
    const first = send(report());
    await until(() => log.appends.length === 1);
    const second = await send(report({ sequence: '2' }));
    expect(second).toMatchObject({ status: 429, body: { code: 'TOO_MANY_IN_FLIGHT' } });
    expect(second.headers.get('retry-after')).toBe('1');
    const other = send(report({ source: elsewhere() }), gateway.tokens.provider('beta'));
    await until(() => log.appends.length === 2);
    gate.resolve();
    expect([(await first).status, (await other).status]).toEqual([202, 202]);
  });

  it('answers 429 above the rate', async () => {
    await start({ requestsPerSecondPerProvider: 0.001, requestBurstPerProvider: 1 });
    expect((await send(report())).status).toBe(202);
    expect(await send(report({ sequence: '2' }))).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
  });

  it('makes room for a body before it reads it', async () => {
    await start({ bodyBytesInFlight: 1_000, bodyBytes: 10_000, bodyTimeoutMs: 500 });
    const slow = httpRequest(`${gateway.origin}/v1/reports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': 900 },
    });
    const ended = new Promise((resolve) =>
      slow.on('response', (response) => response.resume().on('end', () => resolve(response.statusCode))),
    );
    slow.write('{');
    await until(() => bodyBytes() > 0);
    expect(await send(report())).toMatchObject({ status: 503, body: { code: 'DOOR_BUSY' } });
    expect(await ended).toBe(408);
    expect((await send(report())).status).toBe(202);
  });

  it('gives the room back when the client hangs up in the middle of its body', async () => {
    await start({ requestsInFlightPerProvider: 1 });
    const broken = httpRequest(`${gateway.origin}/v1/reports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': 900 },
    });
    broken.on('error', () => undefined);
    broken.write('{');
    await until(() => bodyBytes() > 0);
    expect((await send(report())).status).toBe(429);
    broken.destroy();
    await until(() => bodyBytes() === 0);
    expect((await send(report())).status).toBe(202);
  });

  it('answers what it took before it goes', async () => {
    await start();
    const gate = hold();
    const taken = send(report());
    await until(() => log.appends.length === 1);
    const stopped = gateway.stop();
    await new Promise((resolve) => setTimeout(resolve, 50));
    gate.resolve();
    expect((await taken).status).toBe(202);
    await stopped;
    await start();
  });

  it('is not ready before it knows the meters, and is ready then', async () => {
    await start();
    const ready = await fetch(`${gateway.origin}/health/ready`);
    expect(await ready.json()).toMatchObject({ checks: { 'ingest door': { status: 'ok' } } });
    const authorization = `Bearer ${gateway.tokens.operator()}`;
    expect(await (await fetch(`${gateway.origin}/metrics`, { headers: { authorization } })).text()).toMatch(
      /tidemark_door_waiting_bytes 0/,
    );
  });
});
