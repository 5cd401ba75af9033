/**
 * npm run rebuild [-- --replay]: computes what is derived again from the append-only truth and compares it with what stands; with
 * --replay every decision is taken again too. Looks into TIDEMARK_DATABASE_URL, else into the data folder of `npm start`
 * (TIDEMARK_HOME), which may be running. Ends with 0 when all agrees, 1 on any difference, 2 when it could not be done.
 */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { ConfigError, loadConfig } from '@tidemark/config';
import { PUBLISHED_CATALOGUE } from '@tidemark/domain';
import { findDatabase } from '@tidemark/observability';
import { type AppDatabase, openAppDatabase, openScratchDatabase, ScratchRefused } from '@tidemark/persistence';
import { LEDGER_DATABASE } from '../ledger-database.js';
import { openReplay } from './open-replay.js';
import { Rebuild, type RebuildStep, type StepReport } from './rebuild.js';
import { rebuildSteps } from './rebuild-steps.js';

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { replay: { type: 'boolean', default: false } } });
  const server = await findDatabase(loadConfig());
  const database = await openAppDatabase({ url: server.url, ...LEDGER_DATABASE });
  try {
    const differing = values.replay ? await rebuildAndReplay(database, server.url) : await rebuild(database, []);
    console.log(differing === 0 ? 'Everything agrees.' : `${differing} differ.`);
    return differing === 0 ? 0 : 1;
  } finally {
    await database.close();
    await server.leave();
  }
}

async function rebuild({ transactions }: AppDatabase, more: RebuildStep[]): Promise<number> {
  const reports = await new Rebuild(transactions, [...rebuildSteps(), ...more]).run(print);
  return reports.reduce((sum, report) => sum + report.differing, 0);
}

async function rebuildAndReplay(database: AppDatabase, adminUrl: string): Promise<number> {
  const scratch = await openScratchDatabase(adminUrl, LEDGER_DATABASE);
  try {
    const { replay, step } = openReplay(scratch.transactions, PUBLISHED_CATALOGUE);
    const start = performance.now();
    await replay.catchUp(database.transactions);
    console.log(`     replayed ${replay.reports} submissions and ${replay.facts} facts (${Math.round(performance.now() - start)} ms)`);
    return await rebuild(database, [step]);
  } finally {
    await scratch.drop();
  }
}

function print({ name, checked, differing, differences, durationMs }: StepReport): void {
  console.log(`${differing === 0 ? 'ok  ' : 'FAIL'} ${name}: ${checked}, ${differing} differ (${durationMs} ms)`);
  for (const { what, stands, rebuilt } of differences) console.log(`       ${what}: stands ${stands}, rebuilt ${rebuilt}`);
}

const isRefusal = (error: unknown): error is Error =>
  error instanceof ConfigError ||
  error instanceof ScratchRefused ||
  ((error as { code?: string })?.code?.startsWith('ERR_PARSE_ARGS') ?? false);

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(isRefusal(error) ? error.message : error);
    process.exit(2);
  },
);
