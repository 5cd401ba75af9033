import fc from 'fast-check';
import type { CaseContext } from '../case-context.js';
import { NOBODY_KNOWN } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { CASE_POLICY } from '../case-policy.js';
import { type CaseState, foldCase, NO_CASE } from '../case-state.js';
import { CASEWORK } from '../case-vocabulary.js';
import type { Reaction } from '../reactions.js';
import { calendarFor } from './calendar-book.js';
import { calendarOf } from './calendars.fixture.js';
import { CLOCK_KINDS, type ClockKind, ELAPSING } from './case-clock.js';
import { caughtUp } from './catch-up.js';
import { cancelClocks, clocksSay, meetClocks, startClock } from './run-clocks.js';

const HOUR = 3_600_000;
const START = Date.parse('2026-03-01T12:00:00Z');
const END = START + 400 * 24 * HOUR;

const ROSA = { person: 'rosa', human: true, role: 'regulator-reviewer', authority: 'home' };
const at = (now: number, actor = CASEWORK): CaseContext => ({
  now,
  actor,
  calendars: new Map([['-', calendarOf()]]),
  policy: CASE_POLICY,
  people: NOBODY_KNOWN,
});

/** What happens in a case, beside its job: clocks that start, are met, are cancelled; a snooze. */
type Story =
  | { does: 'start'; id: string; kind: ClockKind; hours: number; at: number }
  | { does: 'meet' | 'cancel'; id: string; at: number };

const ids = fc.constantFrom('a', 'b', 'c', 'd');
const moments = fc.integer({ min: 0, max: 300 * 24 }).map((hours) => START + hours * HOUR);
const starts = ids.chain((id) =>
  fc.record({
    does: fc.constant('start' as const),
    id: fc.constant(id),
    kind: fc.constantFrom(...CLOCK_KINDS.filter((kind) => kind !== 'SNOOZE')),
    hours: fc.integer({ min: 1, max: 60 * 24 }),
    at: moments,
  }),
);
const ends = fc.record({ does: fc.constantFrom('meet' as const, 'cancel' as const), id: ids, at: moments });
const stories: fc.Arbitrary<Story[]> = fc
  .tuple(fc.uniqueArray(starts, { minLength: 1, maxLength: 4, selector: ({ id }) => id }), fc.array(ends, { maxLength: 6 }))
  .map(([begin, end]) => [...begin, ...end].sort((one, other) => one.at - other.at));
const jobs = fc.oneof(
  fc.array(moments, { maxLength: 40 }),
  fc.constant(Array.from({ length: 400 }, (_, day) => START + day * 24 * HOUR)),
  fc.constant([]),
);

/** A case to which the story happens, with a job that looks at these moments; at the end it looks once more. */
function told(
  story: readonly Story[],
  jobs: readonly number[],
  reactions: readonly Reaction[] = [],
): { events: CaseEvent[]; state: CaseState } {
  let state: CaseState = { ...NO_CASE, id: 'case-1' };
  const events: CaseEvent[] = [];
  const take = (more: readonly CaseEvent[]) => {
    events.push(...more);
    state = foldCase(more, state);
  };
  const steps = [
    ...story.map((step) => ({ now: step.at, decide: () => decide(step, state) })),
    ...[...jobs, END].map((now) => ({ now, decide: () => [] as CaseEvent[] })),
  ].sort((one, other) => one.now - other.now);
  for (const { now, decide } of steps) {
    take(caughtUp(state, at(now), reactions).events);
    take(decide());
  }
  return { events, state };
}

function decide(step: Story, state: CaseState): CaseEvent[] {
  const context = at(step.at, ROSA);
  if (step.does !== 'start') {
    const isIt = ({ id }: { id: string }) => id === step.id;
    return step.does === 'meet' ? meetClocks(state, context, isIt) : cancelClocks(state, context, 'No longer asked', isIt);
  }
  const { id, kind, hours } = step;
  const term = { unit: 'HOURS' as const, count: hours };
  return [startClock(context, { id, kind, duty: 'Do it', subject: id, jurisdiction: '-', term, startsOn: 'FACT', startedAt: step.at })];
}

