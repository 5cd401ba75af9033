import { PUBLISHED_RULEBOOK } from '../../rulebook/published-rulebook.js';
import { NOBODY_KNOWN } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { CASE_POLICY } from '../case-policy.js';
import { type CaseState, foldCase } from '../case-state.js';
import { CASEWORK, type CaseDecision, type CaseFlag, happened } from '../case-vocabulary.js';
import { decideIncident, type ReportIncident } from '../incidents/decide-incident.js';
import { withReactions } from '../reactions.js';
import { decideFlagChange, decideJoin } from './decide-flag.js';
import { decideMove, decideOpening } from './decide-opening.js';

const NOW = Date.UTC(2026, 5, 1);
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
const context = { now: NOW, actor: CASEWORK, calendars: new Map([['-', CALENDAR]]), policy: CASE_POLICY, people: NOBODY_KNOWN };
const scope = { kind: 'account', provider: 'north', id: 'acme' } as const;
const EU = PUBLISHED_RULEBOOK.rules.find(({ id }) => id === 'eu-ai-act-51')!;

const flag = (id: string, changes: Partial<CaseFlag> = {}): CaseFlag => ({
  ...{ id, kind: 'CROSSING', tier: 'PROBABLE', scope, rule: EU.id, ruleVersion: EU.version, regime: EU.regime, jurisdiction: 'EU' },
  ...{ legalStatus: 'IN_FORCE', momentMs: NOW - 9_000, knownAtMs: NOW - 1_000, sentence: '', covers: [] },
  ...changes,
});

function carriedOut(state: CaseState, decision: CaseDecision<CaseEvent>): CaseState {
  if ('refused' in decision) throw new Error(decision.refused.code);
  return withReactions(state, decision.events, context).state;
}
const typesOf = (decision: CaseDecision<CaseEvent>) => ('events' in decision ? decision.events.map(({ type }) => type) : decision);

const opening = {
  case: 'c',
  matter: 'TRAINING_COMPUTE',
  subject: scope,
  severity: 'HIGH',
  jurisdiction: 'EU',
  source: 'FLAG',
  reason: 'A flag',
} as const;
const opened = carriedOut(foldCase([]), decideOpening(opening, { ...context, authority: 'home' }));
const join = (state: CaseState, one: CaseFlag, more: object = {}) =>
  decideJoin(state, { flag: one, reason: 'It fits.', rule: EU, ...more }, context);

describe('a flag that joins a case', () => {
  it('meets its regime and starts each of its clocks once', () => {
    const first = join(opened, flag('1'));
    expect(typesOf(first)).toEqual(['flag-joined', 'regime-met', 'clock-started']);
    const again = join(carriedOut(opened, first), flag('2', { tier: 'CERTAIN' }));
    expect(typesOf(again)).toEqual(['flag-joined']);
  });

  it('counts a duty from knowledge as its rule says, and what is only foreseen from no earlier fact', () => {
    const state = carriedOut(opened, join(opened, flag('1')));
    expect([...state.clocks.values()].find(({ kind }) => kind === 'RULE')).toMatchObject({ startsOn: 'KNOWLEDGE', startedAt: NOW - 1_000 });
  });

  it('that is in it already changes nothing', () =>
    expect(join(carriedOut(opened, join(opened, flag('1'))), flag('1'))).toEqual({ events: [] }));

  it('starts no clock for what can at most have been, and does once it is probable', () => {
    const possible = join(opened, flag('1', { tier: 'POSSIBLE' }));
    expect(typesOf(possible)).toEqual(['flag-joined', 'regime-met']);
    expect(typesOf(join(carriedOut(opened, possible), flag('2')))).toContain('clock-started');
  });

  it('says by name that no clock runs where the rule is not known', () => {
    const joined = join(opened, flag('1', { rule: 'ours' }), { rule: undefined });
    expect(typesOf(joined)).not.toContain('clock-started');
    expect(joined).toMatchObject({ events: [{ reason: 'It fits. No clock runs for it: the rule ours@1 is not known here.' }, {}] });
  });

  it('widens the subject and relates others once', () => {
    const group = { kind: 'group', id: 'g', controlRule: 'control' } as const;
    const wide = join(opened, flag('1'), { widenTo: group, related: [{ other: 'd', reason: 'A part.' }] });
    const state = carriedOut(opened, wide);
    expect([state.subject, state.related.get('d')]).toEqual([group, 'A part.']);
    expect(typesOf(join(state, flag('2'), { widenTo: group, related: [{ other: 'd', reason: 'A part.' }] }))).toEqual(['flag-joined']);
  });

  it('makes a case graver and never less grave', () => {
    const critical = carriedOut(opened, join(opened, flag('1', { kind: 'USE_AFTER_ORDER', legalStatus: 'HOUSE' })));
    expect(critical.severity).toBe('CRITICAL');
    expect(carriedOut(critical, join(critical, flag('2', { tier: 'POSSIBLE' }))).severity).toBe('CRITICAL');
  });

  it('after the decision is to be looked at by somebody', () => {
    const decided: CaseState = { ...opened, stage: 'decided' };
    const state = carriedOut(decided, join(decided, flag('1')));
    expect(state.clocks.get('TRIAGE:flag 1')).toMatchObject({ status: 'running' });
    const closed = carriedOut(state, {
      events: [{ type: 'case-moved', ...happened(CASEWORK, NOW), move: 'close', from: 'decided', to: 'closed', evidence: [] }],
    });
    expect(closed.clocks.get('TRIAGE:flag 1')).toMatchObject({ status: 'met' });
  });
});

