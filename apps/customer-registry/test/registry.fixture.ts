import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fromBinary } from '@bufbuild/protobuf';
import { Module } from '@nestjs/common';
import { type Caller, Clock, OutsideIssuerCredentials, SCOPES, type TokenRefusal, TokenVerifier } from '@tidemark/access';
import { loadConfig } from '@tidemark/config';
import { type CustomerEvent, CustomerEventSchema } from '@tidemark/contracts';
import { createEventLog, type EventLog, TOPICS } from '@tidemark/messaging';
import { createHttpApp, PlatformModule } from '@tidemark/observability';
import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import { MasterKeys } from '@tidemark/sealing';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import { CustomerRegistryModule } from '../src/customer-registry.module.js';
import { REGISTRY_DATABASE } from '../src/registry-database.js';
import { REGISTRY_RAW_BODY_PATHS } from '../src/rooms.js';

/**
 * Tokens of the test say who speaks: `subject:role:provider`, `ana:compliance-analyst:north`; without a provider the scheme's. A fourth part
 * names the person, for one who has several accounts.
 */
class SpokenTokens extends TokenVerifier {
  async verify(token: string): Promise<{ caller: Caller } | { refused: TokenRefusal }> {
    const [subject, role, provider, person] = token.split(':');
    if (!subject || !role) return { refused: { code: 'TOKEN_INVALID', detail: 'not a token of the test' } };
    return {
      caller: {
        subject,
        role: role as Caller['role'],
        provider: provider || undefined,
        person: person || undefined,
        scopes: new Set(SCOPES),
      },
    };
  }
}

/** A clock that moves when it is told to. */
export class TestClock extends Clock {
  nowMs = Date.UTC(2026, 0, 1);
  now(): number {
    return this.nowMs;
  }
}

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  body: any;
}

export interface CallOptions {
  /** JSON, or bytes and text as they are with a content type of their own in `headers`. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface RegistryUnderTest {
  postgres: TestPostgres;
  database: AppDatabase;
  eventLog: EventLog;
  clock: TestClock;
  base: string;
  /** One request, as `person:role:provider`; without a caller, without a token. */
  call(as: string | undefined, method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** A part of the running app by its class. */
  part<Part>(token: abstract new (...args: never[]) => Part): Part;
  /** Resolves when no task is due. */
  settled(): Promise<void>;
  /** What stands on `customer.v1`, once everything that was recorded is there. */
  facts(): Promise<CustomerEvent[]>;
  /** Rows of every tenant, as whoever holds the database sees them: row-level security would hide them from a plain query. */
  everything<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Imports a list of persons with these names: whoever is compared with no list counts as not screened. */
  importList(list: string, ...names: string[]): Promise<void>;
  /** Stops the app and its database server. */
  stop(): Promise<void>;
}

/** The registry as it runs: real PostgreSQL, the event log in it, HTTP on a free port, tokens of the test. */
export async function startCustomerRegistry(env: Record<string, string> = {}): Promise<RegistryUnderTest> {
  const postgres = await startTestPostgres();
  const database = await openAppDatabase({ url: postgres.url, ...REGISTRY_DATABASE });
  const eventLog = createEventLog({ databaseUrl: postgres.url });
  const clock = new TestClock();
  const config = loadConfig({ TIDEMARK_LOG_LEVEL: 'fatal', ...env });
  const masterKeys = new MasterKeys([{ id: 'test', key: randomBytes(32) }]);

  @Module({
    imports: [
      PlatformModule.register({
        config,
        eventLog,
        clock,
        tokenVerifier: new SpokenTokens(),
        providerCredentials: new OutsideIssuerCredentials(),
      }),
      CustomerRegistryModule.register({ database, masterKeys }),
    ],
  })
  class Root {}

  const app = await createHttpApp(Root, { title: 'test', rawBodyPaths: REGISTRY_RAW_BODY_PATHS });
  await app.listen(0, '127.0.0.1');
  const base = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  return {
    postgres,
    database,
    eventLog,
    clock,
    base,
    call: (as, method, path, options) => call(base, as, method, path, options),
    part: (token) => app.get(token, { strict: false }),
    settled: () => until(async () => (await count(database, `registry_task where not_before_ms <= ${clock.nowMs}`)) === 0),
    facts: async () => {
      await until(async () => (await count(database, 'outbox')) === 0);
      const messages = await eventLog.read(TOPICS.customer, 0, 0n, 100_000);
      return messages.map(({ value }) => fromBinary(CustomerEventSchema, value));
    },
    everything: (sql, parameters) =>
      database.transactions.run(async (tx) => {
        await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
        return tx.query(sql, parameters);
      }),
    importList: (list, ...names) => importList(base, list, names),
    stop: async () => {
      await app.close();
      await eventLog.close();
      await database.close();
      await postgres.stop();
    },
  };
}

async function importList(base: string, list: string, names: string[]): Promise<void> {
  const entries = names.map((name, n) => ({ id: `${list}-${n}`, schema: 'Person', properties: { name: [name], topics: ['sanction'] } }));
  const body = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  const { status } = await call(base, 'op:operator', 'POST', `/v1/lists/${list}/versions?format=ftm-json`, { body });
  if (status !== 201) throw new Error(`the list was answered ${status}`);
}

async function call(base: string, as: string | undefined, method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const { body, headers = {} } = options;
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const answer = await fetch(base + path, {
    method,
    headers: {
      ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
      ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? (body as RequestInit['body']) : JSON.stringify(body) }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const json = /json/.test(answer.headers.get('content-type') ?? '');
  return {
    status: answer.status,
    headers: answer.headers,
    body: bytes.length === 0 ? undefined : json ? JSON.parse(bytes.toString()) : bytes,
  };
}

async function count(database: AppDatabase, what: string): Promise<number> {
  const [{ found }] = await database.dataSource.query(`select count(*)::int as found from ${what}`);
  return found;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not settle');
}
