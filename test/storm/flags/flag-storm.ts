/** One storm on flags from beginning to end; answers everything that is wrong afterwards. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { type CatalogueEntry, FacilityClient } from '../harness/facility-client.js';
import { INTAKE_TOPICS, type LogKind, tokenOf } from '../harness/installation.js';
import { untilDone } from '../harness/patience.js';
import { sendAll } from '../harness/sender.js';
import { verdictsComplete } from '../harness/storm.js';
import type { StormClient } from '../identity/registry-storm.js';
import { Random } from '../workload/random.js';
import { makeWorkload } from '../workload/workload.js';
import { checkFlags, type FlagQuestions } from './check-flags.js';
import { untilDrained } from './drained.js';
import { type FlagHavoc, type FlagHavocPlan, wreakFlagHavoc } from './flag-havoc.js';
import { type FlagInstallation, startFlagInstallation } from './flag-installation.js';
import { flagWorld, PROVIDERS } from './flag-world.js';
import { IdentityStory } from './identity-story.js';
import { ruleSteps, takeRuleStep } from './rule-story.js';

export interface FlagStormPlan {
  seed: number;
  reports: number;
  /** Things that become known of identities beside what is known at first. */
  steps: number;
  durationMs: number;
  havoc: FlagHavocPlan;
}

export interface FlagStormOutcome {
  faults: string[];
  found: Set<string>;
  havoc: FlagHavoc;
  story: Record<string, number>;
}

/** Share of the deliveries that is sent while everything is killed; the rest comes afterwards, over some time. */
const RAGING = 0.8;
const QUIET_MS = 6_000;

/** STORM_TALK=1 tells on standard error what goes on. */
const say = (text: string): void =>
  void (process.env.STORM_TALK && process.stderr.write(`${new Date().toISOString().slice(11, 23)} ${text}\n`));

