/** The second part of npm run rebuild: everything that the monitor took, folded and judged again from the log, and compared. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pinned } from '../machine/processes.js';
import { monitorClient } from '../monitor/monitor-app.js';
import { environmentOf } from '../tidemark/ledger.js';
import type { Say } from './drain.section.js';
import type { Stage } from './stage.js';

export interface RebuildResult {
  messages: number;
  /** Rows of the vectors: hours of an account in a compute cluster on one accelerator. */
  hours: number;
  replayMs: number;
  /** The whole command, comparing included. */
  wholeMs: number;
}

/** Of what the stage's monitor has folded before. */
export async function measureRebuild({ settings }: Stage, say: Say): Promise<RebuildResult> {
  say('rebuilding all of it');
  const entry = join(import.meta.dirname, '..', '..', '..', 'apps', 'threshold-monitor', 'src', 'rebuild', 'main.js');
  const [command, args] = pinned(process.execPath, [entry]);
  const startedMs = performance.now();
  const { stdout } = await promisify(execFile)(command, args, { env: { ...process.env, ...environmentOf(settings) } });
  const wholeMs = performance.now() - startedMs;
  const [, messages, replayMs] = /replayed (\d+) messages \((\d+) ms\)/.exec(stdout) ?? [];
  if (!stdout.includes('Everything agrees') || !messages) throw new Error(`the rebuild said: ${stdout}`);
  return { messages: Number(messages), hours: await hoursOf(settings.databaseUrl), replayMs: Number(replayMs), wholeMs };
}

async function hoursOf(databaseUrl: string): Promise<number> {
  const client = await monitorClient(databaseUrl);
  try {
    const { rows } = await client.query<{ hours: string }>('select count(*) as hours from hour_total');
    return Number(rows[0]!.hours);
  } finally {
    await client.end();
  }
}
