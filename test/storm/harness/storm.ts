/** One storm from beginning to end on one kind of log; answers everything that is wrong afterwards. */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { TOPICS } from '@tidemark/messaging';
import pg from 'pg';
import { deriveTruth } from '../../truth/derive-truth.js';
import type { Truth } from '../../truth/truth.model.js';
import { Random } from '../workload/random.js';
import { type Delivery, makeWorkload } from '../workload/workload.js';
import { stormWorld } from '../workload/world.js';
import { type ChaosPlan, type ChaosReport, wreakHavoc } from './chaos.js';
import { checkLedger, differences } from './check-ledger.js';
import { checkReceipts } from './check-receipts.js';
import { type CatalogueEntry, FacilityClient } from './facility-client.js';
import { INTAKE_TOPICS, type Installation, type LogKind, startInstallation, tokenOf } from './installation.js';
import { orderedFacts } from './ledger-order.js';
import { LedgerClient, readTotals } from './ledger-state.js';
import { readReports } from './log-reader.js';
import { untilDone } from './patience.js';
import { type Sent, sendAll } from './sender.js';

export interface StormPlan {
  seed: number;
  reports: number;
  recordsPerReport: number;
  durationMs: number;
  chaos: ChaosPlan;
}

export interface StormOutcome {
  /** Everything that is not as it must be, in words. */
  faults: string[];
  chaos: ChaosReport;
  deliveries: number;
  retries: number;
  /** Apps that ended without being told to, by name. */
  ownEnds: Record<string, string[]>;
  records: number;
}

const PROVIDERS = ['north', 'south'];
const SETTLED_MS_MAX = 90_000;
const STANDSTILL_MS_MAX = 40_000;

/** STORM_TALK=1 tells on standard error what goes on. */
export const say = (text: string): void =>
  void (process.env.STORM_TALK && process.stderr.write(`${new Date().toISOString().slice(11, 23)} ${text}\n`));

export async function storm(kind: LogKind, compiled: string, plan: StormPlan): Promise<StormOutcome> {
  const installation = await startInstallation(kind, compiled);
  try {
    const outcome = await rage(installation, compiled, plan);
    await installation.stop();
    return outcome;
  } catch (error) {
    const words = await lastWords(installation);
    await installation.abandon();
    throw new Error(`${String(error)}\n${words}\nlogs in ${installation.folder}`, { cause: error });
  }
}

async function rage(installation: Installation, compiled: string, plan: StormPlan): Promise<StormOutcome> {
  const tokens = new Map(
    await Promise.all(PROVIDERS.map(async (provider) => [provider, await tokenOf(installation.issuer, { provider })] as const)),
  );
  const operator = await tokenOf(installation.issuer, { role: 'operator' });
  const facilities = new FacilityClient(installation.facilities.settings.url, tokens, operator);
  const catalogue = await facilities.catalogue();
  const world = stormWorld(PROVIDERS, modelsFor(catalogue));
  if (installation.kind === 'kafka') await installation.log.ensureTopics(INTAKE_TOPICS(PROVIDERS));
  await facilities.registerProviders(world);
  const deliveries = makeWorkload(world, plan);
  const steps = [...world.steps];
  let registering = Promise.resolve();
  const onProgress = (share: number): void => {
    while (steps[0] && steps[0].at <= share) {
      const step = steps.shift()!;
      registering = registering.then(() => facilities.take(step));
    }
  };
  onProgress(0);
  await registering;
  say(`${deliveries.length} deliveries of ${recordsOf(deliveries)} records, logs in ${installation.folder}`);
  const over = new AbortController();
  const havoc = wreakHavoc(installation, new Random(plan.seed + 2), plan.chaos, over.signal);
  const sending = sendAll(installation, { deliveries, tokens, durationMs: plan.durationMs, seed: plan.seed, onProgress });
  const havocFailed = havoc.then(() => new Promise<never>(() => undefined));
  const sent = await Promise.race([sending, havocFailed]).catch(async (error) => {
    // Nothing may be left that starts a server after the test has failed.
    over.abort();
    await havoc.catch(() => undefined);
    throw error;
  });
  say('all sent');
  const chaos = await havoc;
  say(`${chaos.kills} kills, ${chaos.restarts.join(', ')}`);
  onProgress(1);
  await registering;
  const faults = await judge(installation, compiled, catalogue, sent);
  return {
    faults,
    chaos,
    deliveries: deliveries.length,
    retries: sent.retries,
    ownEnds: ownEnds(installation),
    records: recordsOf(deliveries),
  };
}

const recordsOf = (deliveries: Delivery[]): number =>
  deliveries.reduce((sum, { accepted, rejected }) => sum + accepted.length + rejected.length, 0);

const ownEnds = ({ gateway, facilities, ledgers }: Installation): Record<string, string[]> =>
  Object.fromEntries([gateway, facilities, ...ledgers].map((app) => [app.settings.name, app.ownEnds]));

/** Models of every shape of peaks, so that the formula is tried in all its branches. */
function modelsFor(catalogue: CatalogueEntry[]): string[] {
  const shapes = new Map<string, string>();
  for (const { model, peaksGflops } of catalogue) {
    const shape = Object.keys(peaksGflops).sort().join();
    if (!shapes.has(shape)) shapes.set(shape, model);
  }
  return [...shapes.values()].slice(0, 6);
}

