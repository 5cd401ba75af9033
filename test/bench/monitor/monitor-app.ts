/** Tidemark's threshold monitor as it runs in production, one process, and what it has folded. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog } from '@tidemark/messaging';
import { TOPICS } from '@tidemark/messaging';
import pg from 'pg';
import { fillFacilities } from '../fleet/fill.js';
import type { FleetPlan } from '../fleet/fleet.js';
import { type Program, runNode } from '../machine/child.js';
import { freePort } from '../machine/free-port.js';
import { entryOf, environmentOf, type LedgerSettings, messagesTaken } from '../tidemark/ledger.js';
import { untilReady } from '../tidemark/ready.js';
import { type CustomerFact, customerEvent } from './posted-world.js';

export interface RunningApp {
  program: Program;
  url: string;
}

/** Ready when it resolves. */
export async function startApp(app: string, settings: LedgerSettings): Promise<RunningApp> {
  const [port, grpcPort] = [await freePort(), await freePort()];
  const environment = { ...environmentOf(settings), TIDEMARK_PORT: String(port), TIDEMARK_GRPC_PORT: String(grpcPort) };
  const program = runNode(entryOf(app), environment);
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([untilReady(url), program.ended]);
  return { program, url };
}

/** A connection to the monitor's schema, as administrator. */
export async function monitorClient(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c search_path=threshold_monitor' });
  await client.connect();
  return client;
}

/** Puts facts about hardware and people into the log and lets the monitor take them. */
export async function teachMonitor(
  log: EventLog,
  settings: LedgerSettings,
  plan: FleetPlan,
  facts: readonly CustomerFact[],
): Promise<void> {
  await log.ensureTopics([{ name: TOPICS.customer, partitions: 1 }]);
  await fillFacilities(log, plan);
  await tellCustomers(log, facts, 1);
  await withMonitor(settings, async (client, app) => {
    await untilFolded(client, app, await messagesIn(log, TOPICS.facility), TOPICS.facility);
    await untilFolded(client, app, await messagesIn(log, TOPICS.customer), TOPICS.customer);
  });
}

const FACTS_AT_A_TIME = 500;

export async function tellCustomers(log: EventLog, facts: readonly CustomerFact[], firstSequence: number): Promise<void> {
  for (let i = 0; i < facts.length; i += FACTS_AT_A_TIME)
    await log.append(
      TOPICS.customer,
      facts
        .slice(i, i + FACTS_AT_A_TIME)
        .map((fact, at) => ({ key: 'facts', value: customerEvent(firstSequence + i + at, fact), partition: 0 })),
    );
}

export async function withMonitor<Result>(
  settings: LedgerSettings,
  work: (client: pg.Client, app: RunningApp) => Promise<Result>,
): Promise<Result> {
  const client = await monitorClient(settings.databaseUrl);
  const app = await startApp('threshold-monitor', settings);
  try {
    return await work(client, app);
  } finally {
    await client.end();
    await app.program.stop();
  }
}

export const messagesIn = async (log: EventLog, topic: string): Promise<number> =>
  (await log.endOffsets(topic)).reduce((sum, { end }) => sum + Number(end), 0);

/** Until the monitor has taken so many messages of the topic, or ended by itself. */
export async function untilFolded(client: pg.Client, app: RunningApp, messages: number, topic: string): Promise<void> {
  const wait = async (): Promise<void> => {
    while ((await messagesTaken(client, topic)) < messages) await sleep(50);
  };
  await Promise.race([wait(), app.program.ended]);
}