describe('a flag that changes', () => {
  const two = [flag('1'), flag('2', { tier: 'POSSIBLE' })].reduce((state, one) => carriedOut(state, join(state, one)), opened);
  const withdraw = (state: CaseState, id: string) =>
    decideFlagChange(state, { type: 'WITHDRAWN', flag: flag(id), reason: 'A correction.' }, context);

  it('stands as it is told now', () => {
    const moved = carriedOut(two, decideFlagChange(two, { type: 'MOVED', flag: flag('1', { momentMs: 5 }) }, context));
    expect(moved.flags.get('1')).toMatchObject({ momentMs: 5, withdrawn: false, reason: 'It fits.' });
  });

  it('and is withdrawn leaves what the others say', () => {
    const one = carriedOut(two, withdraw(two, '1'));
    expect([one.severity, one.flags.get('1')?.withdrawn]).toEqual(['MEDIUM', true]);
    expect(withdraw(one, '1')).toEqual({ events: [] });
  });

  it('as the last one ends the duties that came of it, and closes nothing', () => {
    const none = ['1', '2'].reduce((state, id) => carriedOut(state, withdraw(state, id)), two);
    expect([none.severity, none.stage]).toEqual(['LOW', 'open']);
    expect([...none.clocks.values()].filter(({ kind }) => kind === 'RULE').map(({ status }) => status)).toEqual(['cancelled']);
    const back = carriedOut(none, join(none, flag('3')));
    expect([...back.clocks.values()].find(({ kind }) => kind === 'RULE')).toMatchObject({ status: 'running' });
    expect(back.severity).toBe('HIGH');
  });

  it('and is withdrawn ends a duty that only such are left of as never would have started it', () => {
    const one = carriedOut(two, withdraw(two, '1'));
    expect([...one.clocks.values()].filter(({ kind }) => kind === 'RULE').map(({ status }) => status)).toEqual(['cancelled']);
    const back = carriedOut(one, join(one, flag('3')));
    expect([...back.clocks.values()].find(({ kind }) => kind === 'RULE')).toMatchObject({ status: 'running' });
  });

  it('and is withdrawn makes a case no less grave than whoever opened it said, or an incident in it is', () => {
    const bySomebody = carriedOut(foldCase([]), decideOpening({ ...opening, source: 'PERSON' }, { ...context, authority: 'home' }));
    const joined = carriedOut(bySomebody, join(bySomebody, flag('1', { tier: 'POSSIBLE' })));
    expect(carriedOut(joined, withdraw(joined, '1')).severity).toBe('HIGH');
    const incident: ReportIncident = {
      ...({
        incident: 'i',
        kind: 'MISUSE',
        severity: 'CRITICAL',
        imminentDanger: false,
        source: 'PROVIDER',
        description: 'It ran',
      } as const),
      ...{ occurredAt: NOW - 5, discoveredAt: NOW - 5, jurisdictions: ['KR'] },
    };
    const hurt = carriedOut(two, decideIncident(two, incident, [], context));
    const left = ['1', '2'].reduce((state, id) => carriedOut(state, withdraw(state, id)), hurt);
    expect(left.severity).toBe('CRITICAL');
  });

  it('and is withdrawn makes a case no less grave than an order that nobody acknowledged, or an evaluation that was not passed', () => {
    const target = { provider: 'north', scope } as const;
    const about = happened(CASEWORK, NOW);
    const order: CaseEvent[] = [
      { type: 'order-drafted', ...about, ...target, order: 'o', acknowledgeWithinHours: 24, imminent: true },
      { type: 'order-issued', ...about, ...target, order: 'o', item: 'x', customers: [], from: NOW, acknowledgeBy: NOW },
      { type: 'order-escalated', ...about, order: 'o', cause: 'NOT_ACKNOWLEDGED' },
    ];
    const none = (state: CaseState) => ['1', '2'].reduce((one, id) => carriedOut(one, withdraw(one, id)), state).severity;
    const unheard = carriedOut(two, { events: order });
    expect(none(unheard)).toBe('HIGH');
    expect(none(carriedOut(unheard, { events: [{ type: 'order-acknowledged', ...about, order: 'o' }] }))).toBe('LOW');
    const failed: CaseEvent[] = [
      { type: 'evaluation-requested', ...about, evaluation: 'e', cause: 'PERSON' },
      { type: 'evaluation-recorded', ...about, evaluation: 'e', evaluatedAt: NOW, passed: false },
    ];
    expect(none(carriedOut(two, { events: failed }))).toBe('HIGH');
    expect(none(carriedOut({ ...two, severity: 'MEDIUM' }, { events: failed }))).toBe('MEDIUM');
  });

  it('that is of no flag of the case changes nothing', () => expect(withdraw(opened, 'unknown')).toEqual({ events: [] }));
});

describe('a case that is reopened', () => {
  it('is to be triaged anew, in the time for it', () => {
    const closed: CaseState = { ...opened, stage: 'closed' };
    const reopened = carriedOut(closed, decideMove(closed, { move: 'reopen', reason: 'New facts' }, context));
    expect([...reopened.clocks.values()].map(({ kind, status }) => `${kind} ${status}`)).toEqual(['TRIAGE met', 'TRIAGE running']);
  });
});