async function judge(installation: Installation, compiled: string, catalogue: CatalogueEntry[], sent: Sent): Promise<string[]> {
  const client = new pg.Client({ connectionString: installation.postgres.url, options: '-c search_path=usage_ledger' });
  await client.connect();
  try {
    for (const app of [installation.gateway, ...installation.ledgers]) await app.ready();
    say('apps ready');
    await settled(installation, client, sent);
    say('settled');
    const logged = await readReports(installation.log);
    const { facts, faults } = await orderedFacts(client, catalogue, logged);
    const truth = deriveTruth(facts);
    const ledger = new LedgerClient(installation.ledgers[0]!.settings.url, await tokenOf(installation.issuer, { role: 'oversight' }));
    const check = (): Promise<string[]> => checkLedger(client, ledger, truth, facts, installation.log);
    return [
      ...faults,
      ...(await checkReceipts(installation, sent, logged)),
      ...(await check()),
      ...(await replayAll(installation, client, truth, check)).map((fault) => `after replaying everything: ${fault}`),
      ...(await rebuild(installation, compiled, client, truth)).map((fault) => `after the rebuild: ${fault}`),
    ];
  } finally {
    await client.end();
  }
}

/** Waits until the intake is read, the ledger has taken all that stands in the log, and its outbox is empty. */
async function settled(installation: Installation, client: pg.Client, sent: Sent): Promise<void> {
  if (sent.intake.length > 0) await untilDone('the verdicts on the intake', () => verdictsComplete(installation, sent), SETTLED_MS_MAX);
  await untilTaken(installation, client);
}

/** As long as it goes on it may take its time; a ledger that stands still has stopped counting. */
async function untilTaken(installation: Installation, client: pg.Client): Promise<void> {
  let reached = '';
  let movedMs = Date.now();
  for (;;) {
    const { rows } = await client.query<{ reached: string }>('select sum(next_offset)::text as reached from input_position');
    if (rows[0]!.reached !== reached) movedMs = Date.now();
    reached = rows[0]!.reached;
    const left = await whatIsLeft(installation, client);
    if (left === undefined) return;
    if (Date.now() - movedMs > STANDSTILL_MS_MAX) throw new Error(`the ledger has stood still for ${STANDSTILL_MS_MAX / 1000} s: ${left}`);
    await sleep(200);
  }
}

export async function verdictsComplete({ log }: Pick<Installation, 'log'>, { intake }: Pick<Sent, 'intake'>): Promise<void> {
  for (const [provider, messages] of Map.groupBy(intake, ({ delivery }) => delivery.provider)) {
    const ends = await log.endOffsets(TOPICS.verdicts(provider));
    const verdicts = ends.reduce((sum, { end }) => sum + Number(end), 0);
    if (verdicts < messages.length) throw new Error(`${verdicts} verdicts on ${messages.length} messages of ${provider}`);
  }
}

async function whatIsLeft({ log }: Installation, client: pg.Client): Promise<string | undefined> {
  for (const topic of [TOPICS.reports, TOPICS.facility])
    for (const { partition, end } of await log.endOffsets(topic)) {
      const { rows } = await client.query<{ next_offset: string }>(
        'select next_offset from input_position where topic = $1 and partition = $2',
        [topic, partition],
      );
      const next = BigInt(rows[0]?.next_offset ?? 0);
      // The end may lie behind markers that are no messages: nothing readable may be left.
      if (next < end && (await log.read(topic, partition, next, 1)).length > 0)
        return `${topic}/${partition} is taken up to ${next} of ${end}`;
    }
  const { rows } = await client.query<{ waiting: number }>('select count(*)::int as waiting from outbox');
  return rows[0]!.waiting > 0 ? `${rows[0]!.waiting} messages wait in the outbox` : undefined;
}

/** The positions go back to the beginning and everything is delivered once more: nothing may change. */
async function replayAll(installation: Installation, client: pg.Client, truth: Truth, check: () => Promise<string[]>): Promise<string[]> {
  say('checked, replaying');
  await Promise.all(installation.ledgers.map((ledger) => ledger.stop()));
  const before = await counts(client);
  await client.query('update input_position set next_offset = 0');
  for (const ledger of installation.ledgers) ledger.start();
  await Promise.all(installation.ledgers.map((ledger) => ledger.ready()));
  await untilTaken(installation, client);
  // What it might do late it does within a moment of having taken all.
  await sleep(500);
  const after = await counts(client);
  const moved = before === after ? [] : [`rows were ${before} and are ${after}`];
  return [...moved, ...differences('totals', truth.totals, await readTotals(client)), ...(await check())];
}

async function counts(client: pg.Client): Promise<string> {
  const { rows } = await client.query(
    'select (select count(*) from report) as reports, (select count(*) from report_copy) as copies, (select count(*) from facility_fact) as facts, (select count(*) from segment) as segments',
  );
  return JSON.stringify(rows[0]);
}

/** By the command that stays in the product: folds the segments from nothing, and takes every decision again. It ends with 0 only when all agrees. */
async function rebuild(installation: Installation, compiled: string, client: pg.Client, truth: Truth): Promise<string[]> {
  say('replayed, rebuilding');
  await Promise.all(installation.ledgers.map((ledger) => ledger.stop()));
  const environment = { ...process.env, ...installation.ledgers[0]!.settings.environment };
  const command = join(compiled, 'apps', 'usage-ledger', 'src', 'rebuild', 'main.js');
  const run = promisify(execFile)(process.execPath, [command, '--replay'], { env: environment });
  const failed = await run.then(
    () => [],
    (error: Error & { stdout?: string }) => [`${error.message} ${error.stdout ?? ''}`],
  );
  return [...failed, ...differences('totals', truth.totals, await readTotals(client))];
}

async function lastWords({ gateway, facilities, ledgers }: Installation): Promise<string> {
  const words = await Promise.all(
    [gateway, facilities, ...ledgers].map(async (app) => `--- ${app.settings.name}\n${await app.lastWords().catch(() => 'no log')}`),
  );
  return words.join('\n');
}
