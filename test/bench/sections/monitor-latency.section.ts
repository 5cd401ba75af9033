/** From handing a report to the door until its flag is heard on the stream, while the fleet sends 40,000 records a second through the same door. */
import { setTimeout as sleep } from 'node:timers/promises';
import { POSTED_PARTITIONS, TOPICS } from '@tidemark/messaging';
import { fillFacilities } from '../fleet/fill.js';
import { MINUTE_MS, PROVIDER, WORLD_FLEET } from '../fleet/fleet.js';
import { cpuSeconds, residentBytes } from '../machine/processes.js';
import { FlagWatcher } from '../monitor/flag-watcher.js';
import { messagesIn, monitorClient, type RunningApp, startApp, tellCustomers, untilFolded } from '../monitor/monitor-app.js';
import { PacedFleet, probeAccount, probeReport, registerProbes } from '../monitor/paced-reports.js';
import { identityFacts } from '../monitor/posted-world.js';
import { type ProbeStages, stagesOf } from '../monitor/probe-stages.js';
import { ledgerClient } from '../tidemark/ledger.js';
import type { Say } from './drain.section.js';
import type { Sizes } from './sizes.js';
import type { Stage } from './stage.js';

export interface FlagLatencyResult {
  p50: number;
  p99: number;
  most: number;
  probes: number;
  seconds: number;
  stages: ProbeStages;
  /** CPU seconds a second, by process. */
  cpu: Record<string, number>;
  /** Resident bytes of the process that monitors. */
  monitorBytes: number;
}

/** How the product is run: its apps each in a process, or all in one (npm start). */
export type Arrangement = 'apps' | 'standalone';

const REPORTS_PER_SECOND = 40_000 / WORLD_FLEET.nodes;
const PROBES_PER_SECOND = 20;
const WARM_UP_SECONDS = 8;
const PATIENCE_MS = 120_000;
const AGAIN_MS = 50;
const HOUR_MS = 3_600_000;

interface Running {
  door: string;
  monitor: RunningApp;
  processes: Record<string, number>;
  stop(): Promise<void>;
}

export async function measureFlagLatency(
  stage: Stage,
  arrangement: Arrangement,
  { pacedSeconds }: Sizes,
  say: Say,
): Promise<FlagLatencyResult> {
  await fillWorld(stage);
  say(`starting ${arrangement === 'apps' ? 'door, ledger and monitor' : 'everything in one process'}`);
  const running = await (arrangement === 'apps' ? startApps(stage) : startStandalone(stage));
  try {
    await untilTaught(stage, running);
    return await pace(stage, running, pacedSeconds, say);
  } finally {
    await running.stop();
  }
}

async function fillWorld({ log }: Stage): Promise<void> {
  await log.ensureTopics([
    { name: TOPICS.posted, partitions: POSTED_PARTITIONS },
    { name: TOPICS.customer, partitions: 1 },
  ]);
  await fillFacilities(log, WORLD_FLEET);
  await registerProbes(log);
  await tellCustomers(log, identityFacts(WORLD_FLEET.accounts), 1);
}

async function startApps({ settings, database, broker }: Stage): Promise<Running> {
  const [door, ledger, monitor] = [
    await startApp('ingest-gateway', settings),
    await startApp('usage-ledger', settings),
    await startApp('threshold-monitor', settings),
  ];
  const parts = { door: door.program.pid, ledger: ledger.program.pid, monitor: monitor.program.pid, postgres: database.pid };
  return {
    door: door.url,
    monitor,
    processes: { ...parts, ...(broker && { broker: broker.pid }) },
    stop: async () => {
      await Promise.all([door, ledger, monitor].map(({ program }) => program.stop()));
    },
  };
}

async function startStandalone({ settings, database, broker }: Stage): Promise<Running> {
  const all = await startApp('standalone', settings);
  const processes = { app: all.program.pid, postgres: database.pid, ...(broker && { broker: broker.pid }) };
  return { door: all.url, monitor: all, processes, stop: () => all.program.stop() };
}

async function untilTaught({ log, settings }: Stage, { monitor }: Running): Promise<void> {
  const clients = [await monitorClient(settings.databaseUrl), await ledgerClient(settings.databaseUrl)];
  try {
    for (const client of clients) await untilFolded(client, monitor, await messagesIn(log, TOPICS.facility), TOPICS.facility);
    await untilFolded(clients[0]!, monitor, await messagesIn(log, TOPICS.customer), TOPICS.customer);
  } finally {
    for (const client of clients) await client.end();
  }
}

