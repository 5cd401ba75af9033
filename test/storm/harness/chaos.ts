/** What goes wrong in a storm, and when: kills at random moments, restarts of what everything stands on, and a zombie. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../workload/random.js';
import type { AppProcess } from './app-process.js';
import type { Installation } from './installation.js';

export interface ChaosPlan {
  kills: number;
  /** All of it happens within this time. */
  durationMs: number;
  /** How long the zombie sleeps: longer than its session lasts. */
  zombieMs: number;
}

export interface ChaosReport {
  kills: number;
  restarts: string[];
  zombieSleptMs: number;
}

/** Carries the plan out; resolves when everything has been done and the zombie woke, or, once aborted, when what had begun is over. */
export async function wreakHavoc(installation: Installation, random: Random, plan: ChaosPlan, signal: AbortSignal): Promise<ChaosReport> {
  const report: ChaosReport = { kills: 0, restarts: [], zombieSleptMs: 0 };
  const [zombie, other] = installation.ledgers as [AppProcess, AppProcess];
  let asleep = false;
  const victims = (): AppProcess[] => (asleep ? [installation.gateway, other] : [installation.gateway, zombie, other]);
  const kill = async (): Promise<void> => {
    random.pick(victims()).kill();
    report.kills += 1;
  };
  // One after the other: on a busy machine a server may take longer to come back than until the next one goes.
  let restarting = Promise.resolve();
  const restart = (what: string, how: () => Promise<void>) => (): Promise<void> => {
    restarting = restarting.then(how).then(() => void report.restarts.push(what));
    return restarting;
  };
  const sleepwalk = async (): Promise<void> => {
    asleep = true;
    zombie.pause();
    const since = Date.now();
    await sleep(plan.zombieMs, undefined, { signal }).catch(() => undefined);
    zombie.resume();
    asleep = false;
    report.zombieSleptMs = Date.now() - since;
  };
  const at = (share: number): number => share * plan.durationMs;
  const events = [
    ...Array.from({ length: plan.kills }, () => ({ atMs: at(random.next()), run: kill })),
    { atMs: at(0.2), run: restart('postgres crashed', () => installation.postgres.crash()) },
    { atMs: at(0.8), run: restart('postgres restarted', () => installation.postgres.restart()) },
    ...brokerEvents(installation, at, restart),
    { atMs: at(0.35), run: sleepwalk },
  ].sort((a, b) => a.atMs - b.atMs);
  const startedMs = Date.now();
  const running: Promise<void>[] = [];
  for (const { atMs, run } of events) {
    await sleep(Math.max(0, startedMs + atMs - Date.now()), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    running.push(run());
  }
  await Promise.all(running);
  return report;
}

type Restart = (what: string, how: () => Promise<void>) => () => Promise<void>;

function brokerEvents(
  { broker }: Installation,
  at: (share: number) => number,
  restart: Restart,
): { atMs: number; run: () => Promise<void> }[] {
  if (!broker) return [];
  const crash = async (): Promise<void> => {
    await broker.kill();
    await broker.restart();
  };
  return [
    { atMs: at(0.3), run: restart('broker crashed', crash) },
    { atMs: at(0.7), run: restart('broker restarted', () => broker.restart()) },
  ];
}
