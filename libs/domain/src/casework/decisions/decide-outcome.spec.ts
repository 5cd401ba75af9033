import { CASEWORK } from '../case-vocabulary.js';
import type { CaseClock } from '../clocks/case-clock.js';
import { decideClose, decideReopening } from './decide-close.js';
import { decideCorrection } from './decide-correction.js';
import { decideApproval, decideProposal, decideRefusal, decideVoid, decideWithdrawal } from './decide-outcome.js';
import { because, DecidedCase, investigated, lead, reviewer, STATEMENT } from './decisions.fixture.js';

const outcome = { proposal: 'p-1', outcome: 'MONITORING', statement: STATEMENT, rules: [], evidence: [] } as const;
const proposed = (): DecidedCase => {
  const one = investigated();
  expect(one.take(reviewer('rosa'), decideProposal, outcome)).toBeUndefined();
  one.now += 1000;
  return one;
};
const approval = ({ state }: DecidedCase) => ({ proposal: 'p-1', readVersion: state.version, ...because });
const decided = (): DecidedCase => {
  const one = proposed();
  expect(one.take(lead('ruth'), decideApproval, approval(one))).toBeUndefined();
  return one;
};

const breached: CaseClock = {
  id: 'RULE:x',
  kind: 'RULE',
  duty: 'Notify',
  subject: 'eu@1',
  jurisdiction: '-',
  startsOn: 'FACT',
  startedAt: 1,
  term: { unit: 'HOURS', count: 1 },
  dueAt: 2,
  warnAt: [],
  warned: 0,
  status: 'breached',
  verified: true,
};

describe('an outcome', () => {
  it('is proposed with its reasons and stands when another person approves', () => {
    const one = decided();
    expect(one.state.stage).toBe('decided');
    expect(one.state.decisions.outcome).toMatchObject({ outcome: 'MONITORING', proposal: 'p-1' });
    expect(one.events.slice(-2)).toMatchObject([
      { type: 'outcome-approved', by: 'ruth', approvedVersion: 7 },
      { type: 'case-moved', move: 'approve' },
    ]);
  });

  it('is not approved by its proposer, in whatever role', () => {
    const one = proposed();
    expect(one.take(lead('rosa'), decideApproval, approval(one))).toBe('SAME_PERSON');
    expect(one.take(lead('ruth'), decideApproval, { ...approval(one), reason: '   ' })).toBe('REASON_MISSING');
  });

  it('is not approved by whoever read an earlier version of the case', () => {
    const one = proposed();
    expect(one.take(lead('ruth'), decideApproval, { ...approval(one), readVersion: one.state.version - 1 })).toBe('PRECONDITION_FAILED');
  });

  it('is not proposed by the subject’s own analyst, and is void once its proposer turns out to be it', () => {
    const one = investigated();
    one.people = { ...one.people, analysts: new Set(['rosa']) };
    expect(one.take(reviewer('rosa'), decideProposal, outcome)).toBe('OWN_ANALYST');
    const two = proposed();
    two.people = one.people;
    expect(two.take(lead('ruth'), decideApproval, approval(two))).toBe('PROPOSAL_VOID');
    two.people = { ...one.people, analysts: new Set(['ruth']) };
    expect(two.take(lead('ruth'), decideApproval, approval(two))).toBe('OWN_ANALYST');
    // The case may have come to be about more: nobody changed, so nobody says that it is void, and somebody has to put it aside.
    two.people = one.people;
    expect(two.take(lead('ruth'), decideRefusal, { proposal: 'p-1', ...because })).toBeUndefined();
    expect(two.state.stage).toBe('investigating');
  });

  it.each([
    ['a role that changed', { changes: [{ person: 'rosa', at: Date.UTC(2026, 0, 5) + 500, role: 'regulator-lead' }] }, 'ROLE_CHANGED'],
    [
      'one who stood in for the other',
      { delegations: [{ id: 'd', person: 'rosa', deputy: 'ruth', from: 0, until: Date.UTC(2027, 0) }] },
      'DELEGATION',
    ],
  ])('is void by %s, named in the log, and proposed anew', (_, facts, cause) => {
    const one = proposed();
    one.people = { ...one.people, ...facts };
    expect(one.take(lead('ruth'), decideApproval, approval(one))).toBe('PROPOSAL_VOID');
    one.take(CASEWORK, decideVoidBetween('ruth'), undefined);
    expect(one.events.slice(-2)).toMatchObject([
      { type: 'outcome-voided', cause, by: 'casework' },
      { type: 'case-moved', move: 'void', to: 'investigating' },
    ]);
    expect(one.take(lead('rhea'), decideApproval, approval(one))).toBe('PROPOSAL_VOID');
    one.now += 1000;
    one.people = { ...one.people, delegations: [] };
    expect(one.take(reviewer('rosa'), decideProposal, { ...outcome, proposal: 'p-2' })).toBeUndefined();
    expect(one.take(lead('rhea'), decideApproval, { ...approval(one), proposal: 'p-2' })).toBeUndefined();
  });

  it('is not void when nothing changed, however often it is asked', () => {
    const one = proposed();
    one.take(CASEWORK, decideVoidBetween(undefined), undefined);
    expect(one.state.stage).toBe('proposed');
  });

  it('is refused by another with a reason, and withdrawn by its proposer alone', () => {
    const one = proposed();
    expect(one.take(lead('rosa'), decideRefusal, { proposal: 'p-1', ...because })).toBe('SAME_PERSON');
    expect(one.take(lead('ruth'), decideRefusal, { proposal: 'p-1', reason: ' ' })).toBe('REASON_MISSING');
    expect(one.take(lead('ruth'), decideWithdrawal, { proposal: 'p-1', ...because })).toBe('NOT_THE_PROPOSER');
    expect(one.take(reviewer('rosa'), decideWithdrawal, { proposal: 'p-1', ...because })).toBeUndefined();
    expect(one.take(lead('ruth'), decideRefusal, { proposal: 'p-1', ...because })).toBe('PROPOSAL_SETTLED');
    expect(one.take(lead('ruth'), decideRefusal, { proposal: 'p-9', ...because })).toBe('PROPOSAL_UNKNOWN');
  });

  it('is not proposed without reasons, nor a duty without its rule', () => {
    const one = investigated();
    expect(one.take(reviewer('rosa'), decideProposal, { ...outcome, statement: { ...STATEMENT, considered: ' ' } })).toBe(
      'STATEMENT_INCOMPLETE',
    );
    expect(one.take(reviewer('rosa'), decideProposal, { ...outcome, outcome: 'DUTY_APPLIES' })).toBe('RULE_MISSING');
    expect(one.take({ ...reviewer('robot'), human: false }, decideProposal, outcome)).toBe('PERSON_REQUIRED');
  });
});

