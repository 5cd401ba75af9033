import { decideAdmission, decideAppeal, decideReview } from './decide-appeal.js';
import { decideAppealApproval, decideAppealProposal, decideAppealRefusal } from './decide-appeal-decision.js';
import { decideClose, decideReopening } from './decide-close.js';
import { decideCorrection } from './decide-correction.js';
import { BY_CODE_MAX, CUSTOMER, decideForwarding, decideNotice, decideReply } from './decide-notice.js';
import { decideApproval, decideProposal } from './decide-outcome.js';
import { because, DecidedCase, investigated, lead, reviewer, STATEMENT } from './decisions.fixture.js';
import type { AppealDecision } from './statement.js';

const notice = { notice: 'n-1', through: 'EMAIL', to: 'a@example.org', language: 'en', code: 'secret', codeHash: 'h' } as const;

/** Rosa proposed, and Ruth approved. */
function decided(one: DecidedCase, proposal: string): DecidedCase {
  const rules = [{ rule: 'eu', version: 1 }];
  one.take(reviewer('rosa'), decideProposal, { proposal, outcome: 'DUTY_APPLIES', statement: STATEMENT, rules, evidence: ['f-1'] });
  expect(one.take(lead('ruth'), decideApproval, { proposal, readVersion: one.state.version, ...because })).toBeUndefined();
  return one;
}

/** And the customer was told. */
function noticed(): DecidedCase {
  const one = decided(investigated(), 'p-1');
  expect(one.take(reviewer('rosa'), decideNotice, notice)).toBeUndefined();
  return one;
}

const lodge = (one: DecidedCase, appeal = 'a-1') =>
  one.take(CUSTOMER, decideAppeal, { appeal, notice: 'n-1', grounds: 'Not us', receivedAt: one.now, evidence: [] });

const proposal = { appeal: 'a-1', proposal: 'q-1', decision: 'UPHELD_IN_PART', outcome: 'MONITORING', reasons: 'Half of it' } as const;
const grounds = { rules: [], evidence: [] };

function proposed(): DecidedCase {
  const one = noticed();
  lodge(one);
  expect(one.take(reviewer('rolf'), decideReview, { appeal: 'a-1' })).toBeUndefined();
  const correction = { entry: 3, wrong: 'The date', correct: 'A day later' };
  expect(one.take(reviewer('rolf'), decideAppealProposal, { ...proposal, ...grounds, correction })).toBeUndefined();
  one.now += 1000;
  return one;
}
const approval = ({ state }: DecidedCase) => ({
  appeal: 'a-1',
  proposal: 'q-1',
  readVersion: state.version,
  correction: 'x-1',
  ...because,
});

