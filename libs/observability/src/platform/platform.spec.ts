import { type AddressInfo, connect } from 'node:net';
import { Writable } from 'node:stream';
import { Body, Controller, Get, HttpException, Module, Param, Post, Put } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Caller, CurrentCaller, OutsideIssuerCredentials, Permit, Public, problem } from '@tidemark/access';
import { loadConfig } from '@tidemark/config';
import type { EventLog } from '@tidemark/messaging';
import { TestTokens } from '@tidemark/testing';
import { Type } from 'class-transformer';
import { IsInt, IsString, ValidateNested } from 'class-validator';
import { HealthChecks } from '../health/health-checks.js';
import { Metrics } from '../metrics/metrics.js';
import { drain } from '../shutdown/graceful-shutdown.js';
import { createHttpApp } from './http-app.js';
import { PlatformModule } from './platform.module.js';

class Inner {
  @IsInt()
  count!: number;
}

class Thing {
  @IsString()
  name!: string;

  @ValidateNested()
  @Type(() => Inner)
  inner!: Inner;
}

@Controller('things')
class ThingController {
  @Get()
  @Permit('usage-total', 'read')
  list(@CurrentCaller() caller: Caller) {
    return { by: caller.subject };
  }

  @Put(':id')
  @Permit('cluster', 'register')
  put(@Body() body: Thing, @Param('id') id: string) {
    return { id, ...body };
  }

  @Get('any')
  @Permit('catalogue', 'read')
  any() {
    return { ok: true };
  }

  @Get('refused')
  @Permit('catalogue', 'read')
  refused() {
    throw problem({ status: 429, title: 'Too many', retryAfterSeconds: 1.2 }, { code: 'SLOW_DOWN', detail: 'Wait.', limit: 3 });
  }

  @Get('broken')
  @Permit('catalogue', 'read')
  broken() {
    throw new Error('password=hunter2');
  }

  @Get('teapot')
  @Permit('catalogue', 'read')
  teapot() {
    throw new HttpException('short and stout', 418);
  }

