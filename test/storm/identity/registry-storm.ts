/** A registry that is killed again and again while people and machines work with it, and clients who try again as good clients do. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '@tidemark/config';
import type { EventLog } from '@tidemark/messaging';
import { openEventLog } from '@tidemark/observability';
import { startTestIssuer, startTestPostgres, type TestIssuer, type TestPostgres } from '@tidemark/testing';
import pg from 'pg';
import { AppProcess } from '../harness/app-process.js';
import { entryOf } from '../harness/compiled-apps.js';
import { steadyPorts } from '../harness/installation.js';
import { NotRetryable, untilDone } from '../harness/patience.js';
import type { Random } from '../workload/random.js';

export interface RegistryInstallation {
  registry: AppProcess;
  postgres: TestPostgres;
  log: EventLog;
  /** One statement in the registry's own schema. */
  sql<Row extends object>(statement: string): Promise<Row[]>;
  /** A client that repeats every change under its key until it is answered. */
  client(who: Speaker): Promise<StormClient>;
  stop(): Promise<void>;
}

export interface Speaker {
  sub: string;
  role: string;
  provider?: string;
}

const SCOPES = 'customers:read customers:write identity:read lists:write oversight:read rules:write usage:read';

export async function startRegistry(compiled: string): Promise<RegistryInstallation> {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-storm-identity-'));
  const postgres = await startTestPostgres({ durable: true });
  const issuer = await startTestIssuer();
  const [port, grpcPort] = (await steadyPorts(2)) as [number, number];
  const registry = new AppProcess({
    name: 'customer-registry',
    entry: entryOf(compiled, 'customer-registry'),
    environment: {
      TIDEMARK_HOME: folder,
      TIDEMARK_DATABASE_URL: postgres.url,
      TIDEMARK_OIDC_ISSUER: issuer.issuer,
      TIDEMARK_LOG_LEVEL: 'warn',
      TIDEMARK_MASTER_KEYS: `storm:${randomBytes(32).toString('base64')}`,
      TIDEMARK_PORT: String(port),
      TIDEMARK_GRPC_PORT: String(grpcPort),
    },
    url: `http://127.0.0.1:${port}`,
    logFile: join(folder, 'customer-registry.log'),
  });
  registry.start();
  await registry.ready();
  const log = await openEventLog(loadConfig({ TIDEMARK_DATABASE_URL: postgres.url }));
  return {
    registry,
    postgres,
    log,
    sql: (statement) => ask(postgres.url, statement),
    client: async (who) => new StormClient(registry.settings.url, await speakerToken(issuer, who), who.sub),
    stop: async () => {
      await registry.stop();
      await log.close();
      await issuer.stop();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ask<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set search_path = customer_registry');
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Of a person where the role is one of people. */
export function speakerToken(issuer: TestIssuer, { sub, role, provider }: Speaker): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 3_600;
  const person = ['provider', 'operator', 'oversight'].includes(role) ? {} : { tidemark_person: sub };
  return issuer.token({ sub, exp, scope: SCOPES, tidemark_role: role, ...(provider ? { tidemark_provider: provider } : {}), ...person });
}

export interface Sent {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  body: any;
}

export class StormClient {
  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly name: string,
  ) {}

  /** Repeats under one key until an answer comes that is the registry's own: what was cut off may or may not have happened. */
  change(key: string, method: string, path: string, body?: unknown, type = 'application/json', version?: number): Promise<Sent> {
    return untilDone(`${method} ${path} (${key})`, () => this.once(method, path, { key: `${this.name}/${key}`, body, type, version }));
  }

  async read<Body>(path: string): Promise<Body> {
    const { status, body } = await untilDone(`GET ${path}`, () => this.once('GET', path, {}));
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body as Body;
  }

  /** Every item of a list, page by page. */
  async all<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    for (let cursor: string | undefined; ; ) {
      const at = `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor === undefined ? '' : `&cursor=${cursor}`}`;
      const page = await this.read<{ items: Item[]; next?: string }>(at);
      items.push(...page.items);
      if (page.next === undefined) return items;
      cursor = page.next;
    }
  }

  /** One attempt; throws where the answer is not the app's own word. */
  async once(
    method: string,
    path: string,
    { key, body, type, version }: { key?: string; body?: unknown; type?: string; version?: number | undefined },
  ): Promise<Sent> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': type ?? 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await answer.text();
    if (answer.status >= 500) throw new Error(`${answer.status} ${text.slice(0, 200)}`);
    if (answer.status === 401) throw new NotRetryable(text);
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  }
}

/** SIGKILL at random moments, `kills` times or until `isOver`; in between there is time for something to get done. */
export async function killAtRandom(registry: AppProcess, random: Random, kills: number, isOver: () => boolean): Promise<void> {
  for (let kill = 0; kill < kills && !isOver(); kill++) {
    await registry.ready();
    // Sometimes soon after it is ready, when everybody tries again at once; sometimes later, when tasks are under way.
    await sleep(random.chance(0.4) ? random.int(20, 300) : random.int(500, 4_000));
    if (!isOver()) registry.kill();
  }
}
