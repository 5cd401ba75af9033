import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { fromBinary } from '@bufbuild/protobuf';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import {
  type Caller,
  Clock,
  type IssuedCredentials,
  ProviderCredentials,
  type Scope,
  type TokenRefusal,
  TokenVerifier,
} from '@tidemark/access';
import { loadConfig } from '@tidemark/config';
import { type FacilityEvent, FacilityEventSchema, FacilityRegistry, grpcOptions } from '@tidemark/contracts';
import { createEventLog, type EventLog, TOPICS } from '@tidemark/messaging';
import { createHttpApp, PlatformModule } from '@tidemark/observability';
import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import { FACILITY_DATABASE } from '../src/facility-database.js';
import { FacilityRegistryModule, type FacilityRegistryParts } from '../src/facility-registry.module.js';

const ALL: Scope[] = ['usage:write', 'usage:read', 'facility:write'];

function caller(subject: string, role: Caller['role'], provider: string | undefined, scopes: Scope[]): Caller {
  return { subject, role, provider, scopes: new Set(scopes) };
}

/** Bearer tokens that the tests speak with; anything else is no token. */
export const CALLERS: Record<string, Caller> = {
  north: caller('north-client', 'provider', 'north', ALL),
  'north-reads': caller('north-dashboard', 'provider', 'north', ['usage:read']),
  'north-sends': caller('north-meter', 'provider', 'north', ['usage:write']),
  south: caller('south-client', 'provider', 'south', ALL),
  operator: caller('operator-client', 'operator', undefined, [...ALL, 'oversight:read']),
  'operator-reads': caller('operator-dashboard', 'operator', undefined, ['usage:read']),
  oversight: caller('regulator', 'oversight', undefined, ['oversight:read']),
  'oversight-without-scope': caller('regulator', 'oversight', undefined, ['usage:read']),
};

class TestTokens extends TokenVerifier {
  async verify(token: string): Promise<{ caller: Caller } | { refused: TokenRefusal }> {
    const known = CALLERS[token];
    return known === undefined ? { refused: { code: 'TOKEN_INVALID', detail: 'not a token of the test' } } : { caller: known };
  }
}

/** A clock that moves when it is told to. */
export class TestClock extends Clock {
  nowMs = Date.UTC(2026, 0, 1);
  now(): number {
    return this.nowMs;
  }
}

export class TestCredentials extends ProviderCredentials {
  made = 0;
  failing = false;
  async create(provider: string): Promise<IssuedCredentials> {
    if (this.failing) throw new Error('the issuer is away');
    this.made++;
    return { clientId: `${provider}-client`, clientSecret: `secret-${this.made}`, tokenEndpoint: 'http://issuer.test/token' };
  }
}

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  body: any;
}

export interface RegistryUnderTest {
  postgres: TestPostgres;
  database: AppDatabase;
  eventLog: EventLog;
  clock: TestClock;
  credentials: TestCredentials;
  grpcAddress: string;
  /** One request as the named caller; without a caller, without a token. */
  call(as: string | undefined, method: string, path: string, body?: unknown): Promise<Answer>;
  /** What stands on `facility.v1`, once everything that was recorded is there. */
  events(): Promise<FacilityEvent[]>;
  stop(): Promise<void>;
}

export type RegistryOptions = Pick<FacilityRegistryParts, 'intakeProvisioning'>;

/** The registry as it runs: real PostgreSQL, the event log in it, HTTP and gRPC on free ports, tokens of the test. */
export async function startRegistry(parts: RegistryOptions = {}): Promise<RegistryUnderTest> {
  const postgres = await startTestPostgres();
  const database = await openAppDatabase({ url: postgres.url, ...FACILITY_DATABASE });
  const eventLog = createEventLog({ databaseUrl: postgres.url });
  const clock = new TestClock();
  const credentials = new TestCredentials();
  const config = loadConfig({ TIDEMARK_LOG_LEVEL: 'fatal' });

  @Module({
    imports: [
      PlatformModule.register({ config, eventLog, clock, tokenVerifier: new TestTokens(), providerCredentials: credentials }),
      FacilityRegistryModule.register({ database, ...parts }),
    ],
  })
  class Root {}

  const app = await createHttpApp(Root, { title: 'test' });
  const grpcPort = await freePort();
  app.connectMicroservice(grpcOptions({ url: `127.0.0.1:${grpcPort}`, services: [FacilityRegistry] }), { inheritAppConfig: true });
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  const base = baseOf(app);
  return {
    postgres,
    database,
    eventLog,
    clock,
    credentials,
    grpcAddress: `127.0.0.1:${grpcPort}`,
    call: (as, method, path, body) => call(base, as, method, path, body),
    events: () => eventsOf(eventLog, database),
    stop: async () => {
      await app.close();
      await eventLog.close();
      await database.close();
      await postgres.stop();
    },
  };
}

function baseOf(app: NestExpressApplication): string {
  return `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
}

async function call(base: string, as: string | undefined, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(base + path, {
    method,
    headers: {
      ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
}

async function eventsOf(eventLog: EventLog, database: AppDatabase): Promise<FacilityEvent[]> {
  for (let tries = 0; tries < 500; tries++) {
    const [{ waiting }] = await database.dataSource.query('select count(*)::int as waiting from outbox');
    if (waiting === 0) {
      const messages = await eventLog.read(TOPICS.facility, 0, 0n, 10_000);
      return messages.map(({ value }) => fromBinary(FacilityEventSchema, value));
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the outbox is not carried to the event log');
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
