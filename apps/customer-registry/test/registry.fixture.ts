import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fromBinary } from '@bufbuild/protobuf';
import { Module } from '@nestjs/common';
import { OutsideIssuerCredentials } from '@tidemark/access';
import { loadConfig } from '@tidemark/config';
import { type CustomerEvent, CustomerEventSchema } from '@tidemark/contracts';
import { createEventLog, type EventLog, TOPICS } from '@tidemark/messaging';
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
import { CustomerRegistryModule } from '../src/customer-registry.module.js';
import { REGISTRY_DATABASE } from '../src/registry-database.js';
import { REGISTRY_RAW_BODY_PATHS } from '../src/rooms.js';

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
    call: (as, method, path, options) => httpCall(base, as, method, path, options),
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
  const { status } = await httpCall(base, 'op:operator', 'POST', `/v1/lists/${list}/versions?format=ftm-json`, { body });
  if (status !== 201) throw new Error(`the list was answered ${status}`);
}

async function count(database: AppDatabase, what: string): Promise<number> {
  const [{ found }] = await database.dataSource.query(`select count(*)::int as found from ${what}`);
  return found;
}
