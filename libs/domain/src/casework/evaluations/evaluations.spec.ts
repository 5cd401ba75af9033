import type { CaseEvent } from '../case-event.js';
import { CASEWORK, happened } from '../case-vocabulary.js';
import { decideClose, decideReopening } from '../decisions/decide-close.js';
import { decideApproval, decideProposal } from '../decisions/decide-outcome.js';
import { because, type DecidedCase, investigated, lead, reviewer, STATEMENT } from '../decisions/decisions.fixture.js';
import { decideEvaluationRequest, decideEvaluationResult } from './decide-evaluation.js';
import { EVALUATION_FLAG } from './react-evaluations.js';

const due = (id: string) => ({
  id,
  kind: EVALUATION_FLAG,
  tier: 'CERTAIN' as const,
  scope: { kind: 'party' as const, id: 'p-1' },
  rule: 'evaluation-growth',
  ruleVersion: 1,
  regime: 'House',
  jurisdiction: '-',
  legalStatus: 'HOUSE',
  momentMs: 0,
  knownAtMs: 0,
  sentence: '',
  covers: [],
});
const say = (one: DecidedCase, event: (about: ReturnType<typeof happened>) => CaseEvent) =>
  one.take(CASEWORK, (_, __, { now }) => ({ events: [event(happened(CASEWORK, now))] }), undefined);
const join = (one: DecidedCase, flag: string) =>
  say(one, (about) => ({ type: 'flag-joined', ...about, flag: due(flag), reason: 'It joins' }));
const result = (over: object = {}) => ({
  evaluation: 'f-1',
  evaluatedAt: 1,
  passed: true,
  evaluator: 'An institute',
  method: 'By hand',
  ...over,
});

describe('an evaluation', () => {
  it('is asked for by a flag that says one is due, once, with its time', () => {
    const one = investigated();
    join(one, 'f-1');
    join(one, 'f-2');
    expect([...one.state.evaluations.values()].map(({ id, cause, status }) => [id, cause, status])).toEqual([['f-1', 'FLAG', 'requested']]);
    expect(one.state.clocks.get('EVALUATION:f-1')).toMatchObject({ status: 'running', dueAt: expect.any(Number) });
    expect(one.take(reviewer('pia'), decideEvaluationRequest, { evaluation: 'e-1', reason: 'Too' })).toBe('EVALUATION_ASKED_ALREADY');
    one.pass(100);
    expect(one.state.clocks.get('EVALUATION:f-1')?.status).toBe('breached');
  });

  it('is no longer due when its flag is withdrawn', () => {
    const one = investigated();
    join(one, 'f-1');
    say(one, (about) => ({ type: 'flag-withdrawn', ...about, flag: 'f-1', reason: 'A correction' }));
    expect(one.state.evaluations.get('f-1')?.status).toBe('lapsed');
    expect(one.state.clocks.get('EVALUATION:f-1')?.status).toBe('cancelled');
    expect(one.take(reviewer('pia'), decideEvaluationResult, result())).toBe('EVALUATION_SETTLED');
  });

  it('whose flag is withdrawn leaves the duty to the next flag that waited for it', () => {
    const one = investigated();
    join(one, 'f-0');
    one.take(reviewer('pia'), decideEvaluationResult, result({ evaluation: 'f-0' }));
    one.now += 1;
    join(one, 'f-1');
    join(one, 'f-2');
    join(one, 'f-3');
    one.now += 1;
    say(one, (about) => ({ type: 'flag-withdrawn', ...about, flag: 'f-1', reason: 'A correction' }));
    expect([...one.state.evaluations.values()].map(({ id, status }) => [id, status])).toEqual([
      ['f-0', 'recorded'],
      ['f-1', 'lapsed'],
      ['f-2', 'requested'],
    ]);
    expect(one.state.clocks.get('EVALUATION:f-2')?.status).toBe('running');
    for (const flag of ['f-2', 'f-3']) say(one, (about) => ({ type: 'flag-withdrawn', ...about, flag, reason: 'A correction' }));
    expect([...one.state.evaluations.values()].map(({ id, status }) => [id, status]).slice(2)).toEqual([
      ['f-2', 'lapsed'],
      ['f-3', 'lapsed'],
    ]);
  });

  it.each(['MET', 'CANCELLED'] as const)(
    'that is settled as %s with its case is due no more, and keeps no later one from its time',
    (how) => {
      const one = investigated();
      join(one, 'f-1');
      one.take(reviewer('pia'), decideProposal, { proposal: 'p-1', outcome: 'NO_ACTION', statement: STATEMENT, rules: [], evidence: [] });
      one.take(lead('ruth'), decideApproval, { proposal: 'p-1', readVersion: one.state.version, ...because });
      const duties = [{ clock: 'EVALUATION:f-1', how, ...because }];
      expect(one.take(reviewer('pia'), decideClose, { ...because, duties })).toBeUndefined();
      expect(one.state.evaluations.get('f-1')?.status).toBe('lapsed');
      one.take(lead('ruth'), decideReopening, { ...because, evidence: ['f-2'] });
      join(one, 'f-2');
      expect(one.state.evaluations.get('f-2')?.status).toBe('requested');
      expect(one.state.clocks.get('EVALUATION:f-2')?.status).toBe('running');
    },
  );

  it('is recorded once and by a person; one that was not passed raises the severity by one', () => {
    const one = investigated();
    join(one, 'f-1');
    expect(one.take({ ...lead('bot'), human: false }, decideEvaluationResult, result())).toBe('PERSON_REQUIRED');
    expect(one.take(reviewer('pia'), decideEvaluationResult, result({ evaluatedAt: one.now + 1 }))).toBe('EVALUATION_TIME');
    expect(one.take(reviewer('pia'), decideEvaluationResult, result({ passed: false }))).toBeUndefined();
    expect(one.state.severity).toBe('HIGH');
    expect(one.events.at(-1)).toMatchObject({ type: 'severity-changed', reason: 'An evaluation was not passed' });
    expect(one.state.clocks.get('EVALUATION:f-1')?.status).toBe('met');
    expect(one.take(reviewer('pia'), decideEvaluationResult, result())).toBe('EVALUATION_SETTLED');
    // The next one that is due is asked for anew.
    join(one, 'f-2');
    expect(one.state.evaluations.get('f-2')?.status).toBe('requested');
  });
});
