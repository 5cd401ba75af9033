import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../sample/api-client.js';
import { nextSequence } from '../sample/report-numbers.js';
import { LATE_LINK, RUN_PARTS, RUN_TO_NUMBER_MS, type RunPart } from './frontier-run.data.js';
import { customerOf, linkLate } from './late-link.js';
import { registerRun } from './run-facilities.js';
import { runReport } from './run-report.js';
import { RUN_SLOTS } from './run-slots.js';

export interface RunHands {
  /** The client of a provider. */
  clientOf(provider: string): ApiClient;
  /** Breaks off wherever it is; the next start goes on from there. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const DAY_MS = 86_400_000;
/** Days between two words about how far it is. */
const TOLD_EVERY = 10;
/** Of usage time: 70 of them in the first half of the minute before the number is passed. */
const DAY_PACE_MS = 350;
/** So long after the number was passed somebody finds out whose the last account is. */
const LINKED_AFTER_MS = 10_000;
/** How long the ledger may take to show what stood in the log when an earlier process was killed. */
const CATCH_UP_MS = 3_000;
/** How long the totals over accounts may take to hold what was sent. */
const FOLDED_WITHIN_MS = 60_000;
/** A clock may be set, and a timer knows nothing of it. */
const LONGEST_SLEEP_MS = 30_000;

interface Sender {
  readonly part: RunPart;
  readonly client: ApiClient;
  /** Whose the account is from the beginning; undefined: nobody's. */
  readonly customer: string | undefined;
  /** The first number that the ledger does not know. */
  readonly next: number;
}

/**
 * Lets the run stream in: the past day by day, then as it happens, to its end. Through the public door alone, and to be broken off at any time:
 * each report keeps its number, and what the ledger has already is not sent again.
 */
export async function streamRun({ clientOf, signal, say }: RunHands): Promise<void> {
  const { startMs, isNew } = await registerRun(clientOf, Date.now());
  if (!isNew) await sleep(CATCH_UP_MS, undefined, { signal });
  if (isNew) say(ANNOUNCEMENT);
  const senders = await Promise.all(RUN_PARTS.map((part) => senderOf(part, clientOf(part.provider))));
  for (const [index, slot] of RUN_SLOTS.entries()) {
    await sleepUntil(startMs + slot.toMs, signal);
    const isFresh = await send(senders, index + 1, startMs);
    if (isFresh && (index + 1) % TOLD_EVERY === 0 && slot.pace === 'DAY') say(progressLine(slot.toMs));
    if (isFresh && slot.pace === 'DAY') await sleep(DAY_PACE_MS, undefined, { signal });
    if (isFresh && slot === LAST_DAY) await untilFolded(senders, slot.toMs, signal);
    if (slot === LINKING && (await linkLate(clientOf(LATE_LINK.provider), startMs))) say(LINKED);
  }
}

/** Of its first two accounts, which use alike from first to last. */
function progressLine(toMs: number): string {
  const flop = ((toMs / RUN_TO_NUMBER_MS) * 10).toFixed(1);
  return `The simulated run is at the end of its day ${Math.round(toMs / DAY_MS)}: ${flop}e24 FLOP by the best estimate.`;
}

const ANNOUNCEMENT =
  'A simulated frontier run streams in: three accounts at two providers, two companies, one controller; docs/guide/frontier-run.md tells it.';
const LINKED = `The simulated account ${LATE_LINK.account} was linked to its company just now, from the first day of the run on.`;

const LAST_DAY = RUN_SLOTS.findLast(({ pace }) => pace === 'DAY');
const LINKING = RUN_SLOTS.find(({ toMs }) => toMs >= RUN_TO_NUMBER_MS + LINKED_AFTER_MS);

async function senderOf(part: RunPart, client: ApiClient): Promise<Sender> {
  const customer = part.customer === undefined ? undefined : (await customerOf(client, part.customer)).id;
  return { part, client, customer, next: await nextSequence(client, part.source, 1) };
}

/** Whether there was anything to send. */
async function send(senders: readonly Sender[], sequence: number, startMs: number): Promise<boolean> {
  const sending = senders.filter(({ next }) => sequence >= next);
  await Promise.all(sending.map(({ part, client }) => client.post('/v1/reports', JSON.stringify(runReport(part, sequence, startMs)))));
  return sending.length > 0;
}

/** Time does not wait for a slow machine, but a total that is passed before anybody looked at the days before it was never foreseen. */
async function untilFolded(senders: readonly Sender[], toMs: number, signal: AbortSignal): Promise<void> {
  for (const { part, client, customer } of senders) {
    if (customer === undefined) continue;
    const all = BigInt(part.accelerators) * BigInt(toMs);
    for (const end = Date.now() + FOLDED_WITHIN_MS; ; await sleep(100, undefined, { signal })) {
      const { acceleratorMs } = await client.send<{ acceleratorMs: string }>('GET', `/v1/totals?scope=customer&id=${customer}`);
      if (BigInt(acceleratorMs) >= all) break;
      if (Date.now() > end)
        throw new Error(`The use of ${part.account} is not in the totals of its customer after ${FOLDED_WITHIN_MS / 1000} s`);
    }
  }
}

async function sleepUntil(atMs: number, signal: AbortSignal): Promise<void> {
  for (let leftMs = atMs - Date.now(); leftMs > 0; leftMs = atMs - Date.now())
    await sleep(Math.min(leftMs, LONGEST_SLEEP_MS), undefined, { signal });
}
