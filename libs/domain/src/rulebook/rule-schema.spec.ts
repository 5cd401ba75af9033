import fc from 'fast-check';
import { printRule } from './print-rule.js';
import { readRule } from './read-rule.js';
import { RULE_SCHEMA } from './rule-schema.js';
import { ownRule, published, soundRules } from './rules.fixture.js';

const properties = RULE_SCHEMA.properties as Record<string, unknown>;
const json = printRule(ownRule()) as unknown as Record<string, unknown>;

const codeOf = (given: unknown, field: string): string | undefined => {
  const reading = readRule(given);
  return 'problems' in reading ? reading.problems.find((problem) => problem.field === field)?.code : undefined;
};

describe('the schema of a rule', () => {
  it('names every field that is printed, and the reader knows every field that it names', () => {
    fc.assert(
      fc.property(soundRules, (rule) => expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(printRule(rule))))),
    );
    for (const field of Object.keys(properties)) expect(codeOf({ ...json, [field]: {} }, field)).not.toBe('FIELD_UNKNOWN');
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(printRule(published('evaluation-quarter')))));
  });

  it('requires what the reader requires', () => {
    for (const field of Object.keys(properties)) {
      const rest = Object.fromEntries(Object.entries(json).filter(([name]) => name !== field));
      const misses = codeOf(rest, field) === 'FIELD_MISSING' && !['number', 'unit'].includes(field);
      expect([field, (RULE_SCHEMA.required as string[]).includes(field)]).toEqual([field, misses]);
    }
  });
});
