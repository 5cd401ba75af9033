import type { Rule, RuleKind } from './rule.js';

export const RULE_UNITS = ['FLOP', 'OP_PER_SECOND'] as const;
export type RuleUnit = (typeof RULE_UNITS)[number];

export const unitOf = (kind: RuleKind): RuleUnit => (kind === 'CAPACITY' ? 'OP_PER_SECOND' : 'FLOP');

/** The form in which rules are kept, sent and proposed: plain JSON; the number as its text, with its unit beside it. */
export type RuleJson = Omit<Rule, 'number'> & { readonly number?: string; readonly unit?: RuleUnit };

/** Absent fields are absent. What readRule reads back is the same rule. */
export function printRule({ number, ...rule }: Rule): RuleJson {
  const all = { ...rule, ...(number === undefined ? {} : { number: number.printed, unit: unitOf(rule.kind) }) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as unknown as RuleJson;
}
