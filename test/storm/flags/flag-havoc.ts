/** What goes wrong while flags are raised: instances killed again and again, one asleep for longer than anybody waits for it, a log that repeats itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventLog, TOPICS } from '@tidemark/messaging';
import type { AppProcess } from '../harness/app-process.js';
import { untilDone } from '../harness/patience.js';
import type { Random } from '../workload/random.js';
import type { FlagInstallation } from './flag-installation.js';

export interface FlagHavocPlan {
  /** Of the two instances of the monitor together. */
  monitorKills: number;
  /** Of everything else. */
  otherKills: number;
  /** Longer than a session of the log and an idle transaction last. */
  zombieMs: number;
}

export interface FlagHavoc {
  monitorKills: number;
  otherKills: number;
  zombieSleptMs: number;
  databaseCrashes: number;
  brokerCrashes: number;
  /** Messages that stand on the log once more. */
  repeated: number;
}

/** Resolves when all of it has been done. */
export async function wreakFlagHavoc(installation: FlagInstallation, random: Random, plan: FlagHavocPlan): Promise<FlagHavoc> {
  const havoc: FlagHavoc = { monitorKills: 0, otherKills: 0, zombieSleptMs: 0, databaseCrashes: 0, brokerCrashes: 0, repeated: 0 };
  const [zombie, other] = installation.monitors;
  const half = Math.ceil(plan.monitorKills / 2);
  const killing = async (app: AppProcess, kills: number): Promise<void> => {
    for (let kill = 0; kill < kills; kill += 1) {
      await killOnce(app, random);
      havoc.monitorKills += 1;
    }
  };
  const sleepwalking = async (): Promise<void> => {
    await killing(zombie, Math.floor(half / 2));
    await zombie.ready();
    await sleep(random.int(100, 1_500));
    havoc.zombieSleptMs = await sleepwalk(zombie, plan.zombieMs);
    await killing(zombie, half - Math.floor(half / 2));
  };
  await Promise.all([
    sleepwalking(),
    killing(other, plan.monitorKills - half),
    troubleElsewhere(installation, random, plan.otherKills, havoc),
    repeating(installation.log, random, havoc),
  ]);
  return havoc;
}

/** Sometimes while it starts, sometimes soon after it is ready, when it takes all that waited; sometimes in the middle of its work. */
async function killOnce(app: AppProcess, random: Random): Promise<void> {
  const isReady = !random.chance(0.25);
  if (isReady) await app.ready();
  await sleep(isReady ? random.pick([random.int(0, 300), random.int(0, 1_500), random.int(1_500, 4_000)]) : random.int(500, 2_500));
  app.kill();
  // The supervisor starts it again a moment later.
  await sleep(400);
}

async function sleepwalk(app: AppProcess, ms: number): Promise<number> {
  const since = Date.now();
  app.pause();
  await sleep(ms);
  app.resume();
  return Date.now() - since;
}

async function troubleElsewhere(
  { ledgers, registry, gateway, postgres, broker }: FlagInstallation,
  random: Random,
  kills: number,
  havoc: FlagHavoc,
): Promise<void> {
  for (let kill = 0; kill < kills; kill += 1) {
    await sleep(random.int(1_500, 6_000));
    const victim = random.pick([...ledgers, registry, registry, gateway]);
    victim.kill();
    havoc.otherKills += 1;
    if (kill === Math.floor(kills / 2)) {
      await postgres.crash();
      havoc.databaseCrashes += 1;
    }
    if (!broker || kill !== kills - 2) continue;
    await broker.kill();
    await broker.restart();
    havoc.brokerCrashes += 1;
  }
}

const REPEATS = 6;

/** As when who carries an outbox to the log dies in between: the last messages of a topic stand there once more. */
async function repeating(log: EventLog, random: Random, havoc: FlagHavoc): Promise<void> {
  for (let n = 0; n < REPEATS; n += 1) {
    await sleep(random.int(2_000, 6_000));
    for (const topic of [TOPICS.posted, TOPICS.customer, TOPICS.facility])
      havoc.repeated += await untilDone(`repeating ${topic}`, () => repeat(log, topic, random.int(1, 20)));
  }
}

async function repeat(log: EventLog, topic: string, count: number): Promise<number> {
  let repeated = 0;
  for (const { partition, earliest, end } of await log.endOffsets(topic)) {
    const from = end - BigInt(count);
    const last = await log.read(topic, partition, from > earliest ? from : earliest, count);
    if (last.length === 0) continue;
    await log.append(
      topic,
      last.map(({ key = '', value }) => ({ key, value, partition })),
    );
    repeated += last.length;
  }
  return repeated;
}
