import type { Rule } from '../rulebook/rule.js';
import { thresholdNumber } from '../rulebook/threshold-number.js';
import type { HourVector } from './hour-vector.js';

/** Hours since 1970 of "2026-03-01T10". */
export const at = (text: string): number => Date.parse(`${text.length === 10 ? `${text}T00` : text}:00Z`) / 3_600_000;
export const msAt = (text: string): number => Date.parse(text.length === 10 ? `${text}T00:00Z` : `${text}Z`);

/** Rows of [hour, lower, expected, upper] or [hour, all three], in TFLOP. */
export function vectorOf(rows: readonly (readonly [number, bigint] | readonly [number, bigint, bigint, bigint])[]): HourVector {
  const sorted = [...rows].sort(([a], [b]) => a - b);
  return {
    length: sorted.length,
    hours: Int32Array.from(sorted, ([hour]) => hour),
    lower: BigInt64Array.from(sorted, (row) => row[1]),
    expected: BigInt64Array.from(sorted, (row) => row[2] ?? row[1]),
    upper: BigInt64Array.from(sorted, (row) => row[3] ?? row[1]),
  };
}

/** The same expected use in every hour of so many days. */
export const daysOf = (firstDay: string, days: number, tflopPerDay: bigint): (readonly [number, bigint])[] =>
  Array.from({ length: days * 24 }, (_, index) => [at(firstDay) + index, tflopPerDay / 24n] as const);

/** What the reader of rules takes of each kind. */
const OF_KIND: Partial<Record<Rule['kind'], Pick<Rule, 'scopes' | 'tiers'>>> = {
  BAND: { scopes: ['account', 'customer', 'party'], tiers: ['PROBABLE'] },
  CAPACITY: { scopes: ['cluster'], tiers: ['POSSIBLE', 'CERTAIN'] },
  EVALUATION: { scopes: ['customer', 'party', 'group'], tiers: ['PROBABLE'] },
  USE: { scopes: ['cluster', 'customer'], tiers: [] },
  NO_NUMBER: { scopes: [], tiers: [] },
};

export const ruleOf = ({ number, ...own }: Omit<Partial<Rule>, 'number'> & { id: string; number?: string }): Rule => ({
  version: 1,
  kind: 'TRAINING',
  title: own.id,
  regime: 'Test',
  jurisdiction: '-',
  citation: 'none',
  statuses: [{ status: 'HOUSE' }],
  scopes: ['cluster', 'account', 'customer', 'party', 'group'],
  tiers: ['POSSIBLE', 'PROBABLE', 'CERTAIN', 'PROJECTED'],
  window: 'ALL_TIME',
  controlRule: 'control',
  conditions: [],
  counts: 'all',
  duty: 'none',
  clocks: [],
  method: 'ledger',
  verified: true,
  note: '',
  ...OF_KIND[own.kind ?? 'TRAINING'],
  ...own,
  ...(number !== undefined && { comparison: own.comparison ?? 'AT_LEAST', number: thresholdNumber(number) }),
});