export async function flagStorm(kind: LogKind, compiled: string, plan: FlagStormPlan): Promise<FlagStormOutcome> {
  const installation = await startFlagInstallation(kind, compiled);
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

async function rage(installation: FlagInstallation, compiled: string, plan: FlagStormPlan): Promise<FlagStormOutcome> {
  const { seed } = plan;
  say(`logs in ${installation.folder}`);
  const tokens = new Map(
    await Promise.all(PROVIDERS.map(async (provider) => [provider, await tokenOf(installation.issuer, { provider })] as const)),
  );
  const facilities = new FacilityClient(
    installation.facilities.settings.url,
    tokens,
    await tokenOf(installation.issuer, { role: 'operator' }),
  );
  const catalogue = await facilities.catalogue();
  const nowMs = Date.now();
  const world = flagWorld(
    seed,
    catalogue.map(({ model }) => model),
    nowMs,
  );
  if (installation.kind === 'kafka') await installation.log.ensureTopics(INTAKE_TOPICS(PROVIDERS));
  await facilities.registerProviders(world);
  const story = new IdentityStory(await speakers(installation), new Random(seed + 3), nowMs);
  await story.begin();
  const deliveries = makeWorkload(world, { seed, reports: plan.reports, recordsPerReport: 6 });
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
  say(`${deliveries.length} deliveries`);
  const first = Math.floor(deliveries.length * RAGING);
  const send = (from: number, to: number, durationMs: number) => {
    const progress = (share: number) => onProgress((from + share * (to - from)) / deliveries.length);
    return sendAll(installation, { deliveries: deliveries.slice(from, to), tokens, durationMs, seed, onProgress: progress });
  };
  const [before, havoc] = await Promise.all([
    send(0, first, plan.durationMs),
    wreakFlagHavoc(installation, new Random(seed + 2), plan.havoc),
    paced(plan, plan.steps, () => story.step()),
    changeRules(installation, plan),
    evaluateSome(installation, story, plan),
  ]);
  // Who starts judges everything anew: the rest comes when nobody dies any more, so that what it touches is judged alone.
  const [after] = await Promise.all([
    send(first, deliveries.length, QUIET_MS),
    paced({ durationMs: QUIET_MS }, plan.steps / 5, () => story.step()),
  ]);
  const sent = { intake: [...before.intake, ...after.intake] };
  onProgress(1);
  await registering;
  say(`all sent and done; ${JSON.stringify(havoc)} ${JSON.stringify([...story.done])} refused ${JSON.stringify([...story.refused])}`);
  if (sent.intake.length > 0) await untilDone('the verdicts on the intake', () => verdictsComplete(installation, sent));
  const { faults, found } = await judge(installation, compiled, catalogue);
  return { faults, found, havoc, story: Object.fromEntries(story.done) };
}

async function speakers({ registry, speaker }: FlagInstallation) {
  const both = async (who: (provider: string) => Parameters<typeof speaker>[1]) =>
    new Map(await Promise.all(PROVIDERS.map(async (provider) => [provider, await speaker(registry, who(provider))] as const)));
  return {
    machines: await both((provider) => ({ sub: `${provider}-machine`, role: 'provider', provider })),
    analysts: await both((provider) => ({ sub: `${provider}-ana`, role: 'compliance-analyst', provider })),
    scheme: await speaker(registry, { sub: 'ola', role: 'compliance-analyst' }),
  };
}

async function paced({ durationMs }: Pick<FlagStormPlan, 'durationMs'>, count: number, take: (n: number) => Promise<void>): Promise<void> {
  const since = Date.now();
  for (let n = 0; n < count; n += 1) {
    await sleep(Math.max(0, since + (n / count) * durationMs - Date.now()));
    await take(n);
  }
}

/** The instance that does not sleep answers, as often as it is killed. */
async function changeRules({ monitors, speaker }: FlagInstallation, plan: FlagStormPlan): Promise<void> {
  const leads = {
    one: await speaker(monitors[1], { sub: 'lea', role: 'compliance-lead' }),
    other: await speaker(monitors[1], { sub: 'max', role: 'compliance-lead' }),
  };
  const steps = ruleSteps();
  await paced(plan, steps.length, (n) => takeRuleStep(steps[n]!, leads[steps[n]!.by]));
}

const EVALUATIONS = 8;

/** What was cut off may have been recorded twice: two of one moment are as good as one. */
async function evaluateSome({ monitors, speaker }: FlagInstallation, story: IdentityStory, plan: FlagStormPlan): Promise<void> {
  const lead: StormClient = await speaker(monitors[1], { sub: 'lea', role: 'compliance-lead' });
  const random = new Random(plan.seed + 5);
  await paced(plan, EVALUATIONS, async (n) => {
    const at = new Date(Date.now() - random.int(20, 400) * 86_400_000).toISOString();
    const body = { scope: 'customer', id: random.pick(story.records).id, at, evaluator: 'An institute', method: 'by hand' };
    await lead.change(`evaluation-${n}`, 'POST', '/v1/evaluations', body);
  });
}

async function judge(
  installation: FlagInstallation,
  compiled: string,
  catalogue: CatalogueEntry[],
): Promise<{ faults: string[]; found: Set<string> }> {
  const client = new pg.Client({ connectionString: installation.postgres.url });
  await client.connect();
  const { monitors, registry, gateway, ledgers, speaker } = installation;
  try {
    for (const app of [gateway, registry, ...ledgers, ...monitors]) await app.ready();
    await untilDrained(installation, client);
    say('drained');
    const asking = await speaker(monitors[0], { sub: 'otto', role: 'oversight' });
    const questions = { installation, client, catalogue, asking };
    const { faults, found, figures } = await checkFlags(questions);
    say(`checked: ${figures}; ${[...found].sort().join(', ')}`);
    return {
      found,
      faults: [
        ...faults,
        ...(await replayAll(questions)).map((fault) => `after replaying everything: ${fault}`),
        ...(await rebuild(installation, compiled)).map((fault) => `by the rebuild: ${fault}`),
      ],
    };
  } finally {
    await client.end();
  }
}

/** The positions go back to the beginning and everything is delivered once more: nothing may change. */
async function replayAll(questions: FlagQuestions): Promise<string[]> {
  const { installation, client } = questions;
  const { monitors } = installation;
  await Promise.all(monitors.map((monitor) => monitor.stop()));
  const before = await counts(client);
  await client.query('update threshold_monitor.input_position set next_offset = 0');
  for (const monitor of monitors) monitor.start();
  await Promise.all(monitors.map((monitor) => monitor.ready()));
  await untilDrained(installation, client);
  const after = await counts(client);
  say(`replayed: ${after}`);
  return [...(before === after ? [] : [`rows were ${before} and are ${after}`]), ...(await checkFlags(questions)).faults];
}

const TABLES = ['flag', 'flag_event', 'use_signal_sent', 'posted_batch', 'customer_fact', 'facility_fact', 'hour_total', 'account_total'];

async function counts(client: pg.Client): Promise<string> {
  const { rows } = await client.query(
    `select ${TABLES.map((table) => `(select count(*)::int from threshold_monitor.${table}) as ${table}`).join(', ')}`,
  );
  return JSON.stringify(rows[0]);
}

/** By the command that stays in the product. It ends with 0 only when all agrees. */
async function rebuild({ monitors }: FlagInstallation, compiled: string): Promise<string[]> {
  const environment = { ...process.env, ...monitors[0].settings.environment };
  const command = join(compiled, 'apps', 'threshold-monitor', 'src', 'rebuild', 'main.js');
  const run = promisify(execFile)(process.execPath, [command], { env: environment });
  return run.then(
    ({ stdout }) => {
      say(stdout);
      return [];
    },
    (error: Error & { stdout?: string }) => [`${error.message} ${error.stdout ?? ''}`],
  );
}

async function lastWords({ gateway, facilities, ledgers, registry, monitors }: FlagInstallation): Promise<string> {
  const words = await Promise.all(
    [gateway, facilities, ...ledgers, registry, ...monitors].map(
      async (app) => `--- ${app.settings.name}\n${await app.lastWords().catch(() => 'no log')}`,
    ),
  );
  return words.join('\n');
}
