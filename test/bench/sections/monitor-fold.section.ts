/** Postings folded per second: the monitor alone, from a filled usage.posted.v1, compared with what was posted to the digit. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingMessage } from '@tidemark/messaging';
import { POSTED_PARTITIONS, TOPICS } from '@tidemark/messaging';
import { differenceOf, type TotalsRow } from '../fleet/expected-totals.js';
import { WORLD_FLEET } from '../fleet/fleet.js';
import { cpuSeconds } from '../machine/processes.js';
import { drainRate, type Sample } from '../machine/progress.js';
import { messagesIn, monitorClient, startApp, teachMonitor } from '../monitor/monitor-app.js';
import { identityFacts, postedMessages } from '../monitor/posted-world.js';
import type { CpuByPart } from '../tidemark/drain.js';
import { ledgerTotals, messagesTaken } from '../tidemark/ledger.js';
import type { Say } from './drain.section.js';
import type { Sizes } from './sizes.js';
import type { Stage } from './stage.js';

export interface FoldResult {
  /** Reports in one commit of the ledger: what a message holds hangs on it. */
  reportsPerCommit: number;
  postings: number;
  messages: number;
  postingsPerSecond: number;
  messagesPerSecond: number;
  cpu: CpuByPart;
  flags: number;
}

/** As at 40,000 records a second, and as after a backlog. */
export const COMMITS = [1, 50] as const;
const HOUR_MS = 3_600_000;
const APPEND = 400;

export async function teachWorld({ log, settings }: Stage, say: Say): Promise<void> {
  say('teaching the monitor the fleet and its customers');
  await log.ensureTopics([{ name: TOPICS.posted, partitions: POSTED_PARTITIONS }]);
  await teachMonitor(log, settings, WORLD_FLEET, identityFacts(WORLD_FLEET.accounts));
}

export async function measureFold(stage: Stage, { foldReports }: Sizes, say: Say): Promise<FoldResult[]> {
  await teachWorld(stage, say);
  const expected = new Map<string, TotalsRow>();
  const firstMinuteMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 12 * HOUR_MS;
  const results: FoldResult[] = [];
  const next = { report: 0, position: 1 };
  for (const reportsPerCommit of COMMITS) {
    const reports = foldReports * (reportsPerCommit === 1 ? 1 : 4);
    say(`filling the postings of ${reports} reports, ${reportsPerCommit} a commit`);
    const filled = await fillPosted(stage, { next, reports, reportsPerCommit, firstMinuteMs }, expected);
    say(`folding ${filled.rows} postings in ${filled.messages} messages`);
    results.push({ reportsPerCommit, ...(await drain(stage, filled)) });
    await requireEqual(stage, expected);
  }
  return results;
}

interface Filling {
  next: { report: number; position: number };
  reports: number;
  reportsPerCommit: number;
  firstMinuteMs: number;
}

async function fillPosted({ log }: Stage, { next, reports, reportsPerCommit, firstMinuteMs }: Filling, expected: Map<string, TotalsRow>) {
  let [rows, messages] = [0, 0];
  let waiting: OutgoingMessage[] = [];
  for (let done = 0; done < reports; done += reportsPerCommit) {
    const minutes = Array.from({ length: reportsPerCommit }, () => minuteOf(next.report++));
    for (const message of postedMessages(WORLD_FLEET, { position: next.position++, minutes, firstMinuteMs }, expected)) {
      rows += message.rows;
      messages += 1;
      waiting.push({ key: `part-${message.partition}`, value: message.value, partition: message.partition });
    }
    if (waiting.length < APPEND) continue;
    await log.append(TOPICS.posted, waiting);
    waiting = [];
  }
  await log.append(TOPICS.posted, waiting);
  return { rows, messages };
}

/** Minute by minute over all meters, as a real fleet reports. */
const minuteOf = (report: number): { meter: number; minute: number } => ({
  meter: report % WORLD_FLEET.meters,
  minute: Math.floor(report / WORLD_FLEET.meters),
});

async function drain(stage: Stage, { rows, messages }: { rows: number; messages: number }): Promise<Omit<FoldResult, 'reportsPerCommit'>> {
  const { settings, log } = stage;
  const client = await monitorClient(settings.databaseUrl);
  const whole = await messagesIn(log, TOPICS.posted);
  const before = { postgres: cpuSeconds(stage.database.pid), broker: brokerSeconds(stage) };
  const app = await startApp('threshold-monitor', settings);
  try {
    const samples: Sample[] = [];
    const watch = async (): Promise<void> => {
      for (let last = whole - messages; last < whole; await sleep(20)) {
        const now = await messagesTaken(client, TOPICS.posted);
        if (now !== last) samples.push({ atMs: Date.now(), messages: now - (whole - messages) });
        last = now;
      }
    };
    await Promise.race([watch(), app.program.ended]);
    const { recordsPerSecond: messagesPerSecond } = drainRate(samples, 1);
    const cpu = {
      app: cpuSeconds(app.program.pid),
      postgres: cpuSeconds(stage.database.pid) - before.postgres,
      broker: brokerSeconds(stage) - before.broker,
    };
    const { rows: counted } = await client.query<{ flags: string }>('select count(*) as flags from flag');
    const flags = Number(counted[0]!.flags);
    return { postings: rows, messages, messagesPerSecond, postingsPerSecond: (messagesPerSecond * rows) / messages, cpu, flags };
  } finally {
    await client.end();
    await app.program.stop();
  }
}

const brokerSeconds = ({ broker }: Stage): number => (broker ? cpuSeconds(broker.pid) : 0);

/** A rate of a wrong result is no rate. */
async function requireEqual({ settings }: Stage, expected: ReadonlyMap<string, TotalsRow>): Promise<void> {
  const client = await monitorClient(settings.databaseUrl);
  try {
    const difference = differenceOf(expected, await ledgerTotals(client));
    if (difference) throw new Error(`the monitor folded wrongly: ${difference}`);
  } finally {
    await client.end();
  }
}