describe('a notice', () => {
  it('says what was decided and why, opens the time to reply and to appeal, and names no evidence by id', () => {
    const one = noticed();
    const served = one.state.decisions.notices.get('n-1');
    expect(served?.text?.sections.map(({ heading }) => heading)).toEqual([
      ...['Decision', 'Facts', 'Rules', 'Evidence', 'What was considered', 'Right to reply', 'Right to appeal'],
    ]);
    expect(JSON.stringify(served?.text)).not.toContain('f-1');
    expect([...one.state.clocks.values()].filter(({ subject }) => subject === 'n-1')).toMatchObject([
      { kind: 'REPLY_WINDOW', dueAt: served?.replyUntil },
      { kind: 'APPEAL_WINDOW', dueAt: served?.appealUntil },
    ]);
  });

  it('is given of what was decided alone, by a way that is fully said', () => {
    expect(investigated().take(reviewer('rosa'), decideNotice, notice)).toBe('NOTHING_DECIDED');
    const one = noticed();
    const again = { ...notice, notice: 'n-2' };
    expect(one.take(reviewer('rosa'), decideNotice, { ...again, to: undefined })).toBe('NOTICE_CHANNEL_INCOMPLETE');
    expect(one.take(reviewer('rosa'), decideNotice, { ...again, through: 'PROVIDER' })).toBe('NOTICE_CHANNEL_INCOMPLETE');
    expect(one.take(reviewer('rosa'), decideNotice, { ...again, provider: 'north', item: 'i' })).toBe('NOTICE_CHANNEL_INCOMPLETE');
    expect(one.take({ ...reviewer('robot'), human: false }, decideNotice, again)).toBe('PERSON_REQUIRED');
  });

  it('is handed over once', () => {
    const one = noticed();
    const forward = (state: DecidedCase['state'], id: string, context: ReturnType<DecidedCase['context']>) =>
      decideForwarding(state, id, context);
    expect(one.take(reviewer('nils'), forward, 'n-1')).toBeUndefined();
    expect(one.take(reviewer('nils'), forward, 'n-1')).toBe('NOTICE_FORWARDED');
    expect(one.take(reviewer('nils'), forward, 'n-9')).toBe('NOTICE_UNKNOWN');
  });

  it('keeps the case open until the time to appeal is over, or the customer waives it', () => {
    const one = noticed();
    expect(one.take(reviewer('rosa'), decideClose, because)).toBe('CASE_NOT_DONE');
    one.pass(31);
    expect(one.take(reviewer('rosa'), decideClose, because)).toBeUndefined();
    const two = noticed();
    const waiver = { reply: 'r-1', kind: 'APPEAL_WAIVED', text: 'No', notice: 'n-1', receivedAt: two.now, evidence: [] } as const;
    expect(two.take(reviewer('rosa'), decideReply, waiver)).toBe('EVIDENCE_MISSING');
    expect(two.take(CUSTOMER, decideReply, waiver)).toBeUndefined();
    expect(two.state.clocks.get('APPEAL_WINDOW:n-1')).toMatchObject({ status: 'cancelled' });
    expect(lodge(two)).toBeUndefined();
    expect(two.state.decisions.appeals.get('a-1')).toMatchObject({ status: 'waived' });
    expect(two.take(reviewer('rosa'), decideClose, because)).toBeUndefined();
  });

  it('is not appealed against by nobody because of what the customer wrote before it', () => {
    const one = noticed();
    const waiver = { reply: 'r-1', kind: 'APPEAL_WAIVED', text: 'No', receivedAt: one.now - 1, evidence: ['file'] } as const;
    expect(one.take(reviewer('rosa'), decideReply, waiver)).toBe('DECISION_NOT_STANDING');
    expect(one.state.clocks.get('APPEAL_WINDOW:n-1')).toMatchObject({ status: 'running' });
    one.take(lead('ruth'), decideReopening, { ...because, evidence: ['f-2'] });
    decided(one.moved('triage', 'investigate'), 'p-2');
    expect(one.take(CUSTOMER, decideReply, { ...waiver, notice: 'n-1', receivedAt: one.now })).toBe('DECISION_NOT_STANDING');
  });

  it('takes replies, and says of late ones that they are', () => {
    const one = noticed();
    const reply = { reply: 'r-1', kind: 'REPLY', text: 'Well', notice: 'n-1', evidence: [] } as const;
    expect(one.take(CUSTOMER, decideReply, { ...reply, receivedAt: one.now })).toBeUndefined();
    one.pass(15);
    expect(one.take(CUSTOMER, decideReply, { ...reply, reply: 'r-2', receivedAt: one.now })).toBeUndefined();
    expect([...one.state.decisions.replies.values()].map(({ late }) => late)).toEqual([false, true]);
    expect(one.take(reviewer('rosa'), decideReply, { ...reply, receivedAt: one.now + 1 })).toBe('RECEIVED_IN_FUTURE');
  });

  it('is written so many times by the code of a notice, and without end by a person who writes it down', () => {
    const one = noticed();
    const reply = { reply: '', kind: 'REPLY', text: 'We disagree', notice: 'n-1', receivedAt: one.now, evidence: [] } as const;
    const replies = Array.from({ length: BY_CODE_MAX + 1 }, (_, n) => one.take(CUSTOMER, decideReply, { ...reply, reply: `r-${n}` }));
    expect(replies.filter((refused) => refused === undefined)).toHaveLength(BY_CODE_MAX);
    expect(replies.at(-1)).toBe('NOTICE_FULL');
    expect(one.take(reviewer('rosa'), decideReply, { ...reply, reply: 'by letter' })).toBeUndefined();
    // Whoever replied often can appeal all the same.
    expect(lodge(one)).toBeUndefined();
    const late = noticed().pass(31);
    const appeals = Array.from({ length: BY_CODE_MAX + 1 }, (_, n) => lodge(late, `a-${n}`));
    expect([appeals.at(-2), appeals.at(-1)]).toEqual([undefined, 'NOTICE_FULL']);
  });
});

