import { evaluationDue, monthsAfter } from './evaluation-truth.js';
import { type FlagFact, HOUR_MS, type HoursTruth } from './flag-truth.model.js';
import { ruleOf } from './hand-worked-flags.js';
import { rational } from './rational.js';
import { repeatedUse } from './repeated-use-truth.js';

const TERA = 10n ** 12n;
const hourAt = (text: string): number => Date.parse(`${text}:00Z`) / HOUR_MS;
const hours = (use: Record<string, bigint>): HoursTruth =>
  new Map(Object.entries(use).map(([text, expected]) => [hourAt(text), { lower: 0n, expected, upper: expected }]));
const print = (hour: number): string => new Date(hour * HOUR_MS).toISOString().slice(0, 13);
const NOW = Date.UTC(2030, 0, 1);
const repeated = (use: Record<string, bigint>, nowMs = NOW): string[] =>
  repeatedUse(hours(use), rational(100n * TERA), nowMs).map(({ pattern, hour }) => `${pattern} ${print(hour)}`);

describe('use that comes again, worked out by hand', () => {
  const three = { '2026-01-31T23:00': 100n, '2026-02-01T00:00': 60n, '2026-02-20T00:00': 40n, '2026-03-05T00:00': 150n };

  it('is the whole band in each of three calendar months running', () => {
    expect(repeated(three).filter((words) => words.startsWith('MONTHS'))).toEqual(['MONTHS 2026-03-05T00']);
    expect(repeated({ ...three, '2026-02-20T00:00': 39n }).filter((words) => words.startsWith('MONTHS'))).toEqual([]);
  });

  it('comes again three months on at the soonest', () => {
    const more = { ...three, '2026-04-01T00:00': 100n, '2026-05-01T00:00': 100n, '2026-06-01T00:00': 100n };
    expect(repeated(more).filter((words) => words.startsWith('MONTHS'))).toEqual(['MONTHS 2026-03-05T00', 'MONTHS 2026-06-01T00']);
  });

  it('is once more after twelve months, at the anniversary if the use since had reached it before', () => {
    expect(repeated({ '2026-01-05T10:00': 100n, '2026-03-01T00:00': 100n })).toEqual(['YEAR 2027-01-05T10']);
    expect(repeated({ '2026-01-05T10:00': 100n, '2027-06-01T00:00': 100n })).toEqual(['YEAR 2027-06-01T00']);
    expect(repeated({ '2026-01-05T10:00': 100n, '2026-03-01T00:00': 99n })).toEqual([]);
  });

  it('is not yet before the anniversary has come', () => {
    expect(repeated({ '2026-01-05T10:00': 100n, '2026-03-01T00:00': 100n }, Date.parse('2027-01-05T09:59:59Z'))).toEqual([]);
  });
});

describe('an evaluation that is due, worked out by hand', () => {
  const evaluated = (text: string): FlagFact => ({ type: 'evaluated', scope: 'party x', atMs: Date.parse(`${text}:00Z`), knownAtMs: 0 });
  const due = (id: string, use: Record<string, bigint>, facts: FlagFact[], nowMs = NOW): string[] =>
    evaluationDue('party x', hours(use), ruleOf({ id, kind: 'EVALUATION', number: rational(100n * TERA) }), facts, nowMs).map(
      ({ hour, minute }) => `${print(hour)}:${minute}`,
    );

  it('by six-fold growth in all: five times as much since as until then', () => {
    const use = { '2026-01-01T00:00': 10n, '2026-02-01T00:00': 50n };
    expect(due('evaluation-growth', use, [evaluated('2026-01-15T00:00')])).toEqual(['2026-02-01T00:59']);
    expect(due('evaluation-growth', { ...use, '2026-02-01T00:00': 49n }, [evaluated('2026-01-15T00:00')])).toEqual([]);
    expect(due('evaluation-growth', use, [])).toEqual([]);
    expect(due('evaluation-growth', use, [evaluated('2025-01-15T00:00')])).toEqual([]);
  });

  it('with the hour that was running at the evaluation counted until then', () => {
    const use = { '2026-01-01T00:00': 10n, '2026-01-01T01:00': 50n };
    expect(due('evaluation-growth', use, [evaluated('2026-01-01T00:30')])).toHaveLength(1);
    expect(due('evaluation-growth', use, [evaluated('2026-01-01T01:30')])).toEqual([]);
  });

  it('by three calendar months, since the number was reached or since the last evaluation', () => {
    const use = { '2026-01-31T10:00': 200n };
    expect(due('evaluation-quarter', use, [])).toEqual(['2026-04-30T10:30']);
    expect(due('evaluation-quarter', use, [], Date.parse('2026-04-30T10:29:59Z'))).toEqual([]);
    expect(due('evaluation-quarter', use, [evaluated('2026-03-01T12:00')])).toEqual(['2026-06-01T12:0']);
    expect(monthsAfter(Date.UTC(2027, 10, 30), 3)).toBe(Date.UTC(2028, 1, 29));
  });
});
