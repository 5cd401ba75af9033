import { NOBODY_KNOWN } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { CASE_POLICY } from '../case-policy.js';
import { type CaseState, foldCase } from '../case-state.js';
import { type CaseDecision, happened } from '../case-vocabulary.js';
import { caughtUp } from '../clocks/catch-up.js';
import { decideOpening } from '../opening/decide-opening.js';
import { withReactions } from '../reactions.js';
import { DESK_MAX, decideAssignment, decideAttachment, decideMention, decideNote, decideWatching } from './decide-desk.js';
import { decideSnooze, decideWaking } from './decide-snooze.js';

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;
const CALENDAR = {
  jurisdiction: '-',
  zone: 'UTC',
  weekend: [6, 7],
  holidays: new Set<string>(),
  rollsForward: false,
  source: '',
  verified: true,
  version: 1,
};
const rosa = { person: 'rosa', human: true, role: 'regulator-reviewer', authority: 'home' };
const context = { now: NOW, actor: rosa, calendars: new Map([['-', CALENDAR]]), policy: CASE_POLICY, people: NOBODY_KNOWN };
const opening = {
  case: 'c',
  matter: 'OTHER',
  subject: { kind: 'party', id: 'p' },
  severity: 'LOW',
  jurisdiction: '-',
  source: 'PERSON',
  reason: 'A tip',
} as const;

function carriedOut(state: CaseState, decision: CaseDecision<CaseEvent>, at = context): CaseState {
  if ('refused' in decision) throw new Error(decision.refused.code);
  return withReactions(state, decision.events, at).state;
}
const opened = carriedOut(foldCase([]), decideOpening(opening, context));
const refused = (decision: CaseDecision<CaseEvent>) => ('refused' in decision ? decision.refused.code : undefined);
const at = (now: number) => ({ ...context, now });

describe('the desk', () => {
  it('gives a case to one person at a time, and says whose it was', () => {
    const mine = carriedOut(opened, decideAssignment(opened, { person: 'rosa', reason: 'Mine' }, context));
    expect(decideAssignment(mine, { person: 'ben', reason: 'Yours' }, context)).toMatchObject({
      events: [{ person: 'ben', previous: 'rosa' }],
    });
    expect(decideAssignment(mine, { person: 'rosa', reason: 'Mine' }, context)).toEqual({ events: [] });
    expect(refused(decideAssignment(mine, { person: null, reason: ' ' }, context))).toBe('REASON_MISSING');
  });

  it('never gives it to the subject’s own analyst', () => {
    const people = { ...NOBODY_KNOWN, analysts: new Set(['ana']) };
    expect(refused(decideAssignment(opened, { person: 'ana', reason: 'Knows them' }, { ...context, people }))).toBe('OWN_ANALYST');
  });

  it('is watched once by each', () => {
    const watched = carriedOut(opened, decideWatching(opened, true, context));
    expect(decideWatching(watched, true, context)).toEqual({ events: [] });
    expect([...carriedOut(watched, decideWatching(watched, false, context)).desk.watchers]).toEqual([]);
  });

  it('keeps notes in their order, and goes on without words that were erased', () => {
    const noted = carriedOut(opened, decideNote(opened, { note: 'n', text: 'Fjordlys' }, context));
    expect(noted.desk.notes).toEqual([{ id: 'n', by: 'rosa', at: NOW, text: 'Fjordlys' }]);
    const erased = carriedOut(opened, { events: [{ type: 'note-added', ...happened(rosa, NOW), note: 'n' }] });
    expect(erased.desk.notes).toEqual([{ id: 'n', by: 'rosa', at: NOW, text: undefined }]);
  });

  it('keeps addresses that were mentioned among the words: one may name somebody', () => {
    const mention = { mention: 'm', kind: 'url', ref: 'https://example.org/people/fjord-lys', reason: 'See it' } as const;
    const decided = decideMention(opened, mention, context) as { events: CaseEvent[] };
    const { personal, ...open } = decided.events[0] as CaseEvent & { personal?: object };
    expect(JSON.stringify(open)).not.toContain('fjord');
    expect(carriedOut(opened, decided).desk.mentions).toMatchObject([{ kind: 'url', ref: mention.ref }]);
    expect(carriedOut(opened, { events: [open as CaseEvent] }).desk.mentions).toMatchObject([{ kind: 'url', ref: undefined }]);
    const flag = decideMention(opened, { ...mention, kind: 'flag', ref: 'f-1' }, context);
    expect(flag).toMatchObject({ events: [{ ref: 'f-1' }] });
    expect(refused(decideMention(opened, { ...mention, kind: 'report', ref: 'of Ada Fjordlys' }, context))).toBe('MENTION_REF_INVALID');
  });

  it('has a limit on everything', () => {
    const full: CaseState = {
      ...opened,
      desk: { ...opened.desk, notes: Array(DESK_MAX.notes), files: Array(DESK_MAX.files), mentions: Array(DESK_MAX.mentions) },
    };
    const file = { file: 'f', name: 'a', contentType: 'image/png', bytes: 1, sha256: '', scan: 'CLEAN', scanner: '' } as const;
    expect(refused(decideNote(full, { note: 'n', text: 'x' }, context))).toBe('DESK_FULL');
    expect(refused(decideAttachment(full, file, context))).toBe('DESK_FULL');
    expect(refused(decideMention(full, { mention: 'm', kind: 'flag', ref: 'f', reason: 'See it' }, context))).toBe('DESK_FULL');
  });
});

