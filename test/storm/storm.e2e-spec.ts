/**
 * Everything that can go wrong goes wrong while a seeded workload is sent: afterwards the ledger must equal an independently computed
 * truth to the digit. STORM_REPORTS, STORM_SECONDS and STORM_SEED change the size, the time and the luck; the seed stands in the name.
 */
import { rm } from 'node:fs/promises';
import { Logger } from '@nestjs/common';
import { compileApps } from './harness/compiled-apps.js';
import type { LogKind } from './harness/installation.js';
import { storm } from './harness/storm.js';

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const SEED = number('STORM_SEED', 20_250_301);
const REPORTS = number('STORM_REPORTS', 1_000);
const DURATION_MS = number('STORM_SECONDS', 50) * 1000;
const KINDS = (process.env.STORM_LOGS ?? 'postgres,kafka').split(',') as LogKind[];

describe(`a storm of seed ${SEED}`, () => {
  let compiled: string;

  beforeAll(async () => {
    // The harness's own log client is cut off as often as the apps are, and needs not say so.
    Logger.overrideLogger(['fatal']);
    compiled = await compileApps();
  }, 60_000);

  afterAll(() => rm(compiled, { recursive: true, force: true }));

  it.each(KINDS)(
    'leaves the ledger equal to the truth on the %s log',
    async (kind) => {
      const chaos = { kills: 22, durationMs: DURATION_MS, zombieMs: 20_000 };
      const outcome = await storm(kind, compiled, { seed: SEED, reports: REPORTS, recordsPerReport: 24, durationMs: DURATION_MS, chaos });
      expect(outcome.faults).toEqual([]);
      expect(outcome.chaos.kills).toBeGreaterThanOrEqual(20);
      expect(outcome.chaos.zombieSleptMs).toBeGreaterThan(15_000);
      expect(outcome.deliveries).toBeGreaterThan(REPORTS);
    },
    400_000,
  );
});
