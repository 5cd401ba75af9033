/** Tidemark's ledger as it runs in production, one process, and what it has counted. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TOPICS } from '@tidemark/messaging';
import pg from 'pg';
import type { TotalsRow } from '../fleet/expected-totals.js';
import { type Program, runNode } from '../machine/child.js';
import { freePort } from '../machine/free-port.js';

export interface LedgerSettings {
  databaseUrl: string;
  /** Absent: the log is in PostgreSQL. */
  bootstrap?: string;
  issuer: string;
  home: string;
}

export interface RunningLedger {
  program: Program;
  url: string;
}

/** Compiled entry points stand beside the compiled benchmark. */
export function entryOf(app: string): string {
  const entry = join(import.meta.dirname, '..', '..', '..', 'apps', app, 'src', 'main.js');
  if (!existsSync(entry)) throw new Error(`${entry} is missing: the benchmark runs compiled, by npm run bench`);
  return entry;
}

export const environmentOf = ({ databaseUrl, bootstrap, issuer, home }: LedgerSettings): Record<string, string> => ({
  TIDEMARK_HOME: home,
  TIDEMARK_DATABASE_URL: databaseUrl,
  TIDEMARK_OIDC_ISSUER: issuer,
  TIDEMARK_LOG_LEVEL: 'warn',
  NODE_ENV: 'production',
  ...(bootstrap ? { TIDEMARK_KAFKA_BROKERS: bootstrap } : {}),
});

export async function startLedger(settings: LedgerSettings): Promise<RunningLedger> {
  const [port, grpcPort] = [await freePort(), await freePort()];
  const environment = { ...environmentOf(settings), TIDEMARK_PORT: String(port), TIDEMARK_GRPC_PORT: String(grpcPort) };
  return { program: runNode(entryOf('usage-ledger'), environment), url: `http://127.0.0.1:${port}` };
}

/** A connection to the ledger's schema, as administrator. */
export async function ledgerClient(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c search_path=usage_ledger' });
  await client.connect();
  return client;
}

/** Messages of the reports topic whose effect is committed; 0 before the ledger has made its tables. */
export async function messagesTaken(client: pg.Client, topic: string = TOPICS.reports): Promise<number> {
  const { rows } = await client
    .query<{ taken: string }>('select coalesce(sum(next_offset), 0) as taken from input_position where topic = $1', [topic])
    .catch((error: { code?: string }) => {
      if (error.code === '42P01' || error.code === '3F000') return { rows: [{ taken: '0' }] };
      throw error;
    });
  return Number(rows[0]!.taken);
}

/** Until the ledger has taken `messages` of the topic, or ended by itself. */
export async function untilTaken(client: pg.Client, ledger: RunningLedger, messages: number, topic?: string, everyMs = 50): Promise<void> {
  const wait = async (): Promise<void> => {
    while ((await messagesTaken(client, topic)) < messages) await sleep(everyMs);
  };
  await Promise.race([wait(), ledger.program.ended]);
}

export async function ledgerTotals(client: pg.Client): Promise<Map<string, TotalsRow>> {
  const { rows } = await client.query({
    text: `select concat_ws('|', p.name, a.name, c.name, m.model, t.hour), t.accelerator_ms, t.lower, t.expected, t.upper
           from hour_total t join provider p on p.id = t.provider_id join account a on a.id = t.account_id
           join compute_cluster c on c.id = t.cluster_id join accelerator m on m.id = t.accelerator_id`,
    rowMode: 'array',
  });
  return new Map((rows as string[][]).map(([key, ...amounts]) => [key!, amounts.map(Number) as TotalsRow]));
}
