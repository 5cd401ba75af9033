/** What the monitor holds in memory with a million pairs of account and compute cluster: while folding them, and after starting on them. */
import { encodePostedBatch, type PostedRow } from '@tidemark/contracts';
import { type OutgoingMessage, POSTED_PARTITIONS, TOPICS } from '@tidemark/messaging';
import { PROVIDER, WORLD_FLEET } from '../fleet/fleet.js';
import { residentBytes } from '../machine/processes.js';
import { messagesIn, teachMonitor, untilFolded, withMonitor } from '../monitor/monitor-app.js';
import { type CustomerFact, customerOf, customerStanding, linked } from '../monitor/posted-world.js';
import type { Say } from './drain.section.js';
import type { Sizes } from './sizes.js';
import type { Stage } from './stage.js';

export interface PairsResult {
  pairs: number;
  accounts: number;
  linked: number;
  /** Resident bytes: of a monitor with nothing, at most while folding, after a start on all of it. */
  emptyBytes: number;
  foldingBytes: number;
  startedBytes: number;
  /** From starting the process until it is ready, ms; with nothing, and on all of it. */
  emptyStartMs: number;
  startMs: number;
  foldedPerSecond: number;
}

const CLUSTERS_OF_ACCOUNT = 2;
const CLUSTERS = 1_000;
const ROWS = 5_000;
/** Of the accounts, one in so many is linked; each customer has ten. */
const LINKED_EVERY = 10;
const CUSTOMER_ACCOUNTS = 10;
const HOUR_MS = 3_600_000;

export async function measurePairs({ log, settings }: Stage, { pairs }: Sizes, say: Say): Promise<PairsResult> {
  const accounts = pairs / CLUSTERS_OF_ACCOUNT;
  await log.ensureTopics([{ name: TOPICS.posted, partitions: POSTED_PARTITIONS }]);
  say('a monitor with nothing');
  await teachMonitor(log, settings, WORLD_FLEET, []);
  const empty = await measureStart(settings);
  const facts = linksOf(accounts);
  say(`filling ${pairs} pairs of ${accounts} accounts, and ${facts.length} facts about customers`);
  await teachMonitor(log, settings, WORLD_FLEET, facts);
  const messages = await fillPairs(log, accounts);
  say('folding them');
  let foldingBytes = 0;
  const startedMs = performance.now();
  await withMonitor(settings, async (client, app) => {
    const sampling = setInterval(() => (foldingBytes = Math.max(foldingBytes, residentBytes(app.program.pid))), 200);
    await untilFolded(client, app, messages, TOPICS.posted).finally(() => clearInterval(sampling));
  });
  const foldedPerSecond = (pairs * 1000) / (performance.now() - startedMs);
  say('starting on them');
  const full = await measureStart(settings);
  return {
    ...{ pairs, accounts, linked: Math.ceil(accounts / LINKED_EVERY), foldingBytes, foldedPerSecond },
    ...{ emptyBytes: empty.bytes, emptyStartMs: empty.ms, startedBytes: full.bytes, startMs: full.ms },
  };
}

async function measureStart(settings: Stage['settings']): Promise<{ ms: number; bytes: number }> {
  const startedMs = performance.now();
  return withMonitor(settings, async (_, app) => ({ ms: performance.now() - startedMs, bytes: residentBytes(app.program.pid) }));
}

const accountOfPair = (account: number): string => `tenant-${account}`;

function linksOf(accounts: number): CustomerFact[] {
  const facts: CustomerFact[] = [];
  for (let i = 0; i < accounts; i += LINKED_EVERY) {
    const customer = customerOf(Math.floor(i / LINKED_EVERY / CUSTOMER_ACCOUNTS));
    if ((i / LINKED_EVERY) % CUSTOMER_ACCOUNTS === 0) facts.push(customerStanding(customer));
    facts.push(linked(accountOfPair(i), customer));
  }
  return facts;
}

/** One hour of each pair. Answers how many messages hold them. */
async function fillPairs(log: Stage['log'], accounts: number): Promise<number> {
  const hour = Math.floor(Date.now() / HOUR_MS) - 2;
  let position = 0;
  for (let from = 0; from < accounts; from += ROWS) {
    const messages: OutgoingMessage[] = [];
    for (let turn = 0; turn < CLUSTERS_OF_ACCOUNT; turn += 1) {
      position += 1;
      const value = batchOf(position, hour, from, turn);
      messages.push({ key: 'pairs', value, partition: position % POSTED_PARTITIONS });
    }
    await log.append(TOPICS.posted, messages);
  }
  return messagesIn(log, TOPICS.posted);
}

function batchOf(ledgerPosition: number, hour: number, from: number, turn: number): Buffer {
  const names = ['', PROVIDER, 'Bench Hopper'];
  const rows = Array.from({ length: ROWS }, (_, i): PostedRow => {
    const account = names.push(accountOfPair(from + i)) - 1;
    const cluster = names.push(`site-${(from + i + turn * 7) % CLUSTERS}`) - 1;
    const amounts = { acceleratorMs: 3_600_000, lower: 500_000, expected: 1_000_000, upper: 2_000_000 };
    return { provider: 1, account, cluster, accelerator: 2, hour, ...amounts, basis: 5 };
  });
  return encodePostedBatch({
    ...{ ledgerPosition, part: 0, knownAtMs: Date.now(), policyVersion: 1, catalogueVersion: 1 },
    ...{ names, rows, shares: [], basisShares: [] },
  });
}