/** What clocks said, without when they said it. */
const saidOf = (events: readonly CaseEvent[]) =>
  events.flatMap((event) =>
    event.type === 'clock-warned' || event.type === 'clock-breached' || event.type === 'clock-elapsed'
      ? [[event.type, event.clock, event.due, event.type === 'clock-warned' ? event.warning : ''].join(' ')]
      : [],
  );
const endsOf = ({ clocks }: CaseState) =>
  [...clocks.values()].map(({ id, status, endedAt, breachedAt, warned }) => ({ id, status, endedAt, breachedAt, warned }));

describe('what clocks say', () => {
  it('is the same whenever the job looks: always, at random, never for a year; and said once', () =>
    fc.assert(
      fc.property(stories, jobs, jobs, (story, one, other) => {
        const [first, second] = [told(story, one), told(story, other)];
        expect(saidOf(first.events)).toEqual(saidOf(second.events));
        expect(endsOf(first.state)).toEqual(endsOf(second.state));
        expect(new Set(saidOf(first.events)).size).toBe(saidOf(first.events).length);
      }),
      { numRuns: 300 },
    ));

  it('is in the order in which it was due, of true moments, and never before them', () =>
    fc.assert(
      fc.property(stories, jobs, (story, looks) => {
        const { events, state } = told(story, looks);
        const dues = events.flatMap((event) => ('due' in event && typeof event.due === 'number' ? [{ due: event.due, event }] : []));
        expect(dues.map(({ due }) => due)).toEqual(dues.map(({ due }) => due).sort((a, b) => a - b));
        for (const { due, event } of dues) {
          expect(event.at).toBeGreaterThanOrEqual(due);
          const clock = 'clock' in event && typeof event.clock === 'string' ? state.clocks.get(event.clock) : undefined;
          expect([...(clock?.warnAt ?? []), clock?.dueAt]).toContain(due);
        }
      }),
    ));

  it('ends with the clock: each ends once, nothing is said after, every warning before was', () =>
    fc.assert(
      fc.property(stories, jobs, (story, looks) => {
        const { events, state } = told(story, looks);
        for (const clock of state.clocks.values()) {
          const own = events.filter((event) => 'clock' in event && event.clock === clock.id).map(({ type }) => type);
          const failed = ELAPSING.has(clock.kind) ? 'clock-elapsed' : 'clock-breached';
          const count = (...types: string[]) => own.filter((type) => types.includes(type)).length;
          const ran = clock.breachedAt !== undefined || clock.status === 'elapsed';
          const ended = clock.status === 'met' || clock.status === 'cancelled';
          expect([count(failed), count('clock-met', 'clock-cancelled')]).toEqual([ran ? 1 : 0, ended ? 1 : 0]);
          expect(clock.status).not.toBe('running');
          const stopped = clock.breachedAt ?? clock.endedAt!;
          expect(clock.warned).toBe(clock.warnAt.filter((moment) => moment <= stopped).length);
          expect(own.filter((type) => type === 'clock-warned')).toHaveLength(clock.warned);
          if (clock.breachedAt !== undefined) expect(clock.breachedAt).toBe(clock.dueAt);
        }
      }),
    ));

  it('is not moved by a snooze', () =>
    fc.assert(
      fc.property(stories, jobs, moments, fc.integer({ min: 1, max: 500 }), (story, looks, since, hours) => {
        const snooze: Story = { does: 'start', id: 'SNOOZE:case', kind: 'SNOOZE', hours, at: since };
        const [without, snoozed] = [
          told(story, looks),
          told(
            [...story, snooze].sort((a, b) => a.at - b.at),
            looks,
          ),
        ];
        expect(saidOf(snoozed.events).filter((said) => !said.includes('SNOOZE'))).toEqual(saidOf(without.events));
        expect(endsOf(snoozed.state).filter(({ id }) => !id.startsWith('SNOOZE'))).toEqual(endsOf(without.state));
      }),
    ));

  it('is suppressed by what an earlier one brought about, said in time or late', () => {
    const endsTheOthers: Reaction = (state, event, context) =>
      event.type === 'clock-elapsed' && event.clock === 'a' ? cancelClocks(state, context, 'It was over', ({ id }) => id !== 'a') : [];
    fc.assert(
      fc.property(stories, jobs, jobs, (story, one, other) => {
        const [first, second] = [told(story, one, [endsTheOthers]), told(story, other, [endsTheOthers])];
        expect(saidOf(first.events)).toEqual(saidOf(second.events));
        expect(endsOf(first.state).map(({ id, status }) => [id, status])).toEqual(
          endsOf(second.state).map(({ id, status }) => [id, status]),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('says nothing when asked again', () =>
    fc.assert(fc.property(stories, jobs, (story, looks) => expect(clocksSay(told(story, looks).state, at(END))).toEqual([]))));
});

describe('a clock', () => {
  const started: Story = { does: 'start', id: 'a', kind: 'REQUEST_ANSWER', hours: 48, at: START };
  const metAfter = (ms: number) => told([started, { does: 'meet', id: 'a', at: START + ms }], []).state.clocks.get('a');

  it('that is met in time is no breach; at its moment or later it is, and stays one', () => {
    expect(metAfter(48 * HOUR - 1)).toMatchObject({ status: 'met' });
    expect(metAfter(48 * HOUR - 1)?.breachedAt).toBeUndefined();
    expect(metAfter(48 * HOUR)).toMatchObject({ status: 'met', breachedAt: START + 48 * HOUR, endedAt: START + 48 * HOUR });
    expect(metAfter(90 * HOUR)).toMatchObject({ status: 'met', breachedAt: START + 48 * HOUR, endedAt: START + 90 * HOUR });
  });

  it('is breached at its very moment, and not before', () => {
    const begun = foldCase(decide(started, NO_CASE));
    const saidAt = (now: number) => caughtUp(begun, at(now), []).state.clocks.get('a')?.status;
    expect([saidAt(START + 48 * HOUR - 1), saidAt(START + 48 * HOUR)]).toEqual(['running', 'breached']);
  });

  it('that was met late is a breach also in a log in which nobody said so before', () => {
    const begun = foldCase(decide(started, NO_CASE));
    const met = foldCase(
      meetClocks(begun, at(START + 49 * HOUR, ROSA), () => true),
      begun,
    );
    expect(met.clocks.get('a')).toMatchObject({ status: 'met', breachedAt: START + 48 * HOUR });
  });

  it('that was breached and is no longer asked keeps when it was', () => {
    const cancelled = told([started, { does: 'cancel', id: 'a', at: START + 60 * HOUR }], []);
    expect(cancelled.state.clocks.get('a')).toMatchObject({
      status: 'cancelled',
      breachedAt: START + 48 * HOUR,
      endedAt: START + 60 * HOUR,
    });
  });

  it('that began before the case knew of it does not warn of what is over, and is breached at once when its end is', () => {
    const late = (now: number) =>
      foldCase(
        [
          startClock(at(now), {
            id: 'a',
            kind: 'RULE',
            duty: 'd',
            subject: 's',
            jurisdiction: '-',
            term: { unit: 'HOURS', count: 240 },
            startsOn: 'KNOWLEDGE',
            startedAt: START,
          }),
        ],
        NO_CASE,
      );
    expect(late(START).clocks.get('a')?.warnAt).toEqual([START + 120 * HOUR, START + 216 * HOUR]);
    expect(late(START + 120 * HOUR).clocks.get('a')?.warnAt).toEqual([START + 216 * HOUR]);
    const over = caughtUp(late(START + 300 * HOUR), at(START + 300 * HOUR), []);
    expect(over.events).toMatchObject([{ type: 'clock-breached', due: START + 240 * HOUR, at: START + 300 * HOUR }]);
  });

  it('says by which calendar its end was counted', () => expect(metAfter(1)).toMatchObject({ calendar: '-@1' }));

  it('is counted by the calendar of its place, else of the country, else by none', () => {
    const book = new Map(['-', 'US', 'US-NY'].map((jurisdiction) => [jurisdiction, calendarOf({ jurisdiction })]));
    const named = (jurisdiction: string) => calendarFor(book, jurisdiction).jurisdiction;
    expect(['US-NY', 'US-CA', 'US', 'FR', '-', ''].map(named)).toEqual(['US-NY', 'US', 'US', '-', '-', '-']);
  });
});
