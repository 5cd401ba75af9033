import { published } from '../../rulebook/rules.fixture.js';
import { NOBODY_KNOWN } from '../case-context.js';
import { CASE_POLICY } from '../case-policy.js';
import { CASEWORK } from '../case-vocabulary.js';
import type { WorkingCalendar } from './calendar-book.js';
import { clocksOfRule, crossingClocksOf, incidentClocksOf, type RuleClock, startRuleClocks } from './rule-clocks.js';

const calendar = (jurisdiction: string, zone: string): WorkingCalendar => ({
  jurisdiction,
  zone,
  weekend: [6, 7],
  holidays: new Set(['2026-12-25', '2026-12-28']),
  rollsForward: true,
  source: 'the test',
  verified: true,
  version: 1,
});
const context = {
  now: Date.parse('2026-12-30T00:00:00Z'),
  actor: CASEWORK,
  calendars: new Map(
    [calendar('-', 'UTC'), calendar('EU', 'Europe/Brussels'), calendar('US', 'America/New_York')].map((one) => [one.jurisdiction, one]),
  ),
  policy: CASE_POLICY,
  people: NOBODY_KNOWN,
};
const terms = (clocks: readonly RuleClock[]) => clocks.map(({ n, term, startsOn, verified }) => ({ n, term, startsOn, verified }));

const startOf = (rule: string, only: (rule: Parameters<typeof clocksOfRule>[0]) => RuleClock[], factAt: string, knownAt: string) =>
  startRuleClocks(context, {
    rule: published(rule),
    subject: 'subject-1',
    factAt: Date.parse(factAt),
    knownAt: Date.parse(knownAt),
    only: only(published(rule)),
  }).flatMap((event) => (event.type === 'clock-started' ? [event.clock] : []));

describe('the clocks of a rule', () => {
  it('are what its data say: two weeks from knowledge', () =>
    expect(terms(crossingClocksOf(published('eu-ai-act-51')))).toEqual([
      { n: 0, term: { unit: 'DAYS', count: 14 }, startsOn: 'KNOWLEDGE', verified: true },
    ]));

  it('belong to incidents where the data say so: a flag starts none of them, imminent danger adds its own', () => {
    expect(crossingClocksOf(published('us-ca-sb53'))).toEqual([]);
    expect(terms(incidentClocksOf(published('us-ca-sb53'), { imminent: false }))).toEqual([
      { n: 0, term: { unit: 'DAYS', count: 15 }, startsOn: 'KNOWLEDGE', verified: true },
    ]);
    expect(incidentClocksOf(published('us-ca-sb53'), { imminent: true }).map(({ term }) => term)).toEqual([
      { unit: 'DAYS', count: 15 },
      { unit: 'HOURS', count: 24 },
    ]);
    for (const rule of ['us-ny-raise', 'us-il-sb315']) {
      expect(crossingClocksOf(published(rule))).toEqual([]);
      expect(incidentClocksOf(published(rule), { imminent: true }).map(({ term }) => term)).toEqual([
        { unit: 'HOURS', count: 72 },
        { unit: 'HOURS', count: 24 },
      ]);
    }
    expect(incidentClocksOf(published('eu-ai-act-51'), { imminent: true })).toEqual([]);
  });

  it('start on knowledge and are not verified where the source does not say what starts them', () => {
    expect(terms(crossingClocksOf(published('kr-ai-basic-act')))).toEqual([
      { n: 0, term: { unit: 'MONTHS', count: 3 }, startsOn: 'KNOWLEDGE', verified: false },
    ]);
    expect(terms(incidentClocksOf(published('kr-ai-basic-act'), { imminent: false }))).toEqual([
      { n: 2, term: { unit: 'DAYS', count: 7 }, startsOn: 'KNOWLEDGE', verified: false },
    ]);
  });

  it('leave out what nothing in a case starts: the completion of a deal, a calendar in words', () => {
    expect(clocksOfRule(published('us-outbound-850-notifiable'))).toEqual([]);
    const inWords = { duty: 'Report', from: 'KNOWLEDGE' as const, words: 'From time to time', verified: true };
    expect(clocksOfRule({ clocks: [inWords, { ...inWords, workingDays: 2 }] })).toMatchObject([{ n: 1, term: { unit: 'WORKING_DAYS' } }]);
  });

  it('start by the calendar of the jurisdiction, with an id that the same duty cannot have twice', () =>
    // Known on the evening of the 14th of December in New York is the 15th in Brussels: the 29th is the last day.
    expect(startOf('eu-ai-act-51', crossingClocksOf, '2026-12-01T00:00:00Z', '2026-12-15T00:30:00Z')).toMatchObject([
      {
        id: 'RULE:eu-ai-act-51@1:0:subject-1',
        kind: 'RULE',
        subject: 'subject-1',
        regime: 'EU AI Act',
        jurisdiction: 'EU',
        startedAt: Date.parse('2026-12-15T00:30:00Z'),
        dueAt: Date.parse('2026-12-29T23:00:00Z'),
        words: 'Without delay, at most 2 weeks after it is met or known that it will be',
        verified: true,
        status: 'running',
      },
    ]));

  it.each([
    // In New York it is still the third quarter.
    ['2026-10-01T03:59:59Z', '2026-10-01T04:00:00Z', '2026-10-16T04:00:00Z'],
    ['2026-10-01T04:00:00Z', '2027-01-01T05:00:00Z', '2027-01-16T05:00:00Z'],
    ['2026-10-20T12:00:00Z', '2027-01-01T05:00:00Z', '2027-01-16T05:00:00Z'],
    // The 15th of July 2028 is a Saturday: Monday.
    ['2028-04-02T12:00:00Z', '2028-07-01T04:00:00Z', '2028-07-18T04:00:00Z'],
  ])('report a quarter after its end: what happened at %s starts at %s and is due at %s', (fact, starts, due) =>
    expect(startOf('us-bis-702-7', crossingClocksOf, fact, '2030-01-01T00:00:00Z')).toMatchObject([
      { startsOn: 'FACT', startedAt: Date.parse(starts), dueAt: Date.parse(due) },
    ]),
  );
});
