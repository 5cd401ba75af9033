/**
 * The whole path from a report to a flag while its processes are killed: afterwards the flags that stand must be those of an independent
 * model of all that the logs hold, and none may have been raised or told twice. FLAG_STORM_REPORTS, FLAG_STORM_STEPS, STORM_SECONDS,
 * STORM_SEED and STORM_LOGS change the size, the time, the luck and the log.
 */
import { rm } from 'node:fs/promises';
import { Logger } from '@nestjs/common';
import { flagStorm } from './flags/flag-storm.js';
import { compileApps } from './harness/compiled-apps.js';
import type { LogKind } from './harness/installation.js';

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const SEED = number('STORM_SEED', 20_261_121);
const REPORTS = number('FLAG_STORM_REPORTS', 300);
const STEPS = number('FLAG_STORM_STEPS', 90);
const DURATION_MS = number('STORM_SECONDS', 50) * 1000;
const KINDS = (process.env.STORM_LOGS ?? 'postgres').split(',') as LogKind[];

/** A storm in which nobody crosses anything shows nothing. */
const CROSSED = ['POSSIBLE', 'PROBABLE', 'CERTAIN'].flatMap((tier) =>
  ['cluster', 'account', 'customer', 'party', 'group'].map((scope) => `CROSSING ${tier} ${scope}`),
);

describe(`a storm on flags of seed ${SEED}`, () => {
  let compiled: string;

  beforeAll(async () => {
    Logger.overrideLogger(['fatal']);
    compiled = await compileApps();
  }, 60_000);

  afterAll(() => rm(compiled, { recursive: true, force: true }));

  it.each(KINDS)(
    'leaves the flags equal to the truth, each raised once, on the %s log',
    async (kind) => {
      const havoc = { monitorKills: 20, otherKills: 6, zombieMs: 20_000 };
      const outcome = await flagStorm(kind, compiled, { seed: SEED, reports: REPORTS, steps: STEPS, durationMs: DURATION_MS, havoc });
      expect(outcome.faults).toEqual([]);
      expect(outcome.havoc.monitorKills).toBeGreaterThanOrEqual(20);
      expect(outcome.havoc.zombieSleptMs).toBeGreaterThan(15_000);
      expect(outcome.havoc.repeated).toBeGreaterThan(0);
      expect(CROSSED.filter((kind) => !outcome.found.has(kind))).toEqual([]);
    },
    400_000,
  );
});
