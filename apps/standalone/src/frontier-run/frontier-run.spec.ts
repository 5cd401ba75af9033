import { horizonDaysOf, judgeCrossings, PUBLISHED_RULEBOOK, project, type Scope, totalsOf } from '@tidemark/domain';
import { AURORA_RUN, BOREALIS_RUN } from '../sample-identity/run-customers.data.js';
import { LATE_LINK, RUN_PARTS, RUN_TO_NUMBER_MS } from './frontier-run.data.js';
import { runReport } from './run-report.js';
import { RUN_SLOTS } from './run-slots.js';
import { vectorOfRun } from './run-totals.fixture.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 8, 12, 17, 31, 12);
const END_MS = RUN_SLOTS.at(-1)!.toMs;
const NUMBER = 10n ** 13n;

const RULE = PUBLISHED_RULEBOOK.rules.find(({ id }) => id === 'eu-ai-act-51')!;
const GROUP: Scope = { kind: 'group', id: 'marisma', controlRule: 'control' };
const KNOWN = RUN_PARTS.filter(({ customer }) => customer !== undefined);

/** Days from the start of the run to each tier's crossing of 1e25. */
function daysOf(parts: typeof RUN_PARTS, toMs = END_MS): Record<string, number> {
  const vector = vectorOfRun(parts, START_MS, toMs);
  const { standings } = judgeCrossings(GROUP, vector, [RULE], { conditionOf: () => 'YES' });
  const days = ({ hour, minute }: { hour: number; minute: number }) => (hour * HOUR_MS + minute * 60_000 - START_MS) / DAY_MS;
  return Object.fromEntries(standings.map(({ tier, moment }) => [tier, Number(days(moment).toFixed(1))]));
}

describe('the simulated frontier run', () => {
  it('passes 1e25 by the best estimate of its first two accounts when it says, to the second', () => {
    const at = (toMs: number) => totalsOf(vectorOfRun(KNOWN, START_MS, toMs)).expected;
    expect([at(RUN_TO_NUMBER_MS - 1000) < NUMBER, at(RUN_TO_NUMBER_MS + 1000) > NUMBER]).toEqual([true, true]);
  });

  it('is possible, then probable, and with the third account earlier and provably, as the table of its figures says', () => {
    expect(daysOf(KNOWN)).toEqual({ POSSIBLE: 61.2, PROBABLE: 70 });
    expect(daysOf(RUN_PARTS)).toEqual({ POSSIBLE: 49, PROBABLE: 56, CERTAIN: 65.3 });
  });

  it('is foreseen after it became possible, from the day on of which the last complete week begins', () => {
    const now = START_MS + RUN_TO_NUMBER_MS;
    const terms = { number: RULE.number!, comparison: RULE.comparison!, horizonDays: horizonDaysOf(RULE) };
    const foreseen = (toMs: number) => {
      const projection = project(vectorOfRun(KNOWN, START_MS, toMs), Math.floor(now / HOUR_MS), terms);
      return projection.wasUsedLately && projection.daysAhead !== undefined && projection.daysAhead <= terms.horizonDays;
    };
    const first = RUN_SLOTS.find(({ toMs }) => foreseen(toMs))!;
    expect(first.toMs / DAY_MS).toBe(63);
    expect(foreseen(RUN_TO_NUMBER_MS)).toBe(true);
  });

  it('flags none of its parts alone at 1e25, on any tier, nor foresees it, to its end', () => {
    const companies = Map.groupBy(RUN_PARTS, ({ account }) => account.slice(0, -2)).values();
    for (const parts of [...RUN_PARTS.map((part) => [part]), ...companies]) {
      expect([parts.length, daysOf(parts)]).toEqual([parts.length, {}]);
      const vector = vectorOfRun(parts, START_MS, END_MS);
      const hour = Math.ceil((START_MS + END_MS) / HOUR_MS);
      const { daysAhead } = project(vector, hour, { number: RULE.number!, comparison: RULE.comparison!, horizonDays: 30 });
      expect(daysAhead).toBeGreaterThan(31);
    }
  });

  it('is told in reports that follow one another without a gap, the last minute before the number in steps of seconds', () => {
    expect(RUN_SLOTS[0]!.fromMs).toBe(0);
    for (const [index, { fromMs, toMs }] of RUN_SLOTS.entries()) {
      expect(toMs).toBeGreaterThan(fromMs);
      if (index > 0) expect(fromMs).toBe(RUN_SLOTS[index - 1]!.toMs);
    }
    expect(END_MS).toBe(RUN_TO_NUMBER_MS + DAY_MS);
    expect(RUN_SLOTS.filter(({ pace }) => pace === 'DAY')).toHaveLength(70);
    expect(RUN_SLOTS.length).toBeLessThan(200);
  });

  it('holds in a report what its number says, whenever it is made', () => {
    const [part] = RUN_PARTS;
    expect(runReport(part!, 2, START_MS)).toEqual(runReport(part!, 2, START_MS));
    expect(runReport(part!, 2, START_MS)).toMatchObject({
      source: 'sim-meter-1',
      sequence: '2',
      records: [{ account: 'sim-brinewell-1', startMs: String(START_MS + DAY_MS), endMs: String(START_MS + 2 * DAY_MS) }],
    });
  });

  it('is of customers that are in the sample world, and fits its compute clusters', () => {
    const links = [...AURORA_RUN.links, ...BOREALIS_RUN.links];
    for (const { account, customer, accelerators, installed } of RUN_PARTS) {
      expect(links.find((link) => link.account === account)?.customer).toBe(customer);
      expect(accelerators).toBeLessThanOrEqual(installed);
    }
    expect(AURORA_RUN.customers.map(({ profile }) => profile.reference)).toContain(LATE_LINK.customer);
    expect(new Set(RUN_PARTS.map(({ cluster }) => cluster)).size).toBe(RUN_PARTS.length);
    expect(new Set(RUN_PARTS.map(({ provider, source }) => `${provider}/${source}`)).size).toBe(RUN_PARTS.length);
  });
});
