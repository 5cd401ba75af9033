import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fromBinary } from '@bufbuild/protobuf';
import { Module } from '@nestjs/common';
import { OutsideIssuerCredentials } from '@tidemark/access';
import { loadConfig } from '@tidemark/config';
import { casework } from '@tidemark/contracts';
import { BatchLogServer, createEventLog, type EventLog, TOPICS } from '@tidemark/messaging';
import { createHttpApp, PlatformModule } from '@tidemark/observability';
import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import { MasterKeys } from '@tidemark/sealing';
import {
  type Answer,
  type CallOptions,
  httpCall,
  SpokenTokens,
  startTestPostgres,
  TestClock,
  type TestPostgres,
  until,
} from '@tidemark/testing';
import { CaseworkModule } from '../src/casework.module.js';
import { CASEWORK_DATABASE } from '../src/casework-database.js';
import { CASEWORK_RAW_BODY_PATHS } from '../src/rooms.js';

export interface CaseworkUnderTest {
  postgres: TestPostgres;
  database: AppDatabase;
  eventLog: EventLog;
  clock: TestClock;
  base: string;
  /** One request, as `subject:role:provider:person:authority`; without a caller, without a token. */
  call(as: string | undefined, method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** A part of the running app by its class. */
  part<Part>(token: abstract new (...args: never[]) => Part): Part;
  /** What stands on `case.v1`, once everything that was recorded is there. */
  facts(): Promise<casework.CaseFact[]>;
  /** Rows as whoever holds the database sees them. */
  everything<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Stops the app and its database server. */
  stop(): Promise<void>;
}

/** Apps that are asked are not there unless a test brings them: never those of another test on this machine. */
const NOBODY_ELSE = { TIDEMARK_REGISTRY_GRPC: '127.0.0.1:1', TIDEMARK_MONITOR_GRPC: '127.0.0.1:1', TIDEMARK_FACILITY_GRPC: '127.0.0.1:1' };

/** Casework as it runs: real PostgreSQL, the event log in it, HTTP on a free port, tokens of the test. */
export async function startCasework(env: Record<string, string> = {}): Promise<CaseworkUnderTest> {
  const postgres = await startTestPostgres();
  const database = await openAppDatabase({ url: postgres.url, ...CASEWORK_DATABASE });
  const eventLog = createEventLog({ databaseUrl: postgres.url });
  const clock = new TestClock();
  const config = loadConfig({ TIDEMARK_LOG_LEVEL: 'fatal', ...NOBODY_ELSE, ...env });
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
      CaseworkModule.register({ database, masterKeys }),
    ],
  })
  class Root {}

  const app = await createHttpApp(Root, { title: 'test', rawBodyPaths: CASEWORK_RAW_BODY_PATHS });
  app.connectMicroservice({ strategy: new BatchLogServer(eventLog) }, { inheritAppConfig: false });
  await app.init();
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  const base = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  const everything: CaseworkUnderTest['everything'] = (sql, parameters) =>
    database.transactions.run(async (tx) => {
      await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
      return tx.query(sql, parameters);
    });
  return {
    postgres,
    database,
    eventLog,
    clock,
    base,
    call: (as, method, path, options) => httpCall(base, as, method, path, options),
    part: (token) => app.get(token, { strict: false }),
    facts: async () => {
      await until(async () => (await everything('select from outbox')).length === 0);
      const messages = await eventLog.read(TOPICS.case, 0, 0n, 100_000);
      return messages.map(({ value }) => fromBinary(casework.CaseFactSchema, value));
    },
    everything,
    stop: async () => {
      await app.close();
      await eventLog.close();
      await database.close();
      await postgres.stop();
    },
  };
}
