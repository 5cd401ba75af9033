import { PUBLISHED_RULEBOOK } from '../../rulebook/published-rulebook.js';
import type { CaseContext } from '../case-context.js';
import type { CaseState } from '../case-state.js';
import { DAY, DecidedCase, reviewer } from '../decisions/decisions.fixture.js';
import { decideIncident, decideIncidentReport, incidentRules, type ReportIncident } from './decide-incident.js';

const HOUR = 3_600_000;
const RULES = PUBLISHED_RULEBOOK.rules;
const report = (state: CaseState, command: ReportIncident, context: CaseContext) => decideIncident(state, command, RULES, context);

function reported(over: Partial<ReportIncident> = {}, now = Date.UTC(2027, 0, 11)) {
  const one = new DecidedCase();
  one.now = now;
  one.opened();
  const times = { occurredAt: now - DAY, discoveredAt: now };
  const about = {
    incident: 'i-1',
    kind: 'MISUSE',
    severity: 'HIGH',
    source: 'DEVELOPER',
    jurisdictions: ['US'],
    imminentDanger: false,
  } as const;
  const code = one.take(reviewer('pia'), report, { ...about, ...times, description: 'It ran', ...over });
  const clocks = [...one.state.clocks.values()].filter(({ subject }) => subject === 'i-1');
  const due = (rule: string) => clocks.filter(({ id }) => id.includes(rule)).map(({ dueAt, startedAt }) => (dueAt - startedAt) / HOUR);
  return { one, code, clocks, due };
}

describe('an incident', () => {
  it('runs the times of the rules that stand where it is named: 15 days, 72 hours, and 24 where danger is imminent', () => {
    const calm = reported();
    expect(calm.due('us-ny-raise')).toEqual([72]);
    expect(calm.due('us-ca-sb53')).toHaveLength(1);
    expect(calm.due('us-ca-sb53')[0]).toBeGreaterThanOrEqual(15 * 24);
    expect(reported({ imminentDanger: true }).due('us-ny-raise').sort()).toEqual([24, 72]);
    expect(reported({ imminentDanger: true }).due('us-ca-sb53')).toContain(24);
    expect(reported({ jurisdictions: ['EU'] }).clocks).toEqual([]);
    expect(reported({ jurisdictions: ['KR'] }).due('kr-ai-basic-act')).toHaveLength(1);
  });

  it('runs the times of a country also where a part of it is named: rules name countries alone', () => {
    const inState = reported({ jurisdictions: ['US-CA'] });
    expect(inState.clocks.map(({ id }) => id)).toEqual(reported().clocks.map(({ id }) => id));
    expect(inState.due('us-ca-sb53')).toHaveLength(1);
    expect(reported({ jurisdictions: ['-'] }).clocks).toEqual([]);
  });

  it('says of a rule that binds nobody on that day that its clock is an exercise', () => {
    const before = reported({}, Date.UTC(2026, 5, 1));
    const words = (rule: string, { clocks } = before) => clocks.find(({ id }) => id.includes(rule))?.duty;
    expect(words('us-ny-raise')).toContain('an exercise');
    expect(words('us-ca-sb53')).not.toContain('an exercise');
    expect(words('us-ny-raise', reported())).not.toContain('an exercise');
    expect(incidentRules(RULES, ['US'], Date.UTC(2026, 5, 1)).map(({ id }) => id)).not.toContain('us-ca-sb1047');
  });

  it('makes the case as severe as itself, and never less', () => {
    expect(reported({ severity: 'CRITICAL' }).one.state.severity).toBe('CRITICAL');
    expect(reported({ severity: 'LOW' }).one.state.severity).toBe('MEDIUM');
  });

  it('is told in an order of times that can be', () => {
    const now = Date.UTC(2027, 0, 11);
    expect(reported({ occurredAt: now + 1, discoveredAt: now }).code).toBe('INCIDENT_TIMES');
    expect(reported({ discoveredAt: now + HOUR }).code).toBe('INCIDENT_TIMES');
    expect(reported({ description: ' ' }).code).toBe('INCIDENT_UNDESCRIBED');
  });

  it('does a duty by a report that was made in time, also when it is recorded after it was due', () => {
    const { one, clocks } = reported();
    const clock = clocks.find(({ id }) => id.includes('us-ny-raise'))!;
    const madeAt = one.now + HOUR;
    one.pass(10);
    expect(one.state.clocks.get(clock.id)?.status).toBe('breached');
    const record = { incident: 'i-1', clock: clock.id, madeAt, to: 'The office' };
    expect(one.take(reviewer('pia'), decideIncidentReport, { ...record, clock: 'TRIAGE:opening' })).toBe('INCIDENT_CLOCK_UNKNOWN');
    expect(one.take(reviewer('pia'), decideIncidentReport, { ...record, madeAt: one.now + 1 })).toBe('INCIDENT_TIMES');
    expect(one.take(reviewer('pia'), decideIncidentReport, record)).toBeUndefined();
    expect(one.events.findLast(({ type }) => type === 'clock-met')).toMatchObject({ clock: clock.id, late: false });
    // It was no breach; that one was said, when nobody had told of the report, stays in the log.
    expect(one.state.clocks.get(clock.id)).toMatchObject({ status: 'met', endedAt: madeAt, breachedAt: undefined });
    expect(one.events.filter(({ type }) => type === 'clock-breached').length).toBeGreaterThan(0);
    expect(one.take(reviewer('pia'), decideIncidentReport, record)).toBe('INCIDENT_REPORTED_ALREADY');
  });
});
