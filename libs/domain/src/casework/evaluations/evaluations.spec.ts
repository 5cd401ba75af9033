import type { CaseEvent } from '../case-event.js';
import { CASEWORK, happened } from '../case-vocabulary.js';
import { type DecidedCase, investigated, lead, reviewer } from '../decisions/decisions.fixture.js';
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
