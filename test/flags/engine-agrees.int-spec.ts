/**
 * The monitor's engine, incremental and caching as it is, against the model of test/truth/flags that works everything out from nothing:
 * over any history, after every step, the same flags stand, each once, whatever comes twice and whoever dies. HISTORIES: how many.
 * HISTORY_SEED and HISTORY_PATH: the one that a failure names, again.
 */
import fc from 'fast-check';
import { messageFaults } from './flag-stories.js';
import { HistoryBuilder } from './history-builder.js';
import { historyDrawn } from './history-commands.js';
import { MemoryMonitor } from './memory-monitor.js';
import { Witness } from './monitor-witness.js';

const HISTORIES = Number(process.env.HISTORIES ?? 150);
const { HISTORY_SEED, HISTORY_PATH } = process.env;
const ONE_AGAIN = HISTORY_SEED === undefined ? {} : { seed: Number(HISTORY_SEED), path: HISTORY_PATH ?? '0' };

/** Before which steps another process takes over, or the one there is dies in its commit. */
const mishaps = fc.array(fc.constantFrom('NONE', 'NONE', 'NONE', 'RESTART', 'DEATH'), { minLength: 5, maxLength: 5 });

it('after every step the flags that stand are those of the model', async () => {
  await fc.assert(
    fc.asyncProperty(historyDrawn, mishaps, async (drawn, what) => {
      const monitor = new MemoryMonitor();
      let steps = 0;
      await new Witness(monitor).follow(HistoryBuilder.build(drawn), () => {
        const mishap = what[steps++ % what.length];
        if (mishap === 'RESTART') monitor.restart();
        if (mishap === 'DEATH') monitor.dieInNextCommit();
      });
      expect(messageFaults(monitor.tables)).toEqual([]);
    }),
    { numRuns: HISTORIES, ...ONE_AGAIN },
  );
}, 3_600_000);