describe('a snooze', () => {
  const until = NOW + 5 * DAY;
  const asleep = carriedOut(opened, decideSnooze(opened, { until, reason: 'Not now' }, context));

  it('stops no clock: each is due when it was', () => {
    for (const [id, { dueAt, status }] of opened.clocks) expect(asleep.clocks.get(id)).toMatchObject({ dueAt, status });
    expect(asleep.desk.snooze).toMatchObject({ until, by: 'rosa' });
  });

  it('ends at its time', () => {
    const met = carriedOut(asleep, { events: [{ type: 'clock-met', ...happened(rosa, NOW), clock: 'TRIAGE:opening', late: false }] });
    expect(caughtUp(met, at(until - 1)).state.desk.snooze).toBeDefined();
    const { state, events } = caughtUp(met, at(until));
    expect(state.desk.snooze).toBeUndefined();
    expect(events).toContainEqual(expect.objectContaining({ type: 'case-woken', cause: 'ELAPSED', by: 'casework' }));
  });

  it('ends with the first clock that is not met, also while the job was down', () => {
    const { state, events } = caughtUp(asleep, at(NOW + 30 * DAY));
    expect(events.filter(({ type }) => type === 'case-woken')).toMatchObject([{ cause: 'BREACH' }]);
    expect(state.clocks.get('SNOOZE:case')).toMatchObject({ status: 'cancelled' });
  });

  it('can be taken back and begun anew, with one clock that counts', () => {
    const awake = carriedOut(asleep, decideWaking(asleep, context));
    expect(awake.desk.snooze).toBeUndefined();
    expect(decideWaking(awake, context)).toEqual({ events: [] });
    const again = carriedOut(asleep, decideSnooze(asleep, { until: NOW + DAY, reason: 'Sooner' }, context));
    expect(again.clocks.get('SNOOZE:case')).toMatchObject({ status: 'running', dueAt: NOW + DAY });
    expect(again.desk.snooze?.until).toBe(NOW + DAY);
  });

  it('is never without a reason, in the past, or longer than the policy allows', () => {
    expect(refused(decideSnooze(opened, { until, reason: '' }, context))).toBe('REASON_MISSING');
    expect(refused(decideSnooze(opened, { until: NOW, reason: 'Not now' }, context))).toBe('SNOOZE_TIME_INVALID');
    expect(refused(decideSnooze(opened, { until: NOW + CASE_POLICY.snoozeDaysMax * DAY + 1, reason: 'Not now' }, context))).toBe(
      'SNOOZE_TIME_INVALID',
    );
  });
});
