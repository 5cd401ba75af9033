/** When nothing is left to take: are the flags the truth, does delivering all once more change nothing, does the rebuild agree? */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { CatalogueEntry } from '../harness/facility-client.js';
import { say } from '../harness/storm.js';
import { checkFlags, type FlagQuestions } from './check-flags.js';
import { untilDrained } from './drained.js';
import type { FlagInstallation } from './flag-installation.js';

export async function judgeFlags(
  installation: FlagInstallation,
  compiled: string,
  catalogue: CatalogueEntry[],
): Promise<{ faults: string[]; found: Set<string> }> {
  const client = new pg.Client({ connectionString: installation.postgres.url, options: '-c search_path=usage_ledger' });
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
  return [...(before === after ? [] : [`rows were ${before} and are ${after}`]), ...(await checkFlags(questions, true)).faults];
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
