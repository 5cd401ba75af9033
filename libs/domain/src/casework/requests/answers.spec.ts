import fc from 'fast-check';
import { type AskedQuestion, answerProblems, type GivenAnswer, QUESTION_KINDS } from './answers.js';
import { isDay } from './calendar-day.js';
import { REQUEST_TEMPLATES, templateOf } from './request-templates.js';

const asked: AskedQuestion[] = QUESTION_KINDS.map((kind) => ({ id: kind.toLowerCase(), kind, required: true }));
const GOOD: GivenAnswer[] = [
  { question: 'text', text: 'H100' },
  { question: 'number', number: '123456789012345678901234567890.5' },
  { question: 'date', date: '2024-02-29' },
  { question: 'file', files: ['f-1'] },
  { question: 'table', table: { columns: ['a', 'b'], rows: [['1', '2']] } },
];
const problemsOf = (given: readonly GivenAnswer[], questions = asked) => answerProblems(questions, given, new Set(['f-1']));
const withOne = (answer: GivenAnswer) => GOOD.map((good) => (good.question === answer.question ? answer : good));

describe('an answer to a request', () => {
  it('is taken when each question has what its kind asks for', () => expect(problemsOf(GOOD)).toEqual([]));

  it.each<GivenAnswer>([
    { question: 'text', text: ' ' },
    { question: 'text', number: '1' },
    { question: 'text', text: 'one', number: '1' },
    { question: 'text' },
    { question: 'number', number: 'many' },
    { question: 'number', number: '1,000' },
    { question: 'number', number: 'NaN' },
    { question: 'date', date: '2023-02-29' },
    { question: 'date', date: '01.02.2026' },
    { question: 'file', files: [] },
    { question: 'file', files: ['f-1', 'of another item'] },
    { question: 'table', table: { columns: [], rows: [] } },
    { question: 'table', table: { columns: ['a', 'a'], rows: [] } },
    { question: 'table', table: { columns: ['a'], rows: [['1'], ['1', '2']] } },
    { question: 'table', table: { columns: ['a'], rows: [[1 as unknown as string]] } },
    { question: 'table', table: { columns: ['a'], rows: [['x'.repeat(1001)]] } },
    { question: 'text', unavailable: '' },
  ])('is refused by name: %j', (answer) => expect(problemsOf(withOne(answer)).map(({ question }) => question)).toEqual([answer.question]));

  it('may say of anything why it cannot be said, and may not leave out what is required', () => {
    expect(problemsOf(asked.map(({ id }) => ({ question: id, unavailable: 'never kept' })))).toEqual([]);
    expect(problemsOf([]).map(({ question }) => question)).toEqual(asked.map(({ id }) => id));
    expect(
      problemsOf(
        [],
        asked.map((question) => ({ ...question, required: false })),
      ),
    ).toEqual([]);
  });

  it('answers each question once, and none that was not asked', () => {
    expect(problemsOf([...GOOD, GOOD[0]!, { question: 'else', text: 'x' }])).toEqual([
      { question: 'text', problem: 'is answered twice' },
      { question: 'else', problem: 'was not asked' },
    ]);
  });
});

describe('a day', () => {
  it('is one of the calendar, as Date knows it', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
          const read = new Date(`${text}T00:00:00Z`);
          expect(isDay(text)).toBe(!Number.isNaN(read.getTime()) && read.toISOString().startsWith(text));
        },
      ),
    ));
});

describe('the templates', () => {
  it('each have ids of their own', () => {
    for (const { questions } of REQUEST_TEMPLATES) expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    expect(new Set(REQUEST_TEMPLATES.map(({ id, version }) => `${id}@${version}`)).size).toBe(REQUEST_TEMPLATES.length);
  });
  it('are found in the version that is named', () => {
    expect(templateOf('intended-use')?.version).toBe(1);
    expect(templateOf('intended-use', 99)).toBeUndefined();
    expect(templateOf('none')).toBeUndefined();
  });
});
