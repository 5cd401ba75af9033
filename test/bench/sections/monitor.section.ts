/** All that is measured of the threshold monitor, one part after another. */
import type { Say } from './drain.section.js';
import { measureFold } from './monitor-fold.section.js';
import { measureFlagLatency } from './monitor-latency.section.js';
import { measurePairs } from './monitor-memory.section.js';
import { measureMerge } from './monitor-merge.section.js';
import { measureRebuild } from './monitor-rebuild.section.js';
import type { MonitorResults } from './monitor-results.js';
import type { Sizes } from './sizes.js';
import type { Stage } from './stage.js';

export const MONITOR_PARTS = [
  'monitor-fold',
  'monitor-kafka-fold',
  'monitor-latency',
  'monitor-kafka-latency',
  'monitor-standalone-latency',
  'monitor-merge',
  'monitor-pairs',
] as const;

export interface MonitorRun {
  sizes: Sizes;
  say: Say;
  on: (kind: 'kafka' | 'postgresLog', run: (stage: Stage) => Promise<void>) => Promise<void>;
  /** Whether the part was asked for. */
  wanted: (part: (typeof MONITOR_PARTS)[number]) => boolean;
}

export async function measureMonitor({ sizes, say, on, wanted }: MonitorRun): Promise<MonitorResults> {
  const results: MonitorResults = { fold: {}, latency: {} };
  const { fold, latency } = results;
  if (wanted('monitor-fold'))
    await on('postgresLog', async (stage) => {
      fold.postgresLog = await measureFold(stage, sizes, say);
      results.rebuild = await measureRebuild(stage, say);
    });
  if (wanted('monitor-kafka-fold')) await on('kafka', async (stage) => void (fold.kafka = await measureFold(stage, sizes, say)));
  if (wanted('monitor-latency'))
    await on('postgresLog', async (stage) => void (latency.postgresLog = await measureFlagLatency(stage, 'apps', sizes, say)));
  if (wanted('monitor-kafka-latency'))
    await on('kafka', async (stage) => void (latency.kafka = await measureFlagLatency(stage, 'apps', sizes, say)));
  if (wanted('monitor-standalone-latency'))
    await on('postgresLog', async (stage) => void (latency.standalone = await measureFlagLatency(stage, 'standalone', sizes, say)));
  if (wanted('monitor-merge')) await on('postgresLog', async (stage) => void (results.merge = await measureMerge(stage, sizes, say)));
  if (wanted('monitor-pairs')) await on('postgresLog', async (stage) => void (results.pairs = await measurePairs(stage, sizes, say)));
  return results;
}
