import { BUILT_IN_CALENDARS } from '../../apps/casework/src/clocks/built-in-calendars.js';
import { finished, lived } from './domain-world.js';
import { jobLooks } from './job-looks.js';
import { type Recount, recount } from './recount.js';
import { storyOf, YEAR_ENDS } from './story.js';

const SEED = Number(process.env.YEAR_SEED ?? 1);
const CASES = Number(process.env.YEAR_CASES ?? 10_000);

describe('a year of cases, by the domain alone', () => {
  const looks = jobLooks(SEED, 3);
  const sum: Omit<Recount, 'faults'> = { clocks: 0, warnings: 0, breached: 0, elapsed: 0, met: 0, cancelled: 0, running: 0 };
  const faults: string[] = [];
  const stages = new Map<string, number>();
  const tried = { acts: 0, refused: 0 };

  beforeAll(() => {
    for (let number = 0; number < CASES; number++) {
      const story = storyOf(SEED, number);
      const one = lived(story, looks, YEAR_ENDS);
      const { faults: found, ...counts } = recount(one.log, YEAR_ENDS, BUILT_IN_CALENDARS);
      for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += counts[name];
      stages.set(one.state.stage, (stages.get(one.state.stage) ?? 0) + 1);
      tried.acts += one.tried;
      tried.refused += one.refused;
      const unfinished = finished(one, story, YEAR_ENDS);
      const all = [...found, ...one.faults, ...(unfinished === undefined ? [] : [unfinished])];
      faults.push(...all.map((fault) => `case ${number} of seed ${SEED}: ${fault}`));
    }
  }, 600_000);

  it('loses no clock and says none twice, counted again from the logs; no case is stuck, and each can be brought to its end', () =>
    expect(faults.slice(0, 20)).toEqual([]));

  it('is a year in which everything happened', () => {
    if (CASES < 1_000) return;
    for (const count of Object.values(sum)) expect(count).toBeGreaterThan(CASES / 20);
    for (const stage of ['open', 'triaged', 'investigating', 'waiting', 'proposed', 'decided', 'appealed', 'reopened', 'closed'])
      expect([stage, stages.get(stage) ?? 0]).toEqual([stage, expect.any(Number)]);
    expect([...stages.keys()].length).toBe(9);
    expect(tried.refused).toBeLessThan(tried.acts / 2);
    if (process.env.YEAR_TALKS !== undefined) console.log({ cases: CASES, ...sum, ...tried, stages: Object.fromEntries(stages) });
  });
});
