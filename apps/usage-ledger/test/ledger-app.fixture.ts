import { type AddressInfo, createServer } from 'node:net';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Clock, OutsideIssuerCredentials } from '@tidemark/access';
import { loadConfig } from '@tidemark/config';
import { grpcOptions, Ledger } from '@tidemark/contracts';
import type { EventLog } from '@tidemark/messaging';
import { createHttpApp, PlatformModule } from '@tidemark/observability';
import { type AppDatabase, openAppDatabase, Transactions } from '@tidemark/persistence';
import { startTestPostgres, TestTokens } from '@tidemark/testing';
import { ASK_CONTROLLERS, ASK_PROVIDERS } from '../src/ask.module.js';
import { LEDGER_DATABASE } from '../src/ledger-database.js';
import { LedgerRows } from './ledger-rows.fixture.js';

export class TestClock extends Clock {
  nowMs = Date.UTC(2025, 0, 1);

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

export interface LedgerApp {
  app: NestExpressApplication;
  database: AppDatabase;
  rows: LedgerRows;
  tokens: TestTokens;
  clock: TestClock;
  grpcAddress: string;
  get(path: string, token: string): Promise<Reply>;
  stop(): Promise<void>;
}

/** The reading side over HTTP and gRPC on a real PostgreSQL, without anything that counts. */
export async function startLedgerApp(): Promise<LedgerApp> {
  const postgres = await startTestPostgres();
  const database = await openAppDatabase({ url: postgres.url, ...LEDGER_DATABASE });
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
    controllers: ASK_CONTROLLERS,
    providers: [{ provide: Transactions, useValue: database.transactions }, ...ASK_PROVIDERS],
  })
  class Root {}
  const app = await createHttpApp(Root, { title: 'Ledger' });
  const grpcAddress = `127.0.0.1:${await freePort()}`;
  app.connectMicroservice(grpcOptions({ url: grpcAddress, services: [Ledger] }), { inheritAppConfig: true });
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  const origin = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  return {
    app,
    database,
    rows: new LedgerRows(database.transactions),
    tokens,
    clock,
    grpcAddress,
    get: async (path, token) => {
      const response = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') && !response.headers.get('content-type')?.includes('ndjson');
      return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
    },
    stop: async () => {
      await app.close();
      await database.close();
      await postgres.stop();
    },
  };
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