async function pace(stage: Stage, running: Running, seconds: number, say: Say): Promise<FlagLatencyResult> {
  const { issuer } = stage;
  const exp = Math.floor(Date.now() / 1000) + 7_200;
  const token = await issuer.token({ sub: 'bench', scope: 'usage:write', tidemark_provider: PROVIDER, tidemark_role: 'provider', exp });
  const watching = await issuer.token({ sub: 'watch', scope: 'oversight:read', tidemark_role: 'oversight', exp });
  const watcher = await FlagWatcher.open(running.monitor.url, watching);
  const total = WARM_UP_SECONDS + seconds;
  const firstMinuteMs = Date.now() - Math.ceil((total * REPORTS_PER_SECOND) / WORLD_FLEET.meters + 5) * MINUTE_MS;
  const fleet = new PacedFleet(firstMinuteMs);
  const lastHour = Math.floor(Date.now() / HOUR_MS) - 24;
  const sent = new Map<string, number>();
  const send = (body: Uint8Array): Promise<void> => post(running.door, token, body);
  const probe = async (n: number): Promise<void> => {
    const body = probeReport(n, lastHour);
    sent.set(probeAccount(n), performance.now());
    await send(body);
  };
  say(`sending 40,000 records a second for ${total} s, and ${PROBES_PER_SECOND} probes`);
  const before = { cpu: new Map<string, number>() };
  const beginCounting = sleep(WARM_UP_SECONDS * 1000).then(() => {
    for (const [name, pid] of Object.entries(running.processes)) before.cpu.set(name, cpuSeconds(pid));
  });
  await Promise.race([
    Promise.all([
      beginCounting,
      regularly(REPORTS_PER_SECOND, total, (n) => send(fleet.report(n))),
      regularly(PROBES_PER_SECOND, total, probe),
    ]),
    running.monitor.program.ended,
  ]);
  const cpu = Object.fromEntries(
    Object.entries(running.processes).map(([name, pid]) => [name, (cpuSeconds(pid) - before.cpu.get(name)!) / seconds]),
  );
  await untilHeard(watcher, sent);
  watcher.close();
  const counted = [...sent].slice(WARM_UP_SECONDS * PROBES_PER_SECOND);
  const latencies = counted.map(([account, atMs]) => watcher.firstOf.get(account)! - atMs).sort((a, b) => a - b);
  return {
    p50: latencies[Math.floor(latencies.length * 0.5)]!,
    p99: latencies[Math.floor(latencies.length * 0.99)]!,
    most: latencies.at(-1)!,
    probes: latencies.length,
    seconds,
    stages: await stagesIn(stage, watcher, counted),
    cpu,
    monitorBytes: residentBytes(running.monitor.program.pid),
  };
}

async function stagesIn({ settings }: Stage, watcher: FlagWatcher, sent: readonly (readonly [string, number])[]): Promise<ProbeStages> {
  const client = await monitorClient(settings.databaseUrl);
  const since1970 = (atMs: number): number => performance.timeOrigin + atMs;
  try {
    const times = sent.map(
      ([account, atMs]) => [account, { sentMs: since1970(atMs), heardMs: since1970(watcher.firstOf.get(account)!) }] as const,
    );
    return await stagesOf(client, new Map(times));
  } finally {
    await client.end();
  }
}

/** Each when it is due, whether or not the one before was answered. */
async function regularly(perSecond: number, seconds: number, work: (n: number) => Promise<void>): Promise<void> {
  const startedMs = performance.now();
  const running: Promise<void>[] = [];
  for (let n = 0; n < seconds * perSecond; n += 1) {
    const dueInMs = startedMs + (n * 1000) / perSecond - performance.now();
    if (dueInMs > 0) await sleep(dueInMs);
    running.push(work(n));
  }
  await Promise.all(running);
}

/** What the door has no room for is sent again, as a client does: its time counts. */
async function post(url: string, token: string, body: Uint8Array): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-protobuf' };
  for (;;) {
    const answer = await fetch(`${url}/v1/reports`, { method: 'POST', headers, body: body as NonNullable<RequestInit['body']> });
    const text = await answer.text();
    if (answer.status === 202) return;
    if (answer.status !== 429) throw new Error(`the door answered ${answer.status}: ${text.slice(0, 300)}`);
    await sleep(AGAIN_MS);
  }
}

async function untilHeard(watcher: FlagWatcher, sent: ReadonlyMap<string, number>): Promise<void> {
  const isMissing = (): boolean => [...sent.keys()].some((account) => !watcher.firstOf.has(account));
  for (const until = Date.now() + PATIENCE_MS; isMissing(); await sleep(50)) {
    if (Date.now() < until) continue;
    const missing = [...sent.keys()].filter((account) => !watcher.firstOf.has(account));
    throw new Error(`${missing.length} of ${sent.size} probes were not flagged, among them ${missing[0]}`);
  }
}
