import { isDay } from './calendar-day.js';

export const QUESTION_KINDS = ['TEXT', 'NUMBER', 'DATE', 'FILE', 'TABLE'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** A question without its words. */
export interface AskedQuestion {
  id: string;
  kind: QuestionKind;
  required: boolean;
}

export interface AnswerTable {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** One answer: what the kind of its question asks for, or why there is none. "We do not have it" is an answer; nothing said is not. */
export interface GivenAnswer {
  question: string;
  text?: string | undefined;
  /** Decimal, as it was written: text keeps every digit. */
  number?: string | undefined;
  /** `YYYY-MM-DD` */
  date?: string | undefined;
  files?: readonly string[] | undefined;
  table?: AnswerTable | undefined;
  unavailable?: string | undefined;
}

export interface AnswerProblem {
  question: string;
  problem: string;
}

export const TABLE_COLUMNS_MAX = 50;
export const TABLE_ROWS_MAX = 5_000;
const CELL_MAX = 1_000;
const DECIMAL = /^-?\d{1,60}(\.\d{1,30})?([eE][+-]?\d{1,3})?$/;

/** All that is wrong with what was answered, by question; none: it is an answer to what was asked. */
export function answerProblems(
  questions: readonly AskedQuestion[],
  given: readonly GivenAnswer[],
  files: ReadonlySet<string>,
): AnswerProblem[] {
  const asked = new Map(questions.map((question) => [question.id, question]));
  const seen = new Set<string>();
  const wrong = given.flatMap((answer): AnswerProblem[] => {
    const question = asked.get(answer.question);
    const problem =
      question === undefined ? 'was not asked' : seen.has(question.id) ? 'is answered twice' : problemOf(question, answer, files);
    seen.add(answer.question);
    return problem === undefined ? [] : [{ question: answer.question, problem }];
  });
  const missing = questions.filter(({ id, required }) => required && !seen.has(id));
  return [...wrong, ...missing.map(({ id }) => ({ question: id, problem: 'is required: answer it, or say why you cannot' }))];
}

/** The files that the answers name. */
export const filesOf = (answers: readonly GivenAnswer[]): string[] => [...new Set(answers.flatMap(({ files = [] }) => files))];

const MEMBERS = { TEXT: 'text', NUMBER: 'number', DATE: 'date', FILE: 'files', TABLE: 'table' } as const;

function problemOf({ kind }: AskedQuestion, answer: GivenAnswer, files: ReadonlySet<string>): string | undefined {
  const said = [...Object.values(MEMBERS), 'unavailable' as const].filter((member) => answer[member] !== undefined);
  if (said.length !== 1 || (said[0] !== 'unavailable' && said[0] !== MEMBERS[kind]))
    return `takes "${MEMBERS[kind]}", or "unavailable" with the reason, and nothing else`;
  if (answer.unavailable !== undefined) return answer.unavailable.trim() === '' ? 'has no reason why it is unavailable' : undefined;
  switch (kind) {
    case 'TEXT':
      return answer.text!.trim() === '' ? 'is empty' : undefined;
    case 'NUMBER':
      return DECIMAL.test(answer.number!) ? undefined : 'is not a decimal number';
    case 'DATE':
      return isDay(answer.date!) ? undefined : 'is not a day of the calendar, as 2026-03-01';
    case 'FILE':
      return fileProblem(answer.files!, files);
    case 'TABLE':
      return tableProblem(answer.table!);
    default:
      return kind satisfies never;
  }
}

function fileProblem(named: readonly string[], files: ReadonlySet<string>): string | undefined {
  if (named.length === 0) return 'names no file';
  return named.every((file) => files.has(file)) ? undefined : 'names a file that was not sent for this item';
}

function tableProblem({ columns, rows }: AnswerTable): string | undefined {
  if (columns.length === 0 || new Set(columns).size < columns.length) return 'has no columns, or two of one name';
  const uneven = rows.findIndex((row) => row.length !== columns.length);
  if (uneven >= 0) return `has ${columns.length} columns, and row ${uneven + 1} has ${rows[uneven]!.length}`;
  // What came over the wire is only promised to be text.
  const odd = rows.findIndex((row) => row.some((cell: unknown) => typeof cell !== 'string' || cell.length > CELL_MAX));
  return odd < 0 ? undefined : `has a cell in row ${odd + 1} that is no text of at most ${CELL_MAX} characters`;
}