  @Post('slow')
  @Permit('catalogue', 'read')
  async slow() {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { done: true };
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  get() {
    return 'nobody said who may see this';
  }
}

@Controller('open')
@Public()
class OpenController {
  @Get()
  get() {
    return { open: true };
  }
}

describe('platform', () => {
  const tokens = new TestTokens();
  let app: NestExpressApplication;
  let origin: string;
  let log: string;

  beforeEach(async () => {
    log = '';
    const logDestination = new Writable({
      write: (chunk, _encoding, done) => {
        log += chunk;
        done();
      },
    });
    @Module({
      imports: [
        PlatformModule.register({
          config: loadConfig({ TIDEMARK_LOG_LEVEL: 'debug' }),
          eventLog: {} as EventLog,
          tokenVerifier: tokens,
          providerCredentials: new OutsideIssuerCredentials(),
          logDestination,
        }),
      ],
      controllers: [ThingController, ForgottenController, OpenController],
    })
    class Root {}
    app = await createHttpApp(Root, { title: 'Sample', rawBodyPaths: ['/raw'] });
    await app.listen(0, '127.0.0.1');
    origin = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  });

  afterEach(() => app.close());

  /** What is answered to these bytes, when the connection has ended. */
  async function spoken(bytes: string) {
    const socket = connect({ port: Number(new URL(origin).port), host: '127.0.0.1' });
    socket.write(bytes);
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    const [head, body] = answer.split('\r\n\r\n');
    expect(head).toContain('Content-Type: application/problem+json');
    return { status: Number(head!.split(' ')[1]), body: JSON.parse(body!) as unknown };
  }

  async function call(path: string, { token, ...init }: RequestInit & { token?: string } = {}) {
    const headers = { ...(init.headers as Record<string, string>), ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const response = await fetch(`${origin}${path}`, { ...init, headers });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      type: response.headers.get('content-type'),
      text,
      body: text.startsWith('{') ? JSON.parse(text) : text,
    };
  }

  describe('who may call', () => {
    it('nobody without a token, and says how to get in', async () => {
      const answer = await call('/things');
      expect(answer).toMatchObject({
        status: 401,
        type: 'application/problem+json; charset=utf-8',
        body: { code: 'TOKEN_MISSING', status: 401 },
      });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="tidemark"');
      expect((await call('/things', { headers: { authorization: 'Basic abc' } })).body.code).toBe('TOKEN_MISSING');
    });

    it('nobody with a token that is not good', async () => {
      const answer = await call('/things', { token: 'forged' });
      expect(answer).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
    });

    it('whoever has one of the scopes, and nobody who has none of them', async () => {
      expect(await call('/things', { token: tokens.provider('alpha', ['usage:read']) })).toMatchObject({
        status: 200,
        body: { by: 'alpha-client' },
      });
      expect(await call('/things', { token: tokens.oversight(['oversight:read']) })).toMatchObject({ status: 200 });
      const answer = await call('/things', { token: tokens.provider('alpha', ['usage:write']) });
      expect(answer).toMatchObject({ status: 403, body: { code: 'MISSING_SCOPE', scopes: ['usage:read'] } });
      expect(answer.headers.get('www-authenticate')).toContain('insufficient_scope');
    });

    it('any good token where no scope is asked for', async () => {
      expect(await call('/things/any', { token: tokens.provider('alpha', []) })).toMatchObject({ status: 200 });
    });

    it('anybody on an open route, nobody on a route that says nothing', async () => {
      expect(await call('/open')).toMatchObject({ status: 200, body: { open: true } });
      expect(await call('/forgotten', { token: tokens.operator() })).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
    });
  });

  describe('answers', () => {
    const put = (body: string, type = 'application/json') =>
      call('/things/a', { method: 'PUT', body, headers: { 'content-type': type }, token: tokens.provider('alpha') });

    it('list each field at fault, unknown ones and nested ones included', async () => {
      const { status, body } = await put(JSON.stringify({ name: 1, inner: { count: 'x' }, surplus: true }));
      expect(status).toBe(400);
      expect(body).toMatchObject({ code: 'INVALID_INPUT', type: 'urn:tidemark:problem:INVALID_INPUT' });
      expect(body.errors.map((error: { field: string }) => error.field).sort()).toEqual(['inner.count', 'name', 'surplus']);
      expect(await put(JSON.stringify({ name: 'x', inner: { count: 1 } }))).toMatchObject({ status: 200, body: { id: 'a' } });
    });

    it('tell apart what is no JSON, what is too large and what is another type', async () => {
      expect(await put('{"name":')).toMatchObject({ status: 400, body: { code: 'MALFORMED_JSON' } });
      expect(await put('{"name":"half \\ud83d"}')).toMatchObject({ status: 400, body: { code: 'MALFORMED_JSON' } });
      expect(await put('{"half \\ud83d":1}')).toMatchObject({ status: 400, body: { code: 'MALFORMED_JSON' } });
      expect(await put(JSON.stringify('x'.repeat(300_000)))).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } });
      for (const depth of [33, 10_000])
        expect(await put(`${'['.repeat(depth)}${']'.repeat(depth)}`)).toMatchObject({ status: 400, body: { code: 'JSON_TOO_DEEP' } });
      expect(await put(`${'['.repeat(32)}${']'.repeat(32)}`)).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } });
      expect(await put('<a/>', 'text/xml')).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
      expect(await put('"text"')).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } });
    });

    it('carry their members and when to try again', async () => {
      const answer = await call('/things/refused', { token: tokens.operator() });
      expect(answer.headers.get('retry-after')).toBe('2');
      expect(answer.body).toEqual({
        type: 'urn:tidemark:problem:SLOW_DOWN',
        title: 'Too many',
        status: 429,
        code: 'SLOW_DOWN',
        detail: 'Wait.',
        limit: 3,
      });
    });

    it('never tell what broke, but log it', async () => {
      const answer = await call('/things/broken', { token: tokens.operator() });
      expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
      expect(answer.text).not.toContain('hunter2');
      expect(log).toContain('hunter2');
    });

    it('are problems for unknown addresses and for what other code throws', async () => {
      expect(await call('/nowhere')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
      expect(await call('/things/%E0%A4%A')).toMatchObject({ status: 400, body: { code: 'MALFORMED_REQUEST' } });
      expect(await call('/things/teapot', { token: tokens.operator() })).toMatchObject({ status: 418, body: { code: 'REFUSED' } });
    });

    it('are problems for what is no request that can be read', async () => {
      expect(await call(`/things/${'a'.repeat(20_000)}`)).toMatchObject({ status: 431, body: { code: 'HEADERS_TOO_LARGE' } });
      const malformed = { status: 400, body: { code: 'MALFORMED_REQUEST', status: 400 } };
      expect(await spoken('nonsense\r\n\r\n')).toMatchObject(malformed);
      const put = `PUT /things/a HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n`;
      expect(await spoken(`${put}\r\nZZ\r\n{}\r\n`)).toMatchObject(malformed);
    });
  });

  describe('what can be seen from outside', () => {
    it('is alive and ready until a check fails, each by its name', async () => {
      expect(await call('/health/live')).toMatchObject({ status: 200 });
      const checks = app.get(HealthChecks);
      checks.registerReadiness('database', () => undefined);
      checks.registerReadiness('event log', () => {
        throw new Error('no broker');
      });
      expect(await call('/health/ready')).toMatchObject({
        status: 503,
        body: { status: 'failing', checks: { database: { status: 'ok' }, 'event log': { status: 'failing', reason: 'no broker' } } },
      });
      expect(await call('/health/live')).toMatchObject({ status: 200 });
      checks.registerLiveness('consumer', () => Promise.reject(new Error('stands still')));
      expect(await call('/health/live')).toMatchObject({ status: 503 });
      expect(() => checks.registerReadiness('database', () => undefined)).toThrow('already');
    });

    it('has figures by route and an OpenAPI document', async () => {
      await call('/things', { token: tokens.provider('alpha') });
      expect((await call('/metrics', { token: tokens.operator() })).text).toMatch(
        /tidemark_http_request_duration_seconds_count\{method="GET",route="\/things",status="200"\} 1/,
      );
      expect((await call('/openapi.json')).body.paths).toHaveProperty('/things/{id}');
    });

    it('tells everybody how it does, and nobody at a provider what counts the doings of others', async () => {
      app.get(Metrics).gauge('tidemark_casework_things', 'Things').set(7);
      app.get(Metrics).gauge('tidemark_other_things', 'Things');
      const open = await call('/metrics');
      expect([open.status, open.text.includes('process_cpu_seconds_total'), /tidemark_/.test(open.text)]).toEqual([200, true, false]);
      expect((await call('/metrics', { token: tokens.operator() })).text).toContain('tidemark_casework_things 7');
      expect((await call('/metrics', { token: 'none of ours' })).status).toBe(401);
      const refused = await call('/metrics', { token: tokens.provider('alpha', ['oversight:read']) });
      expect([refused.status, refused.body.code, refused.text.includes('tidemark_http')]).toEqual([403, 'FORBIDDEN_ROLE', false]);
    });

    it('has a correlation id, the caller’s own where it is a plain word', async () => {
      const given = await call('/open', { headers: { 'x-correlation-id': 'trace-1' } });
      expect(given.headers.get('x-correlation-id')).toBe('trace-1');
      const forged = await call('/open', { headers: { 'x-correlation-id': 'a b{"level":60}' } });
      expect(forged.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(log).toContain('"correlationId":"trace-1"');
    });

    it('never has a token in its log', async () => {
      const token = tokens.provider('alpha');
      await call('/things', { token });
      await call('/things/broken', { token });
      expect(log).not.toContain(token);
    });
  });

  it('finishes what is in hand before it goes, and takes nothing new', async () => {
    const slow = call('/things/slow', { method: 'POST', token: tokens.operator() });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const draining = drain(app);
    expect(app.get(HealthChecks).ending.aborted).toBe(true);
    expect(await app.get(HealthChecks).ready()).toMatchObject({ status: 'failing', checks: { shutdown: { status: 'failing' } } });
    expect(await slow).toMatchObject({ status: 201, body: { done: true } });
    await draining;
    await expect(call('/open')).rejects.toThrow();
  });
});
