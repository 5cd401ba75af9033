import { type AddressInfo, createServer } from 'node:net';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Clock, OutsideIssuerCredentials } from '@tidemark/access';
import { loadConfig } from '@tidemark/config';
import type { EventLog } from '@tidemark/messaging';
import { createHttpApp, drain, PlatformModule } from '@tidemark/observability';
import { type AppDatabase, openAppDatabase, Transactions } from '@tidemark/persistence';
import { startTestPostgres, TestTokens } from '@tidemark/testing';
import { MonitorStore } from '../src/accumulate/monitor-store.port.js';
import { MONITOR_DATABASE_URL } from '../src/flags/flag-news.port.js';
import { MONITOR_DATABASE } from '../src/monitor-database.js';
import { PostgresMonitorStore } from '../src/postgres/monitor-store.postgres.js';
import { PostgresRuleHistories } from '../src/postgres/rule-histories.postgres.js';
import type { Room } from '../src/room.js';
import { RuleHistories } from '../src/rules/rule-histories.port.js';
import { MonitorRows } from './monitor-rows.fixture.js';

export class TestClock extends Clock {
  nowMs = Date.UTC(2026, 5, 1);

  now(): number {
    return this.nowMs;
  }
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the answer holds is what the test looks at.
  body: any;
}

export interface AskingApp {
  app: NestExpressApplication;
  database: AppDatabase;
  rows: MonitorRows;
  tokens: TestTokens;
  clock: TestClock;
  origin: string;
  grpcAddress: string;
  get(path: string, token: string, headers?: Record<string, string>): Promise<Reply>;
  post(path: string, token: string, body: unknown): Promise<Reply>;
  /** As at SIGTERM. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

/** The asking rooms over HTTP and gRPC on a real PostgreSQL, without anything that judges. */
export async function startAskingApp(
  rooms: readonly Room[],
  connect?: (app: NestExpressApplication, grpcAddress: string) => void,
): Promise<AskingApp> {
  const postgres = await startTestPostgres();
  const database = await openAppDatabase({ url: postgres.url, ...MONITOR_DATABASE });
  const tokens = new TestTokens();
  const clock = new TestClock();
  @Module({
    imports: [
      PlatformModule.register({
        config: loadConfig({ TIDEMARK_LOG_LEVEL: 'error' }),
        eventLog: {} as EventLog,
        tokenVerifier: tokens,
        providerCredentials: new OutsideIssuerCredentials(),
        clock,
      }),
    ],
    controllers: rooms.flatMap(({ controllers = [] }) => controllers),
    providers: [
      { provide: Transactions, useValue: database.transactions },
      { provide: MONITOR_DATABASE_URL, useValue: database.url },
      { provide: MonitorStore, useClass: PostgresMonitorStore },
      { provide: RuleHistories, useClass: PostgresRuleHistories },
      ...rooms.flatMap(({ providers = [] }) => providers),
    ],
  })
  class Root {}
  const app = await createHttpApp(Root, { title: 'Monitor' });
  const grpcAddress = `127.0.0.1:${await freePort()}`;
  connect?.(app, grpcAddress);
  await app.init();
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  const origin = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  let open = true;
  const end = async () => {
    if (open) await drain(app);
    open = false;
  };
  return {
    app,
    database,
    rows: new MonitorRows(database.transactions, postgres.url),
    tokens,
    clock,
    origin,
    grpcAddress,
    get: async (path, token, headers = {}) =>
      replyOf(await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } })),
    post: async (path, token, body) =>
      replyOf(
        await fetch(`${origin}${path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
    drain: end,
    stop: async () => {
      await end();
      await database.close();
      await postgres.stop();
    },
  };
}

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}

/** gRPC tells nobody which port it was given, so one is chosen for it. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
