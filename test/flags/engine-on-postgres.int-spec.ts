/** The same as engine-agrees.int-spec.ts on a real PostgreSQL, with fewer histories: what the tables keep, and what a rollback leaves. */
import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import fc from 'fast-check';
import { MONITOR_DATABASE } from '../../apps/threshold-monitor/src/monitor-database.js';
import { deriveFlags, knownAt } from '../truth/flags/derive-flags.js';
import { hoursWords } from './agreement.js';
import { factsOf, type History } from './history.js';
import { HistoryBuilder } from './history-builder.js';
import { historyDrawn } from './history-commands.js';
import { KnownTotals } from './known-totals.js';
import { Witness } from './monitor-witness.js';
import { emptyMonitor, PostgresMonitor } from './postgres-monitor.js';

const HISTORIES = Number(process.env.POSTGRES_HISTORIES ?? 25);
const mishaps = fc.array(fc.constantFrom('NONE', 'NONE', 'RESTART', 'DEATH'), { minLength: 5, maxLength: 5 });

describe('the monitor on PostgreSQL', () => {
  let postgres: TestPostgres;
  let database: AppDatabase;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await openAppDatabase({ url: postgres.url, ...MONITOR_DATABASE });
  }, 60_000);
  afterAll(async () => {
    await database?.close();
    await postgres?.stop();
  });

  it('has the flags of the model after every step', async () => {
    await fc.assert(
      fc.asyncProperty(historyDrawn, mishaps, async (drawn, what) => {
        await emptyMonitor(database);
        const monitor = new PostgresMonitor(database);
        const history = HistoryBuilder.build(drawn);
        let steps = 0;
        await new Witness(monitor).follow(history, () => {
          const mishap = what[steps++ % what.length];
          if (mishap === 'RESTART') monitor.restart();
          if (mishap === 'DEATH') monitor.dieInNextCommit();
        });
        await compareAnswers(history);
      }),
      { numRuns: HISTORIES },
    );
  }, 3_600_000);

  /** Asked at the end, for what was known at some of the moments on the way. */
  async function compareAnswers(history: History): Promise<void> {
    const answers = new KnownTotals(database);
    for (const { nowMs } of history.filter((_, i) => i % 3 === 2)) {
      const { totals } = deriveFlags(knownAt(factsOf(history), nowMs), nowMs);
      for (const [name, hours] of totals) expect([name, ...(await answers.wordsOf(name, nowMs))]).toEqual([name, ...hoursWords(hours)]);
    }
  }
});
