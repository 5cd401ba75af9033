/**
 * npm run rebuild, its second part: folds postings and facts from the log again, from its beginning and in tables of its own, judges
 * everything anew, and compares vectors, facts and the flags that stand with those of the live monitor, which may be running. Looks into
 * TIDEMARK_DATABASE_URL, else into the data folder of `npm start`. Ends with 0 when all agrees, 1 on any difference, 2 when it could not be done.
 */
import 'reflect-metadata';
import { ConfigError, loadConfig } from '@tidemark/config';
import { TOPICS } from '@tidemark/messaging';
import { findDatabase, openEventLog } from '@tidemark/observability';
import { openScratchDatabase, ScratchRefused } from '@tidemark/persistence';
import { MONITOR_DATABASE } from '../monitor-database.js';
import { PostgresStandingState } from '../postgres/standing-state.postgres.js';
import { openEngine } from './open-engine.js';
import { ReplayLog } from './replay-log.js';
import type { StateComparison } from './standing-state.port.js';

/** The live monitor may go on: each round leaves less to replay. */
const ROUNDS_MAX = 20;

async function main(): Promise<number> {
  const config = loadConfig();
  const server = await findDatabase(config);
  const eventLog = await openEventLog({ ...config, databaseUrl: server.url });
  const scratch = await openScratchDatabase(server.url, MONITOR_DATABASE);
  try {
    const state = new PostgresStandingState(server.url, MONITOR_DATABASE.app, scratch.app);
    await state.copyOwnFacts();
    const start = performance.now();
    const replay = ReplayLog.into(await openEngine(scratch), eventLog, TOPICS);
    const comparisons = await compare(state, replay);
    console.log(`     replayed ${replay.messages} messages (${Math.round(performance.now() - start)} ms)`);
    comparisons.forEach(print);
    const differing = comparisons.reduce((sum, one) => sum + one.differing, 0);
    console.log(differing === 0 ? 'Everything agrees.' : `${differing} differ.`);
    return differing === 0 ? 0 : 1;
  } finally {
    await scratch.drop();
    await eventLog.close();
    await server.leave();
  }
}

async function compare(state: PostgresStandingState, replay: ReplayLog): Promise<StateComparison[]> {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const positions = await state.positions();
    await replay.upTo(positions);
    const comparisons = await state.compareAt(positions);
    if (comparisons) return comparisons;
  }
  throw new ConfigError(['The live monitor takes more than can be replayed beside it: run this when there is less to take']);
}

function print({ name, rows, differing, differences }: StateComparison): void {
  console.log(`${differing === 0 ? 'ok  ' : 'FAIL'} ${name}: ${rows}, ${differing} differ`);
  for (const one of differences) console.log(`       ${one}`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof ConfigError || error instanceof ScratchRefused ? error.message : error);
    process.exit(2);
  },
);