const decideVoidBetween =
  (approver: string | undefined) => (state: DecidedCase['state'], _: undefined, context: ReturnType<DecidedCase['context']>) =>
    decideVoid(state, context, approver);

describe('the end of a case', () => {
  it('comes when it is decided and nothing stands open', () => {
    expect(investigated().take(reviewer('rosa'), decideClose, because)).toBe('CASE_MOVE_ILLEGAL');
    const one = decided();
    expect(one.take(reviewer('rosa'), decideClose, because)).toBeUndefined();
    expect(one.state.stage).toBe('closed');
  });

  it('waits for duties of rules, which are settled with a reason or were met', () => {
    const one = decided();
    one.state = { ...one.state, clocks: new Map(one.state.clocks).set('RULE:x', breached) };
    expect(one.take(reviewer('rosa'), decideClose, because)).toBe('CASE_NOT_DONE');
    const duty = (name: string) => ({ ...because, duties: [{ clock: name, how: 'MET' as const, ...because }] });
    expect(one.take(reviewer('rosa'), decideClose, duty('RULE:y'))).toBe('DUTY_UNKNOWN');
    expect(one.take(reviewer('rosa'), decideClose, duty('RULE:x'))).toBeUndefined();
    expect(one.state.clocks.get('RULE:x')).toMatchObject({ status: 'met' });
    expect(one.events.findLast(({ type }) => type === 'clock-met')).toMatchObject({ clock: 'RULE:x', late: true, record: because });
  });

  it('settles each duty once', () => {
    const one = decided();
    one.state = { ...one.state, clocks: new Map(one.state.clocks).set('RULE:x', breached) };
    const duties = (['MET', 'CANCELLED'] as const).map((how) => ({ clock: 'RULE:x', how, ...because }));
    expect(one.take(reviewer('rosa'), decideClose, { ...because, duties })).toBe('DUTY_UNKNOWN');
  });

  it('waits for the customer to know of what burdens it', () => {
    const one = investigated();
    one.take(reviewer('rosa'), decideProposal, { ...outcome, outcome: 'MEASURES' });
    one.take(lead('ruth'), decideApproval, approval(one));
    expect(one.take(reviewer('rosa'), decideClose, because)).toBe('CASE_NOT_DONE');
  });

  it('is taken back on new evidence, and the outcome no longer stands', () => {
    const one = decided();
    expect(one.take(lead('ruth'), decideReopening, { ...because, evidence: [] })).toBe('EVIDENCE_MISSING');
    expect(one.take(lead('ruth'), decideReopening, { ...because, evidence: ['f-2'] })).toBeUndefined();
    expect([one.state.stage, one.state.decisions.outcome]).toEqual(['reopened', undefined]);
  });
});

describe('a correction', () => {
  it('names an entry of the log and leaves it', () => {
    const one = decided();
    const correction = { correction: 'x-1', entry: 2, evidence: [], wrong: 'The date', correct: 'A day later' };
    expect(one.take(reviewer('rolf'), decideCorrection, { ...correction, entry: 99 })).toBe('ENTRY_UNKNOWN');
    expect(one.take(reviewer('rolf'), decideCorrection, correction)).toBeUndefined();
    expect(one.state.decisions.corrections).toMatchObject([{ entry: 2, by: 'rolf', words: { correct: 'A day later' } }]);
  });
});
