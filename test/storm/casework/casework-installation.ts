/** Casework and the customer registry, each its own process on one database and one log, to be killed again and again. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@tidemark/config';
import type { EventLog } from '@tidemark/messaging';
import { openEventLog } from '@tidemark/observability';
import { startTestIssuer, startTestPostgres, type TestIssuer } from '@tidemark/testing';
import pg from 'pg';
import { AppProcess } from '../harness/app-process.js';
import { type AppName, entryOf } from '../harness/compiled-apps.js';
import { steadyPorts } from '../harness/installation.js';
import { StormClient } from '../identity/registry-storm.js';

const SCOPES = 'cases:read cases:write requests:read requests:write customers:read customers:write';
const HOUR_S = 3_600;

export interface Speaker {
  sub: string;
  role: string;
  provider?: string;
}

export interface CaseworkInstallation {
  casework: AppProcess;
  registry: AppProcess;
  log: EventLog;
  /** One statement in the schema of an app, as whoever holds the database. */
  sql<Row extends object>(schema: string, statement: string): Promise<Row[]>;
  /** A client of an app that repeats every change under its key until it is answered. */
  client(app: AppProcess, who: Speaker): Promise<StormClient>;
  stop(): Promise<void>;
}

export async function startInstallation(compiled: string): Promise<CaseworkInstallation> {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-storm-casework-'));
  const postgres = await startTestPostgres({ durable: true });
  const issuer = await startTestIssuer();
  const ports = (await steadyPorts(4)) as [number, number, number, number];
  const common = {
    TIDEMARK_HOME: folder,
    TIDEMARK_DATABASE_URL: postgres.url,
    TIDEMARK_OIDC_ISSUER: issuer.issuer,
    TIDEMARK_LOG_LEVEL: 'warn',
    TIDEMARK_MASTER_KEYS: `storm:${randomBytes(32).toString('base64')}`,
    TIDEMARK_WEBHOOK_ALLOW_PRIVATE: 'true',
  };
  const start = (name: AppName, [port, grpcPort]: readonly [number, number]) => {
    const app = new AppProcess({
      name,
      entry: entryOf(compiled, name),
      environment: { ...common, TIDEMARK_PORT: String(port), TIDEMARK_GRPC_PORT: String(grpcPort) },
      url: `http://127.0.0.1:${port}`,
      logFile: join(folder, `${name}.log`),
    });
    app.start();
    return app;
  };
  const casework = start('casework', [ports[0], ports[1]]);
  const registry = start('customer-registry', [ports[2], ports[3]]);
  await Promise.all([casework.ready(), registry.ready()]);
  const log = await openEventLog(loadConfig({ TIDEMARK_DATABASE_URL: postgres.url }));
  return {
    casework,
    registry,
    log,
    sql: (schema, statement) => ask(postgres.url, schema, statement),
    client: async (app, who) => new StormClient(app.settings.url, await tokenOf(issuer, who), who.sub),
    stop: async () => {
      await Promise.all([casework.stop(), registry.stop()]);
      await log.close();
      await issuer.stop();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ask<Row extends object>(url: string, schema: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`set search_path = ${schema}`);
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

function tokenOf(issuer: TestIssuer, { sub, role, provider }: Speaker): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + HOUR_S;
  const person = role === 'provider' ? {} : { tidemark_person: sub };
  return issuer.token({ sub, exp, scope: SCOPES, tidemark_role: role, ...(provider ? { tidemark_provider: provider } : {}), ...person });
}
