import type { CaseState } from '../case-state.js';
import { type Actor, CASEWORK } from '../case-vocabulary.js';
import { addServedFile, FILES_MAX } from './add-served-file.js';
import { acknowledgeRequest, answerRequest } from './answer-request.js';
import { type InformationAsked, sendRequest } from './decide-request.js';
import { AskedCase, DAY, HOUR, NORTH, NORTH_ALONE, ROSA, START } from './requests.fixture.js';
import { acceptAnswer, remindOf, returnAnswer, withdrawRequest } from './settle-request.js';

const ASKED: InformationAsked = {
  request: 'r-1',
  item: 'i-1',
  provider: 'north',
  concerned: NORTH_ALONE,
  questions: [{ id: 'how-much', kind: 'NUMBER', required: true, text: 'How much?' }],
  reason: 'to know',
  dueAt: START + 10 * DAY,
};
const ANSWER = { answers: [{ question: 'how-much', number: '7' }], sha256: 'a'.repeat(64) };

const send = (it: AskedCase, more: Partial<InformationAsked> = {}, actor: Actor = ROSA) =>
  it.take(actor, (state, context) => sendRequest(state, { ...ASKED, ...more }, context));
const answer = (it: AskedCase, id = 'r-1', given: Parameters<typeof answerRequest>[2] = ANSWER) =>
  it.take(NORTH, (state, context) => answerRequest(state, id, given, context));
const acknowledge = (it: AskedCase) => it.take(NORTH, (state, context) => acknowledgeRequest(state, 'r-1', context));
const accept = (it: AskedCase) => it.take(ROSA, (state, context) => acceptAnswer(state, 'r-1', 'complete', context));
const giveBack = (it: AskedCase, more: object = {}) =>
  it.take(ROSA, (state, context) => returnAnswer(state, 'r-1', { missing: 'hours', reason: 'gaps', ...more }, context));
const withdraw = (it: AskedCase, id = 'r-1') => it.take(ROSA, (state, context) => withdrawRequest(state, id, 'not needed', context));
const remind = (it: AskedCase) => it.take(ROSA, (state, context) => remindOf(state, 'r-1', context));

const request = ({ requests }: CaseState, id = 'r-1') => requests.information.get(id)!;
const clockOf = ({ clocks }: CaseState, id: string) => clocks.get(id)!;
const asked = (more: Partial<InformationAsked> = {}) => {
  const it = new AskedCase();
  expect(send(it, more)).toBeUndefined();
  return it;
};

