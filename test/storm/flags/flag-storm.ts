/** One storm on flags from beginning to end; answers everything that is wrong afterwards. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type CatalogueEntry, FacilityClient } from '../harness/facility-client.js';
import { INTAKE_TOPICS, type LogKind, tokenOf } from '../harness/installation.js';
import { untilDone } from '../harness/patience.js';
import { type Sent, sendAll } from '../harness/sender.js';
import { say, verdictsComplete } from '../harness/storm.js';
import { Random } from '../workload/random.js';
import { makeWorkload } from '../workload/workload.js';
import type { StormWorld } from '../workload/world.js';
import { type FlagHavoc, type FlagHavocPlan, wreakFlagHavoc } from './flag-havoc.js';
import { type FlagInstallation, startFlagInstallation } from './flag-installation.js';
import { flagWorld, PROVIDERS } from './flag-world.js';
import { IdentityStory } from './identity-story.js';
import { judgeFlags } from './judge-flags.js';
import { askEither, type MonitorSpeaker, ruleSteps, takeRuleStep } from './rule-story.js';

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
const QUIET_MS = 8_000;
/** At most, of one report. */
const RECORDS = 6;

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
  say(`logs in ${installation.folder}`);
  const world = await prepare(installation, plan);
  const sending = sendingOf(installation, world, plan);
  await sending.register(0);
  await world.story.begin();
  const [before, havoc] = await Promise.all([
    sending.send(0, RAGING, plan.durationMs),
    wreakFlagHavoc(installation, new Random(plan.seed + 2), plan.havoc),
    paced(plan, plan.steps, () => world.story.step()),
    changeRules(installation, plan),
    evaluateSome(installation, world.story, plan),
  ]);
  say(`${JSON.stringify(havoc)} ${JSON.stringify([...world.story.done])} refused ${JSON.stringify([...world.story.refused])}`);
  // Who starts judges everything anew: the rest comes when both are there and nobody dies any more, so that what it touches is judged alone.
  for (const app of [installation.gateway, installation.registry, ...installation.ledgers, ...installation.monitors]) await app.ready();
  const [after] = await Promise.all([
    sending.send(RAGING, 1, QUIET_MS),
    paced({ durationMs: QUIET_MS }, plan.steps / 5, () => world.story.step()),
  ]);
  await sending.register(1);
  const sent = { intake: [...before.intake, ...after.intake] };
  if (sent.intake.length > 0) await untilDone('the verdicts on the intake', () => verdictsComplete(installation, sent));
  const { faults, found } = await judgeFlags(installation, compiled, world.catalogue);
  return { faults, found, havoc, story: Object.fromEntries(world.story.done) };
}

interface Prepared {
  tokens: Map<string, string>;
  facilities: FacilityClient;
  catalogue: CatalogueEntry[];
  world: StormWorld;
  story: IdentityStory;
}

async function prepare(installation: FlagInstallation, { seed }: FlagStormPlan): Promise<Prepared> {
  const { issuer, log, kind } = installation;
  const tokens = new Map(await Promise.all(PROVIDERS.map(async (provider) => [provider, await tokenOf(issuer, { provider })] as const)));
  const facilities = new FacilityClient(installation.facilities.settings.url, tokens, await tokenOf(issuer, { role: 'operator' }));
  const catalogue = await facilities.catalogue();
  const [nowMs, models] = [Date.now(), catalogue.map(({ model }) => model)];
  const world = flagWorld(seed, models, nowMs);
  if (kind === 'kafka') await log.ensureTopics(INTAKE_TOPICS(PROVIDERS));
  await facilities.registerProviders(world);
  const story = new IdentityStory(await speakers(installation), new Random(seed + 3), nowMs);
  return { tokens, facilities, catalogue, world, story };
}

/** Deliveries from one share of them to another, and what is registered on the way. */
function sendingOf(installation: FlagInstallation, { tokens, facilities, world }: Prepared, { seed, reports }: FlagStormPlan) {
  const deliveries = makeWorkload(world, { seed, reports, recordsPerReport: RECORDS });
  const steps = [...world.steps];
  let registering = Promise.resolve();
  const register = (share: number): Promise<void> => {
    while (steps[0] && steps[0].at <= share) {
      const step = steps.shift()!;
      registering = registering.then(() => facilities.take(step));
    }
    return registering;
  };
  const send = (from: number, to: number, durationMs: number): Promise<Sent> => {
    const part = deliveries.slice(Math.floor(from * deliveries.length), Math.floor(to * deliveries.length));
    const onProgress = (share: number) => void register(from + share * (to - from));
    return sendAll(installation, { deliveries: part, tokens, durationMs, seed, onProgress });
  };
  return { register, send };
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

const leadOf = ({ monitors, speaker }: FlagInstallation, sub: string): Promise<MonitorSpeaker> =>
  Promise.all(monitors.map((monitor) => speaker(monitor, { sub, role: 'compliance-lead' })));

async function changeRules(installation: FlagInstallation, plan: FlagStormPlan): Promise<void> {
  const leads = { one: await leadOf(installation, 'lea'), other: await leadOf(installation, 'max') };
  const steps = ruleSteps();
  await paced(plan, steps.length, (n) => takeRuleStep(steps[n]!, leads[steps[n]!.by]));
}

const EVALUATIONS = 20;

/** What was cut off may have been recorded twice: two of one moment are as good as one. */
async function evaluateSome(installation: FlagInstallation, story: IdentityStory, plan: FlagStormPlan): Promise<void> {
  const lead = await leadOf(installation, 'lea');
  const random = new Random(plan.seed + 5);
  const renters = story.records.filter(({ related }) => !related);
  await paced(plan, EVALUATIONS, async () => {
    const at = new Date(Date.now() - random.int(20, 700) * 86_400_000).toISOString();
    const body = { scope: 'customer', id: random.pick(renters).id, at, evaluator: 'An institute', method: 'by hand' };
    await askEither(lead, 'POST', '/v1/evaluations', body);
  });
}

async function lastWords({ gateway, facilities, ledgers, registry, monitors }: FlagInstallation): Promise<string> {
  const words = await Promise.all(
    [gateway, facilities, ...ledgers, registry, ...monitors].map(
      async (app) => `--- ${app.settings.name}\n${await app.lastWords().catch(() => 'no log')}`,
    ),
  );
  return words.join('\n');
}
