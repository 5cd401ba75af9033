import { type CaseEvent, foldCase, NO_CASE } from '@tidemark/domain';
import { BUILT_IN_CALENDARS } from '../../apps/casework/src/clocks/built-in-calendars.js';
import { Random } from '../storm/workload/random.js';
import { DomainCase, finished } from './domain-world.js';
import { Installation } from './installation.js';
import { jobLooks } from './job-looks.js';
import { LivedCases } from './lived-cases.js';
import { recount } from './recount.js';
import { storyOf, YEAR_ENDS } from './story.js';
import { stuckIn } from './stuck.js';

const SEED = Number(process.env.YEAR_SEED ?? 1);
const CASES = Number(process.env.CASES ?? 80);
const RESTARTS = 6;
const ALLOWED_MS = 120_000 + 1_000 * CASES;

interface LoggedRow {
  case_id: string;
  facts: CaseEvent;
}
interface ClockRow {
  case_id: string;
  clock: string;
  status: string;
  due_at_ms: string;
}

describe('a year of cases, on a real database, with restarts and a job that is down for weeks', () => {
  const stories = Array.from({ length: CASES }, (_, number) => storyOf(SEED, number));
  let installation: Installation;
  let cases: LivedCases;
  let logs: ReadonlyMap<string, CaseEvent[]>;

  beforeAll(async () => {
    installation = await Installation.start();
    cases = new LivedCases(installation, stories);
    await live(installation, cases);
    const rows = await installation.query<LoggedRow>('select case_id, facts from case_event order by case_id, sequence');
    logs = new Map([...Map.groupBy(rows, ({ case_id }) => case_id)].map(([id, all]) => [id, all.map(({ facts }) => facts)]));
  }, ALLOWED_MS);
  afterAll(() => installation?.stop(), ALLOWED_MS);

  const inEach = (faultsOf: (log: readonly CaseEvent[]) => readonly string[]): string[] =>
    stories.flatMap(({ id }, number) => faultsOf(logs.get(id) ?? []).map((fault) => `case ${number} of seed ${SEED}: ${fault}`));

  it('keeps every case that was opened', () => {
    expect(logs.size).toBe(CASES);
    expect(cases.refused).toBeLessThan(cases.acts / 2);
  });

  it('loses no clock and says none twice, counted again from the logs alone', () =>
    expect(inEach((log) => recount(log, YEAR_ENDS, BUILT_IN_CALENDARS).faults).slice(0, 20)).toEqual([]));

  it('leaves no case stuck: whoever waits has a clock, and each can be brought to its end', async () => {
    const faults: string[] = [];
    for (const [number, story] of stories.entries()) {
      const one = new DomainCase(story.id);
      one.state = await installation.writes.runAsCasework(YEAR_ENDS, story.id, async ({ state }) => state);
      const all = [...stuckIn(one.state), finished(one, story, YEAR_ENDS) ?? []].flat();
      faults.push(...all.map((fault) => `case ${number} of seed ${SEED}: ${fault}`));
    }
    expect(faults.slice(0, 20)).toEqual([]);
  });

  it('has the rows of its clocks in step with the logs', async () => {
    const rows = await installation.query<ClockRow>('select case_id, clock, status, due_at_ms from case_clock');
    const kept = rows.map(({ case_id, clock, status, due_at_ms }) => [case_id, clock, status, Number(due_at_ms)].join(' '));
    const folded = [...logs].flatMap(([id, log]) =>
      [...foldCase(log, { ...NO_CASE, id }).clocks.values()].map((clock) => [id, clock.id, clock.status, clock.dueAt].join(' ')),
    );
    expect(kept.sort()).toEqual(folded.sort());
    expect(await installation.query(`select from case_clock where next_at_ms <= ${YEAR_ENDS}`)).toEqual([]);
  });
});

/** The job looks now and then, sometimes two of them at once; the app is stopped and started, also while the job is at work. */
async function live(installation: Installation, cases: LivedCases): Promise<void> {
  const looks = jobLooks(SEED, 1);
  const random = new Random(SEED);
  const restarts = new Set(random.distinct(RESTARTS, looks.length));
  for (const [index, at] of looks.entries()) {
    await cases.until(at);
    installation.clock.nowMs = at;
    if (restarts.has(index)) await installation.restart();
    await installation.look(random.chance(0.25) ? 2 : 1);
  }
  await cases.until(YEAR_ENDS);
  installation.clock.nowMs = YEAR_ENDS;
  await installation.look(2);
}