describe('a request for information', () => {
  it('is sent with its clocks, and told the end that its clock has', () => {
    const it = asked({ dueAt: undefined });
    expect(request(it.state)).toMatchObject({ status: 'sent', dueAt: clockOf(it.state, 'REQUEST_ANSWER:r-1').dueAt });
    expect(clockOf(it.state, 'REQUEST_ACKNOWLEDGE:r-1').term).toEqual({ unit: 'WORKING_DAYS', count: 2 });
    expect(clockOf(it.state, 'REQUEST_ANSWER:r-1').term).toEqual({ unit: 'WORKING_DAYS', count: 10 });
  });

  it.each<[string, Partial<InformationAsked>, Actor]>([
    ['PERSON_REQUIRED', {}, CASEWORK],
    ['REASON_MISSING', { reason: ' ' }, ROSA],
    ['PROVIDER_NOT_CONCERNED', { provider: 'south' }, ROSA],
    ['PROVIDER_NOT_CONCERNED', { concerned: { providers: [], customers: new Map() } }, ROSA],
    ['DUE_INVALID', { dueAt: START }, ROSA],
    ['DUE_INVALID', { dueAt: START + 367 * DAY }, ROSA],
    ['QUESTIONS_INVALID', { questions: [] }, ROSA],
    ['QUESTIONS_INVALID', { questions: [...ASKED.questions, ...ASKED.questions] }, ROSA],
    ['TEMPLATE_UNKNOWN', { template: 'none' }, ROSA],
    ['QUESTIONS_INVALID', { template: 'intended-use', questions: [{ ...ASKED.questions[0]!, id: 'purpose' }] }, ROSA],
  ])('is refused as %s: %j', (code, more, actor) => expect(send(new AskedCase(), more, actor)).toBe(code));

  it.each(['open', 'decided', 'closed'] as const)('is not sent while the case is %s', (stage) => {
    const it = new AskedCase();
    it.state = { ...it.state, stage };
    expect(send(it)).toBe('CASE_NOT_WORKED');
  });

  it('is answered at once as well as after it was acknowledged, and each waits for nothing more', () => {
    const once = asked();
    expect(answer(once)).toBeUndefined();
    const twice = asked();
    expect([acknowledge(twice), answer(twice)]).toEqual([undefined, undefined]);
    for (const { state } of [once, twice]) expect([...state.clocks.values()].map(({ status }) => status)).toEqual(['met', 'met']);
    expect(acknowledge(once)).toBe('REQUEST_NOT_IN_STATE');
  });

  it('keeps every answer when one is returned, and gives the next round a clock of its own', () => {
    const it = asked();
    answer(it);
    expect(giveBack(it, { dueAt: START + 20 * DAY })).toBeUndefined();
    expect(request(it.state)).toMatchObject({ status: 'returned', dueAt: START + 20 * DAY, returns: [{ version: 1, missing: 'hours' }] });
    expect(answer(it, 'r-1', { ...ANSWER, answers: [{ question: 'how-much', number: '8' }] })).toBeUndefined();
    expect(request(it.state).answers.map(({ version, answers }) => [version, answers?.[0]?.number])).toEqual([
      [1, '7'],
      [2, '8'],
    ]);
    expect(clockOf(it.state, 'REQUEST_ANSWER:r-1/2').status).toBe('met');
    expect([giveBack(it, { missing: ' ' }), giveBack(it, { dueAt: it.now })]).toEqual(['REASON_MISSING', 'DUE_INVALID']);
    expect(accept(it)).toBeUndefined();
    expect([accept(it), giveBack(it), withdraw(it), answer(it)]).toEqual(Array(4).fill('REQUEST_NOT_IN_STATE'));
  });

  it('is neither accepted nor returned before there is an answer, and is withdrawn with its clocks', () => {
    const it = asked();
    expect([accept(it), giveBack(it)]).toEqual(['REQUEST_NOT_IN_STATE', 'REQUEST_NOT_IN_STATE']);
    expect(withdraw(it)).toBeUndefined();
    expect([...it.state.clocks.values()].map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    expect([answer(it), withdraw(it), withdraw(it, 'r-2')]).toEqual(['REQUEST_NOT_IN_STATE', 'REQUEST_NOT_IN_STATE', 'REQUEST_UNKNOWN']);
  });

  it('takes a late answer, and the breach stays', () => {
    const it = asked();
    it.pass(11 * DAY);
    expect(it.types.filter((type) => type === 'request-escalated')).toHaveLength(2);
    expect(answer(it)).toBeUndefined();
    expect(request(it.state).answers).toMatchObject([{ late: true }]);
    expect(clockOf(it.state, 'REQUEST_ANSWER:r-1')).toMatchObject({ status: 'met', breachedAt: START + 10 * DAY });
    expect(it.state.severity).toBe('LOW');
  });

  it('is reminded of before each end, never twice for what a job says late, and never when the time is over', () => {
    const onTime = asked();
    for (let hours = 0; hours < 9 * 24; hours++) onTime.pass(HOUR);
    const reminders = onTime.types.filter((type) => type === 'request-reminded').length;
    expect(reminders).toBeGreaterThan(1);
    const late = asked();
    late.pass(9.9 * DAY);
    expect(late.types.filter((type) => type === 'request-reminded')).toHaveLength(1);
    const over = asked();
    over.pass(30 * DAY);
    expect(over.types).not.toContain('request-reminded');
  });

  it('is reminded of by a person at most once a day, and only while it is open', () => {
    const it = asked();
    expect([remind(it), remind(it)]).toEqual([undefined, 'REMINDER_TOO_SOON']);
    it.now += DAY;
    expect(remind(it)).toBeUndefined();
    answer(it);
    it.now += DAY;
    expect(remind(it)).toBe('REQUEST_NOT_IN_STATE');
  });

  it('takes files for its own item alone, and not without end', () => {
    const it = asked();
    const add = (item: string, file: string) =>
      it.take(NORTH, (state, context) =>
        addServedFile(state, { item, file, bytes: 1, contentType: 'text/plain', name: 'n', sha256: 's' }, context),
      );
    const questions = [{ id: 'file', kind: 'FILE' as const, required: true, text: 'File?' }];
    send(it, { request: 'r-2', item: 'i-2', questions });
    add('i-1', 'f-1');
    add('i-2', 'f-2');
    expect(answer(it, 'r-2', { answers: [{ question: 'file', files: ['f-1'] }], sha256: '' })).toBe('ANSWER_INVALID');
    expect(answer(it, 'r-2', { answers: [{ question: 'file', files: ['f-2'] }], sha256: '' })).toBeUndefined();
    for (let n = 1; n < FILES_MAX; n++) expect(add('i-1', `more-${n}`)).toBeUndefined();
    expect(add('i-1', 'one too many')).toBe('FILES_TOO_MANY');
  });
});

describe('a case that waits for an answer', () => {
  it('goes on when the last answer that it waits for came, and not before', () => {
    const it = asked({ await: true });
    expect(it.state.stage).toBe('waiting');
    send(it, { request: 'r-2', item: 'i-2', await: true });
    send(it, { request: 'r-3', item: 'i-3' });
    answer(it);
    expect(it.state.stage).toBe('waiting');
    answer(it, 'r-2');
    expect(it.state.stage).toBe('investigating');
    expect(it.events.at(-1)).toMatchObject({ type: 'case-moved', role: 'casework', evidence: ['i-2'] });
  });

  it('goes on when what it waits for is withdrawn', () => {
    const it = asked({ await: true });
    withdraw(it);
    expect(it.state.stage).toBe('investigating');
  });

  it('stays where a person put it when nothing that was awaited is answered', () => {
    const it = asked();
    it.move('await-information');
    answer(it);
    expect(it.state.stage).toBe('waiting');
  });

  it('is set waiting only from where that move leads', () => {
    const it = new AskedCase();
    it.state = { ...it.state, stage: 'triaged' };
    expect(send(it, { await: true })).toBe('CASE_MOVE_ILLEGAL');
    expect(send(it)).toBeUndefined();
  });
});

describe('a case that is closed', () => {
  it('asks nobody any more: what is open is withdrawn with its clocks, what was answered stays', () => {
    const it = asked();
    send(it, { request: 'r-2', item: 'i-2' });
    answer(it);
    it.state = { ...it.state, stage: 'decided' };
    it.move('close');
    expect([request(it.state).status, request(it.state, 'r-2').status]).toEqual(['answered', 'withdrawn']);
    const running = [...it.state.clocks.values()].filter(({ status, subject }) => status === 'running' && subject.startsWith('r-'));
    expect(running).toEqual([]);
    expect([accept(it), giveBack(it), withdraw(it), remind(it)]).toEqual([
      'CASE_NOT_WORKED',
      'CASE_NOT_WORKED',
      'REQUEST_NOT_IN_STATE',
      'REQUEST_NOT_IN_STATE',
    ]);
  });
});

describe('a case whose persons were erased', () => {
  it('still says what was asked and answered, without the words', () => {
    const it = asked();
    answer(it);
    giveBack(it);
    answer(it);
    expect(request(it.erased)).toMatchObject({
      status: 'answered',
      questions: [{ id: 'how-much', kind: 'NUMBER' }],
      returns: [{ version: 1 }],
    });
    expect(request(it.erased).answers.map(({ version, answers }) => [version, answers])).toEqual([
      [1, undefined],
      [2, undefined],
    ]);
  });
});
