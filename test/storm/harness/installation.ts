/** A distributed installation on this machine: PostgreSQL, perhaps Kafka, an issuer, and four app processes, or more. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '@tidemark/config';
import { type EventLog, TOPICS } from '@tidemark/messaging';
import { openEventLog } from '@tidemark/observability';
import { startTestIssuer, startTestPostgres, type TestIssuer, type TestPostgres } from '@tidemark/testing';
import { type KafkaBroker, startBroker } from '../../../deploy/kafka/kafka-broker.js';
import { AppProcess } from './app-process.js';
import { type AppName, entryOf } from './compiled-apps.js';

const ABANDON_MS_MAX = 20_000;

export type LogKind = 'postgres' | 'kafka';

export interface Installation {
  kind: LogKind;
  postgres: TestPostgres;
  broker: KafkaBroker | undefined;
  issuer: TestIssuer;
  /** The harness's own connection to the log. */
  log: EventLog;
  gateway: AppProcess;
  grpcAddress: string;
  ledgers: AppProcess[];
  facilities: AppProcess;
  /** Further apps, as they were asked for. */
  others: AppProcess[];
  folder: string;
  /** Asks every app to end, in order. Throws when one does not end well. */
  stop(): Promise<void>;
  /** Ends everything at once, after a failure. The folder stays: the apps' logs are in it. */
  abandon(): Promise<void>;
}

/** `more`: further apps, by name and instance. */
export async function startInstallation(
  kind: LogKind,
  compiled: string,
  more: readonly (readonly [AppName, string])[] = [],
): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), `tidemark-storm-${kind}-`));
  const postgres = await startTestPostgres({ durable: true });
  const broker = kind === 'kafka' ? await startBroker({ dataDir: join(folder, 'kafka') }) : undefined;
  const issuer = await startTestIssuer();
  const ports = await steadyPorts(8 + 2 * more.length);
  const environment = {
    TIDEMARK_HOME: folder,
    TIDEMARK_DATABASE_URL: postgres.url,
    TIDEMARK_OIDC_ISSUER: issuer.issuer,
    TIDEMARK_LOG_LEVEL: 'warn',
    TIDEMARK_MASTER_KEYS: `storm:${randomBytes(32).toString('base64')}`,
    ...(broker ? { TIDEMARK_KAFKA_BROKERS: broker.bootstrap } : {}),
  };
  const app = (app: AppName, instance: string): AppProcess => {
    const [port, grpcPort] = [ports.pop()!, ports.pop()!];
    const own = { TIDEMARK_PORT: String(port), TIDEMARK_GRPC_PORT: String(grpcPort) };
    const name = `${app}${instance}`;
    return new AppProcess({
      name,
      entry: entryOf(compiled, app),
      environment: { ...environment, ...own },
      url: `http://127.0.0.1:${port}`,
      logFile: join(folder, `${name}.log`),
    });
  };
  const gateway = app('ingest-gateway', '');
  const facilities = app('facility-registry', '');
  const ledgers = [app('usage-ledger', '-a'), app('usage-ledger', '-b')];
  const others = more.map(([name, instance]) => app(name, instance));
  const all = [facilities, gateway, ...ledgers, ...others];
  for (const one of all) one.start();
  await Promise.all(all.map((one) => one.ready()));
  const log = await openEventLog(
    loadConfig({ TIDEMARK_DATABASE_URL: postgres.url, ...(broker ? { TIDEMARK_KAFKA_BROKERS: broker.bootstrap } : {}) }),
  );
  const grpcAddress = `127.0.0.1:${gateway.settings.environment.TIDEMARK_GRPC_PORT}`;
  const clear = async (): Promise<void> => {
    await log.close();
    await issuer.stop();
    await broker?.stop();
    await postgres.stop();
  };
  const stop = async (): Promise<void> => {
    for (const one of all) await one.stop();
    await clear();
    await rm(folder, { recursive: true, force: true });
  };
  const abandon = async (): Promise<void> => {
    for (const one of all) one.abandon();
    // What failed may be the very thing that is to be closed.
    await Promise.race([clear(), sleep(ABANDON_MS_MAX, undefined, { ref: false })]);
  };
  return { kind, postgres, broker, issuer, log, gateway, grpcAddress, ledgers, facilities, others, folder, stop, abandon };
}

/** Kept over every restart of an app, so below the ports that outgoing connections are given: those may be taken while it is down. */
export async function steadyPorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

export const INTAKE_TOPICS = (providers: string[]): { name: string; partitions: number }[] =>
  providers.flatMap((provider) => [TOPICS.intake(provider), TOPICS.verdicts(provider)].map((name) => ({ name, partitions: 2 })));

/** Tokens of an hour; the storm is over before. */
export async function tokenOf(issuer: TestIssuer, who: { provider: string } | { role: 'operator' | 'oversight' }): Promise<string> {
  const scope = 'usage:write usage:read facility:write oversight:read';
  const exp = Math.floor(Date.now() / 1000) + 3_600;
  if ('role' in who) return issuer.token({ sub: who.role, scope, tidemark_role: who.role, exp });
  return issuer.token({
    sub: `${who.provider}-client`,
    scope: 'usage:write usage:read facility:write',
    tidemark_provider: who.provider,
    tidemark_role: 'provider',
    exp,
  });
}
