import { NOBODY_KNOWN } from '../case-context.js';
import { CASE_POLICY } from '../case-policy.js';
import { type CaseState, foldCase, NO_CASE } from '../case-state.js';
import { type Actor, CASEWORK } from '../case-vocabulary.js';
import { calendarOf } from './calendars.fixture.js';
import { caughtUp } from './catch-up.js';
import { decideFulfilment } from './decide-fulfilment.js';
import { startClock } from './run-clocks.js';

const HOUR = 3_600_000;
const START = Date.parse('2026-03-01T12:00:00Z');
const ROSA: Actor = { person: 'rosa', human: true, role: 'regulator-reviewer', authority: 'home' };
const at = (now: number, actor = ROSA) => ({
  now,
  actor,
  calendars: new Map([['-', calendarOf()]]),
  policy: CASE_POLICY,
  people: NOBODY_KNOWN,
});
const clock = (id: string, kind: 'RULE' | 'TRIAGE') =>
  startClock(at(START), {
    id,
    kind,
    duty: 'Notify',
    subject: 'case',
    jurisdiction: '-',
    term: { unit: 'HOURS', count: 48 },
    startsOn: 'KNOWLEDGE',
    startedAt: START,
  });
const begun: CaseState = foldCase([clock('RULE:a@1:0:case', 'RULE'), clock('TRIAGE:opening', 'TRIAGE')], NO_CASE);

const fulfil = (now: number, { clock = 'RULE:a@1:0:case', doneAt }: { clock?: string; doneAt?: number } = {}) => {
  const state = caughtUp(begun, at(now, CASEWORK), []).state;
  const decided = decideFulfilment(state, { clock, doneAt, reason: 'It wrote' }, at(now));
  return 'refused' in decided ? decided.refused.code : foldCase(decided.events, state).clocks.get(clock);
};

describe('a duty of a rule that was done', () => {
  it('meets its clock, in time or late', () => {
    expect(fulfil(START + HOUR)).toMatchObject({ status: 'met', endedAt: START + HOUR, breachedAt: undefined });
    expect(fulfil(START + 50 * HOUR)).toMatchObject({ status: 'met', breachedAt: START + 48 * HOUR });
  });

  it('was done when it was done: what is known late is no breach, what was done late is', () => {
    expect(fulfil(START + 90 * HOUR, { doneAt: START + 47 * HOUR })).toMatchObject({ endedAt: START + 47 * HOUR, breachedAt: undefined });
    expect(fulfil(START + 90 * HOUR, { doneAt: START + 48 * HOUR })).toMatchObject({ status: 'met', breachedAt: START + 48 * HOUR });
  });

  it('may have been done before anybody knew of it', () =>
    expect(fulfil(START + HOUR, { doneAt: START - HOUR })).toMatchObject({ status: 'met', endedAt: START - HOUR }));

  it('is of a rule, of this case, not over and not still to be done', () => {
    expect(fulfil(START + HOUR, { clock: 'TRIAGE:opening' })).toBe('CLOCK_NOT_OF_RULE');
    expect(fulfil(START + HOUR, { clock: 'RULE:b@1:0:case' })).toBe('CLOCK_UNKNOWN');
    expect(fulfil(START + HOUR, { doneAt: START + 2 * HOUR })).toBe('CLOCK_NOT_YET');
    const once = decideFulfilment(begun, { clock: 'RULE:a@1:0:case', reason: 'It wrote' }, at(START + HOUR));
    const met = foldCase('events' in once ? once.events : [], begun);
    expect(decideFulfilment(met, { clock: 'RULE:a@1:0:case', reason: 'Again' }, at(START + HOUR))).toMatchObject({
      refused: { code: 'CLOCK_OVER' },
    });
  });
});
