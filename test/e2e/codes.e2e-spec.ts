import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BAD_RECORDS,
  BAD_REQUESTS,
  type BadRequest,
  BY_BEHAVIOUR,
  ceHeaders,
  JSON_TYPE,
  MIB,
  NOT_FROM_OUTSIDE,
  RECORD_TEXTS,
} from './harness/bad-input.js';
import { type Answer, type Body, type Client, request } from './harness/client.js';
import { codesUnder } from './harness/code-book.js';
import { delimited, protobufOf } from './harness/doors.js';
import { SlowRequest } from './harness/slow-request.js';
import { Tidemark } from './harness/tidemark.js';
import { eventually, fateOf, fatesIn, record, registerCluster, report } from './harness/usage.js';

describe('every kind of bad input has its own code', () => {
  let tidemark: Tidemark;
  let alpha: Client;
  let beta: Client;

  beforeAll(async () => {
    tidemark = await Tidemark.started('--empty');
    alpha = await tidemark.makeProvider('alpha');
    beta = await tidemark.makeProvider('beta');
    await registerCluster(alpha, 'c1');
  }, 150_000);
  afterAll(() => tidemark?.remove(), 60_000);

  const send = async ({ path = '/v1/reports', type = JSON_TYPE, headers = {}, body }: BadRequest): Promise<Answer> => {
    const raw = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    return alpha.send('POST', path, raw as Body, { 'content-type': type, ...headers });
  };

  it('the tables here and the code book name the same codes', () => {
    expect(Object.keys(BAD_RECORDS).sort()).toEqual(codesUnder('Rejected records').sort());
    expect([...Object.keys(BAD_REQUESTS), ...BY_BEHAVIOUR, ...Object.keys(NOT_FROM_OUTSIDE)].sort()).toEqual(
      [...codesUnder('Refused reports'), ...codesUnder('Refused at the door')].sort(),
    );
  });

  describe('a bad record costs only itself', () => {
    const codes = Object.keys(BAD_RECORDS);
    let receipt: Answer['body'];

    beforeAll(async () => {
      // One report with all of them, each followed by a good one.
      const texts = codes.flatMap((code, i) => {
        const own =
          code === 'CORRECTION_OF_ITSELF' ? record({ correction: { epoch: 1, sequence: '1', index: 2 * i } }) : BAD_RECORDS[code]![1];
        return [RECORD_TEXTS[code] ?? JSON.stringify(own), JSON.stringify(record({ account: `good-${i}` }))];
      });
      const body = JSON.stringify(report({ source: 'm-bad', records: [] })).replace('"records":[]', `"records":[${texts.join(',')}]`);
      const answer = await send({ status: 202, body });
      expect([answer.status, answer.body.code]).toEqual([202, undefined]);
      receipt = answer.body;
    }, 30_000);

    it.each(codes.map((code, i) => [code, 2 * i] as const))('%s', (code, index) => {
      const verdict = receipt.verdicts.find((one: Answer['body']) => one.index === index);
      expect(verdict).toMatchObject({ verdict: 'REJECTED', code });
      expect(verdict.field ?? '').toBe(BAD_RECORDS[code]![0]);
      expect(verdict.message).toMatch(/^.{10,}$/);
    });

    it('nothing else is rejected, the good ones count, and the rejected ones are found with their code', async () => {
      expect(receipt.verdicts).toHaveLength(codes.length);
      const fate = await fateOf(alpha, 'm-bad', 1, 1);
      expect(fatesIn(fate)).toEqual(codes.flatMap(() => ['REJECTED', 'COUNTED']));
      expect(fate.records.filter((_: unknown, i: number) => i % 2 === 0).map(({ reason }: Answer['body']) => reason)).toEqual(codes);
    });
  });

  describe('a bad request is a problem with its code, and nothing of it is kept', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');

    beforeAll(async () => {
      const pem = publicKey.export({ type: 'spki', format: 'pem' });
      expect((await alpha.put('/v1/meters/m-signed', { publicKey: pem })).status).toBe(201);
      await eventually(
        'the key at the door',
        () => alpha.report(report({ source: 'm-signed', sequence: '77' })),
        ({ status }) => status === 422,
      );
    }, 30_000);

    it.each(Object.entries(BAD_REQUESTS))('%s', async (code, bad) => {
      const { status, headers, body } = await send(bad);
      expect([status, body.code, body.status]).toEqual([bad.status, code, bad.status]);
      expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(body.title).toMatch(/^.{5,}$/);
      expect(body.detail).toMatch(/^.{10,}$/);
    });

    it('none of them took a sequence', async () => {
      const { body } = await alpha.get('/v1/conservation');
      expect(body.sources.map(({ source }: { source: string }) => source)).not.toContain('meter-1');
    });

    it('of several reports a refused one costs only itself', async () => {
      const { status, body } = await alpha.send(
        'POST',
        '/v1/reports',
        [
          JSON.stringify(report({ source: 'm-several' })),
          '{"nonsense',
          JSON.stringify(report({ source: 'm-several', epoch: 0 })),
          JSON.stringify(report({ source: 'm-several', sequence: '2' })),
        ].join('\n'),
        { 'content-type': 'application/x-ndjson' },
      );
      expect(status).toBe(202);
      expect(body.map((one: Answer['body']) => one.refused?.code ?? one.sequence)).toEqual(['1', 'MALFORMED_JSON', 'EPOCH_INVALID', '2']);
    });

    it('the same by protobuf', async () => {
      const all = [
        report({ source: 'm-proto', records: [record({ count: 0 })] }),
        report({ source: 'm-proto', epoch: 0 }),
        report({ source: 'm-proto', sequence: '2' }),
      ];
      const answer = await alpha.send('POST', '/v1/reports', new Uint8Array(Buffer.concat(all.map(protobufOf).map(delimited))), {
        'content-type': 'application/x-protobuf; delimited=true',
      });
      const told = answer.body.map((one: Answer['body']) => one.refused?.code ?? one.verdicts[0]?.code ?? one.sequence);
      expect([answer.status, told]).toEqual([202, ['COUNT_OUT_OF_RANGE', 'EPOCH_INVALID', '2']]);
    });

    it('a report that is signed as the reference says is taken', async () => {
      const unsigned = (await alpha.report(report({ source: 'm-hash' }))).body;
      const text = `tidemark.usage.report.v1\nm-signed\n1\n1\n${unsigned.contentHash}`;
      const value = sign(null, Buffer.from(text), privateKey).toString('base64');
      const { status, body } = await alpha.report(report({ source: 'm-signed', signature: { algorithm: 'Ed25519', value } }));
      expect([status, body.contentHash]).toEqual([202, unsigned.contentHash]);
    });

    it('what is not there, and what is not done there', async () => {
      expect((await alpha.get('/v1/nothing')).status).toBe(404);
      expect((await alpha.get('/v1/events')).status).toBe(404);
      const { status, headers } = await request(`${tidemark.origin}/v1/nothing`);
      expect([status, headers.get('content-type')]).toEqual([404, expect.stringContaining('application/problem+json')]);
    });
  });

  describe('limits on what a client does', () => {
    const slow: SlowRequest[] = [];
    afterEach(() => Promise.all(slow.splice(0).map((one) => one.abandon())));
    const open = (count: number, token: string, size: number): SlowRequest[] => {
      const opened = Array.from({ length: count }, () => SlowRequest.post(tidemark.origin, '/v1/reports', token, size));
      slow.push(...opened);
      return opened;
    };
    const refusedOf = async (one: SlowRequest, msMax = 10_000) => {
      const { status, head, body } = await one.answer(msMax);
      return { status, code: /"code":"(\w+)"/.exec(body)?.[1], retryAfter: /retry-after: (\d+)/i.exec(head)?.[1] };
    };

    /** One that met a request in hand was refused itself: its place is taken before the next report asks for room. */
    const filledUp = async (client: Client, size: number, source: string): Promise<Answer> => {
      open(2, await client.token(), size);
      await sleep(100);
      return alpha.report(report({ source }));
    };

    it('EVENT_ATTRIBUTE_TWICE: the same attribute in two headers', async () => {
      const head = [
        'POST /v1/events HTTP/1.1',
        `host: ${new URL(tidemark.origin).host}`,
        `authorization: Bearer ${await alpha.token()}`,
        `content-type: ${JSON_TYPE}`,
        ...Object.entries(ceHeaders()).map(([name, value]) => `${name}: ${value}`),
        'ce-id: other',
        'content-length: 2',
      ];
      const one = new SlowRequest(tidemark.origin, `${head.join('\r\n')}\r\n\r\n{}`);
      slow.push(one);
      expect(await refusedOf(one)).toMatchObject({ status: 400, code: 'EVENT_ATTRIBUTE_TWICE' });
    });

    it('TOO_MANY_IN_FLIGHT: 128 requests wait for their bodies; the next is told to come back, another provider is not', async () => {
      open(140, await alpha.token(), 100);
      const told = await eventually(
        'the limit',
        () => filledUp(alpha, 100, 'm-flight'),
        ({ status }) => status === 429,
      );
      expect([told.body.code, Number(told.headers.get('retry-after')) > 0]).toEqual(['TOO_MANY_IN_FLIGHT', true]);
      expect((await beta.report(report({ source: 'm-flight' }))).status).toBe(202);
      await Promise.all(slow.splice(0).map((one) => one.abandon()));
      await eventually(
        'room again',
        async () => alpha.report(report({ source: 'm-flight' })),
        ({ status }) => status === 202,
      );
    }, 30_000);

    it('DOOR_BUSY: announced bodies fill the memory that is kept for them, before a byte of them came', async () => {
      open(40, await beta.token(), 8 * MIB);
      const told = await eventually(
        'the limit',
        () => filledUp(beta, 8 * MIB, 'm-busy'),
        ({ status }) => status === 503,
      );
      expect([told.body.code, Number(told.headers.get('retry-after')) > 0]).toEqual(['DOOR_BUSY', true]);
      await Promise.all(slow.splice(0).map((one) => one.abandon()));
      await eventually(
        'room again',
        async () => alpha.report(report({ source: 'm-busy' })),
        ({ status }) => status === 202,
      );
    }, 30_000);

    it('BODY_TIMEOUT and LOG_UNAVAILABLE: a client that does not go on, and a database that does not', async () => {
      const [waiting] = open(1, await beta.token(), 100);
      const pid = (await tidemark.databaseProcess()).toString();
      const processes = [pid, ...execFileSync('ps', ['-o', 'pid=', '--ppid', pid]).toString().trim().split(/\s+/)];
      const signal = (name: NodeJS.Signals) => processes.every((one) => process.kill(Number(one), name));
      await alpha.token();
      signal('SIGSTOP');
      const told = await alpha.report(report({ source: 'm-stopped' })).finally(() => signal('SIGCONT'));
      expect([told.status, told.body.code, Number(told.headers.get('retry-after')) > 0]).toEqual([503, 'LOG_UNAVAILABLE', true]);
      expect(await refusedOf(waiting!, 35_000)).toMatchObject({ status: 408, code: 'BODY_TIMEOUT' });
      // It may be in the log already: sent again, it counts once all the same.
      await eventually(
        'the log again',
        async () => alpha.report(report({ source: 'm-stopped' })),
        ({ status }) => status === 202,
        30_000,
      );
      expect(fatesIn(await fateOf(alpha, 'm-stopped', 1, 1))).toEqual(['COUNTED']);
      const { body } = await alpha.get('/v1/conservation?source=m-stopped');
      expect(body.records.counted).toBe('1');
    }, 120_000);
  });

  it('after all this it is well, and what it holds agrees with itself', async () => {
    expect((await request(`${tidemark.origin}/health/live`)).status).toBe(200);
    expect((await request(`${tidemark.origin}/health/ready`)).status).toBe(200);
    const { code, stdout } = await tidemark.command('rebuild');
    expect([code, stdout.trim().split('\n').at(-1)]).toEqual([0, 'Everything agrees.']);
  }, 60_000);
});
