import fc from 'fast-check';
import { printRule } from './print-rule.js';
import { PUBLISHED_RULEBOOK } from './published-rulebook.js';
import { readRule } from './read-rule.js';
import { ownRule, published, soundRules } from './rules.fixture.js';

type Json = Record<string, unknown>;
const CLOCK = { duty: 'd', from: 'KNOWLEDGE', words: 'w', verified: true };
const json = (changes: Json = {}): Json => ({ ...(JSON.parse(JSON.stringify(printRule(ownRule()))) as Json), ...changes });
const without = (field: string): Json => Object.fromEntries(Object.entries(json()).filter(([name]) => name !== field));

const problems = (given: unknown): string[] => {
  const reading = readRule(given);
  return 'problems' in reading ? reading.problems.map(({ code, field }) => `${code} ${field}`) : [];
};

describe('reading a rule', () => {
  it('gives back what was printed', () =>
    fc.assert(
      fc.property(soundRules, (rule) => expect(readRule(JSON.parse(JSON.stringify(printRule(rule))))).toEqual({ rule })),
      { numRuns: 300 },
    ));

  it('gives back every rule that the product ships with', () => {
    for (const rule of PUBLISHED_RULEBOOK.rules) expect(readRule(JSON.parse(JSON.stringify(printRule(rule))))).toEqual({ rule });
  });

  it.each([
    ['a scope', { scopes: ['account', 'galaxy'] }, 'WORD_UNKNOWN scopes[1]'],
    ['a kind', { kind: 'TRAININGS' }, 'WORD_UNKNOWN kind'],
    ['a unit', { unit: 'GPU_HOURS' }, 'WORD_UNKNOWN unit'],
    ['a tier', { tiers: ['LIKELY'] }, 'WORD_UNKNOWN tiers[0]'],
    ['a window', { window: 60 }, 'WORD_UNKNOWN window'],
    ['a window as text', { window: '30' }, 'WORD_UNKNOWN window'],
    ['a comparison', { comparison: '>' }, 'WORD_UNKNOWN comparison'],
    ['a control rule', { controlRule: 'ownership-10' }, 'WORD_UNKNOWN controlRule'],
    ['a status', { statuses: [{ status: 'ALIVE' }] }, 'WORD_UNKNOWN statuses[0].status'],
    ['a modality', { conditions: [{ type: 'DECLARED_MODALITY', anyOf: ['SMELL'], words: 'w' }] }, 'WORD_UNKNOWN conditions[0].anyOf[0]'],
    ['a field', { treshold: '1e25' }, 'FIELD_UNKNOWN treshold'],
    ['an inner field', { statuses: [{ status: 'HOUSE', since: 'x' }] }, 'FIELD_UNKNOWN statuses[0].since'],
    ['a name of every object', { constructor: 1 }, 'FIELD_UNKNOWN constructor'],
  ])('refuses %s that is not known, by name', (_, changes, expected) => expect(problems(json(changes))).toEqual([expected]));

  it('refuses a condition of a type that is not known', () =>
    expect(problems(json({ conditions: [{ type: 'MOON_PHASE', words: 'w' }] }))).toContain('WORD_UNKNOWN conditions[0].type'));

  it.each(
    Object.keys(printRule(ownRule())).filter(
      (field) => !['noticeDays', 'effectiveFrom', 'number', 'unit', 'comparison', 'note'].includes(field),
    ),
  )('assumes nothing: %s is required', (field) => {
    expect(problems(without(field))).toContain(`FIELD_MISSING ${field}`);
    expect(problems(json({ [field]: null }))).not.toEqual([]);
  });

  it('asks for the number, its unit and the comparison', () => {
    expect(problems(without('unit'))).toEqual(['FIELD_MISSING unit']);
    expect(problems(without('number'))).toEqual(['FIELD_MISSING number']);
    expect(problems(without('comparison'))).toEqual(['NUMBER_MISSING comparison']);
    const { unit: _, ...rest } = without('number');
    expect(problems(rest)).toEqual(['NUMBER_MISSING number']);
  });

  it.each([
    [{ number: '1e25/0' }, 'NUMBER_MALFORMED number'],
    [{ number: 1e25 }, 'FIELD_MALFORMED number'],
    [{ number: '0' }, 'NUMBER_NOT_POSITIVE number'],
    [{ unit: 'OP_PER_SECOND' }, 'UNIT_OTHER unit'],
    [{ effectiveFrom: '2025-02-30' }, 'DATE_MALFORMED effectiveFrom'],
    [{ effectiveFrom: null }, 'DATE_MALFORMED effectiveFrom'],
    [{ effectiveTo: '2025-08-02' }, 'DATES_REVERSED effectiveTo'],
    [{ id: 'Our Rule' }, 'FIELD_MALFORMED id'],
    [{ id: 'x'.repeat(65) }, 'FIELD_TOO_LONG id'],
    [{ version: 0 }, 'FIELD_MALFORMED version'],
    [{ version: 1.5 }, 'FIELD_MALFORMED version'],
    [{ citation: ' ' }, 'FIELD_MISSING citation'],
    [{ title: 'a\u202eb' }, 'FIELD_MALFORMED title'],
    [{ duty: 'x'.repeat(2_001) }, 'FIELD_TOO_LONG duty'],
    [{ scopes: 'account' }, 'FIELD_MALFORMED scopes'],
    [{ scopes: [] }, 'FIELD_MISSING scopes'],
    [{ scopes: ['account', 'account'] }, 'TOO_MANY scopes[1]'],
    [{ verified: 'yes' }, 'FIELD_MALFORMED verified'],
    [{ level: 'ENHANCED' }, 'FIELD_NOT_OF_KIND level'],
    [{ provider: 'north', scopes: ['customer', 'party'] }, 'SCOPE_OF_SCHEME scopes[1]'],
    [{ conditions: ['x'] }, 'FIELD_MALFORMED conditions[0]'],
    [{ conditions: Array(11).fill({ type: 'ATTESTED', subject: 'A', words: 'w' }) }, 'TOO_MANY conditions'],
    [{ conditions: [{ type: 'ATTESTED', subject: 'closed weights', words: 'w' }] }, 'FIELD_MALFORMED conditions[0].subject'],
    [{ conditions: [{ type: 'ATTESTED', subject: 'CLOSED_', words: 'w' }] }, 'FIELD_MALFORMED conditions[0].subject'],
    [{ conditions: [{ type: 'DECLARED_MODALITY', anyOf: [], words: 'w' }] }, 'FIELD_MISSING conditions[0].anyOf'],
    [{ scopes: ['cluster'], conditions: [{ type: 'ATTESTED', subject: 'A', words: 'w' }] }, 'CONDITION_NOT_EVALUABLE conditions'],
    [{ statuses: [{ from: '2025-01-02', status: 'HOUSE' }, { status: 'DRAFT' }] }, 'STATUSES_NOT_RISING statuses[1].from'],
    [{ clocks: [{ duty: 'd', from: 'KNOWLEDGE', days: 0, words: 'w', verified: true }] }, 'FIELD_MALFORMED clocks[0].days'],
    [{ clocks: [{ ...CLOCK, days: 1, hours: 1 }] }, 'CLOCK_UNCLEAR clocks[0].days'],
    [{ clocks: [{ ...CLOCK, quarterDays: ['04-15', '01-15'] }] }, 'CLOCK_UNCLEAR clocks[0].quarterDays'],
    [{ clocks: [{ ...CLOCK, quarterDays: [] }] }, 'CLOCK_UNCLEAR clocks[0].quarterDays'],
    [{ clocks: [{ ...CLOCK, quarterDays: ['02-29'] }] }, 'DATE_MALFORMED clocks[0].quarterDays[0]'],
    [{ clocks: [{ ...CLOCK, days: 1, imminent: true }] }, 'CLOCK_UNCLEAR clocks[0].imminent'],
    [{ clocks: [{ ...CLOCK, days: 1, on: 'WHIM' }] }, 'WORD_UNKNOWN clocks[0].on'],
  ])('refuses %j', (changes, expected) => expect(problems(json(changes))).toEqual([expected]));

  it('names all that is wrong in one answer, and whose rule it is', () => {
    const reading = readRule(json({ scopes: ['x'], window: 7, colour: 'red' }));
    expect('problems' in reading && reading.problems.map(({ rule, field }) => [rule, field])).toEqual([
      ['our-number@1', 'scopes[0]'],
      ['our-number@1', 'window'],
      ['our-number@1', 'colour'],
    ]);
  });

  it('does not repeat everything that somebody made up', () => {
    const noise = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`field${n}`, n]));
    expect(problems(json(noise))).toHaveLength(20);
  });

  it('answers any JSON whatever, and never throws', () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(json())), (value, field) => {
        expect(readRule(value)).toHaveProperty('problems');
        expect(() => readRule(json({ [field]: value }))).not.toThrow();
      }),
    ));

  it('a band needs a level, and begins at its number', () => {
    const { level: _, ...band } = printRule(published('band-identity'));
    expect(problems(band)).toEqual(['LEVEL_MISSING level']);
    expect(problems({ ...band, level: 'BASIC', comparison: 'GREATER' })).toEqual(['FIELD_NOT_OF_KIND comparison']);
  });
});