describe('an appeal', () => {
  it('in time moves the case and starts its clock', () => {
    const one = noticed();
    expect(lodge(one)).toBeUndefined();
    expect(one.state.stage).toBe('appealed');
    expect(one.state.clocks.get('APPEAL_DECISION:a-1')).toMatchObject({ status: 'running' });
    expect(one.state.clocks.get('APPEAL_WINDOW:n-1')).toMatchObject({ status: 'cancelled' });
    expect(lodge(one, 'a-2')).toBe('APPEAL_UNDER_WAY');
  });

  it('that comes late is kept with that reason, and heard when a lead admits it', () => {
    const one = noticed().pass(31);
    expect(lodge(one)).toBeUndefined();
    expect([one.state.stage, one.state.decisions.appeals.get('a-1')?.status]).toEqual(['decided', 'late']);
    expect(one.take(reviewer('rolf'), decideReview, { appeal: 'a-1' })).toBe('APPEAL_NOT_HEARD');
    expect(one.take(lead('rhea'), decideAdmission, { appeal: 'a-1', reason: '' })).toBe('REASON_MISSING');
    expect(one.take(lead('rhea'), decideAdmission, { appeal: 'a-1', ...because })).toBeUndefined();
    expect(one.state.stage).toBe('appealed');
  });

  it('by letter is late by when it came, not by when it was written down', () => {
    const one = noticed();
    const came = one.now + 1;
    one.pass(31);
    const letter = { appeal: 'a-1', grounds: 'Not us', receivedAt: came, evidence: ['file'] };
    expect(one.take(reviewer('rosa'), decideAppeal, letter)).toBeUndefined();
    expect(one.state.stage).toBe('appealed');
  });

  it('is judged by two who had no part in the case', () => {
    const one = noticed();
    lodge(one);
    for (const person of ['pia', 'rosa', 'ruth']) expect(one.take(reviewer(person), decideReview, { appeal: 'a-1' })).toBe('TOOK_PART');
    expect(one.take(reviewer('rolf'), decideReview, { appeal: 'a-1' })).toBeUndefined();
    expect(one.take(reviewer('rune'), decideAppealProposal, { ...proposal, ...grounds })).toBe('NOT_THE_REVIEWER');
    const two = proposed();
    for (const [person, code] of Object.entries({ pia: 'TOOK_PART', rosa: 'TOOK_PART', ruth: 'TOOK_PART', rolf: 'SAME_PERSON' }))
      expect(two.take(lead(person), decideAppealApproval, approval(two))).toBe(code);
    expect(two.take(lead('rhea'), decideAppealApproval, { ...approval(two), reason: '  ' })).toBe('REASON_MISSING');
    expect(two.take(lead('rhea'), decideAppealApproval, approval(two))).toBeUndefined();
  });

  it('is not taken from its judges by what they do while it is heard, nor given to others by it', () => {
    const one = noticed();
    lodge(one);
    one.take(reviewer('rolf'), decideReview, { appeal: 'a-1' });
    const correction = { correction: 'x-2', entry: 2, evidence: [], wrong: 'The date', correct: 'A day later' };
    for (const person of ['rolf', 'rhea', 'rosa']) expect(one.take(lead(person), decideCorrection, correction)).toBeUndefined();
    expect(one.take(reviewer('rolf'), decideAppealProposal, { ...proposal, ...grounds })).toBeUndefined();
    one.now += 1000;
    expect(one.take(lead('rosa'), decideAppealApproval, approval(one))).toBe('TOOK_PART');
    expect(one.take(lead('rhea'), decideAppealApproval, approval(one))).toBeUndefined();
  });

  it('upheld in part changes the outcome, corrects the record and meets its clock; the case can then be closed after a new notice', () => {
    const one = proposed();
    expect(one.take(lead('rhea'), decideAppealApproval, approval(one))).toBeUndefined();
    expect(one.state).toMatchObject({ stage: 'decided', decisions: { outcome: { outcome: 'MONITORING', appeal: 'a-1' } } });
    expect(one.state.decisions.corrections).toMatchObject([{ entry: 3, words: { correct: 'A day later' } }]);
    expect(one.state.clocks.get('APPEAL_DECISION:a-1')).toMatchObject({ status: 'met' });
    expect(lodge(one, 'a-2')).toBe('DECISION_NOT_STANDING');
    expect(one.take(reviewer('rosa'), decideClose, because)).toBe('CASE_NOT_DONE');
    expect(one.take(reviewer('rosa'), decideNotice, { ...notice, notice: 'n-2' })).toBeUndefined();
    expect(one.state.decisions.notices.get('n-2')).toMatchObject({ kind: 'APPEAL_DECISION', appealUntil: undefined });
    expect(one.take(reviewer('rosa'), decideClose, because)).toBeUndefined();
  });

  it('leaves no time running in a closed case, also where notice of the decision was given again while it was heard', () => {
    const one = proposed();
    expect(one.take(reviewer('rosa'), decideNotice, { ...notice, notice: 'n-2' })).toBeUndefined();
    one.take(lead('rhea'), decideAppealApproval, approval(one));
    one.take(reviewer('rosa'), decideNotice, { ...notice, notice: 'n-3' });
    expect(one.take(reviewer('rosa'), decideClose, because)).toBeUndefined();
    const running = [...one.state.clocks.values()].filter(({ status }) => status === 'running').map(({ kind }) => kind);
    expect(running).toEqual(['RETENTION']);
  });

  it('that is remitted reopens the case, of which notice is given', () => {
    const one = noticed();
    lodge(one);
    one.take(reviewer('rolf'), decideReview, { appeal: 'a-1' });
    one.take(reviewer('rolf'), decideAppealProposal, { ...proposal, ...grounds, decision: 'REMITTED', outcome: undefined });
    one.now += 1000;
    expect(one.take(lead('rhea'), decideAppealApproval, approval(one))).toBeUndefined();
    expect([one.state.stage, one.state.decisions.outcome]).toEqual(['reopened', undefined]);
    expect(one.take(reviewer('rosa'), decideNotice, { ...notice, notice: 'n-2' })).toBeUndefined();
    expect(one.state.decisions.notices.get('n-2')).toMatchObject({ kind: 'APPEAL_DECISION', decision: 'a-1' });
  });

  it('that was remitted once is not what is told of a later decision that is looked at again', () => {
    const one = noticed();
    lodge(one);
    one.take(reviewer('rolf'), decideReview, { appeal: 'a-1' });
    one.take(reviewer('rolf'), decideAppealProposal, { ...proposal, ...grounds, decision: 'REMITTED', outcome: undefined });
    one.now += 1000;
    one.take(lead('rhea'), decideAppealApproval, approval(one));
    one.moved('triage', 'investigate');
    one.now += 1000;
    decided(one, 'p-2');
    one.take(lead('ruth'), decideReopening, { ...because, evidence: ['f-2'] });
    expect(one.take(reviewer('rosa'), decideNotice, { ...notice, notice: 'n-2' })).toBe('NOTHING_DECIDED');
  });

  it('that came late on a decision is not admitted on the next one', () => {
    const one = noticed().pass(31);
    lodge(one);
    one.take(lead('ruth'), decideReopening, { ...because, evidence: ['f-2'] });
    one.moved('triage', 'investigate');
    one.now += 1000;
    decided(one, 'p-2');
    expect(one.take(lead('rhea'), decideAdmission, { appeal: 'a-1', ...because })).toBe('DECISION_NOT_STANDING');
  });

  it.each<[AppealDecision, string | undefined]>([
    ['UPHELD', undefined],
    ['UPHELD_IN_PART', undefined],
    ['REJECTED', 'MONITORING'],
    ['REMITTED', 'MONITORING'],
  ])('%s does not go with the outcome %s', (decision, changed) => {
    const one = noticed();
    lodge(one);
    one.take(reviewer('rolf'), decideReview, { appeal: 'a-1' });
    expect(
      one.take(reviewer('rolf'), decideAppealProposal, { ...proposal, ...grounds, decision, outcome: changed as 'MONITORING' | undefined }),
    ).toBe('APPEAL_OUTCOME');
  });

  it('is proposed on again when it was refused, and by another who took it over', () => {
    const one = proposed();
    expect(one.take(reviewer('rune'), decideReview, { appeal: 'a-1' })).toBe('APPEAL_TAKEN');
    expect(one.take(lead('rolf'), decideAppealRefusal, { appeal: 'a-1', proposal: 'q-1', ...because })).toBe('SAME_PERSON');
    expect(one.take(lead('rhea'), decideAppealRefusal, { appeal: 'a-1', proposal: 'q-1', ...because })).toBeUndefined();
    expect(one.take(reviewer('rune'), decideReview, { appeal: 'a-1' })).toBeUndefined();
    expect(one.take(reviewer('rune'), decideAppealProposal, { ...proposal, ...grounds, proposal: 'q-2' })).toBeUndefined();
    one.now += 1000;
    expect(one.take(lead('rhea'), decideAppealApproval, { ...approval(one), proposal: 'q-2' })).toBeUndefined();
  });

  it('is taken over when what was proposed on it became void', () => {
    const one = proposed();
    one.people = { ...one.people, analysts: new Set(['rolf']) };
    expect(one.take(lead('rhea'), decideAppealApproval, approval(one))).toBe('PROPOSAL_VOID');
    expect(one.take(lead('rhea'), decideAppealRefusal, { appeal: 'a-1', proposal: 'q-1', ...because })).toBeUndefined();
    expect(one.take(reviewer('rune'), decideReview, { appeal: 'a-1' })).toBeUndefined();
  });
});
