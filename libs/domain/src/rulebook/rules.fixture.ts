import fc from 'fast-check';
import { SCOPE_KINDS } from '../thresholds/scope.js';
import { TIERS } from '../thresholds/standing.js';
import { problemsOfRule } from './check-rule.js';
import { PUBLISHED_RULEBOOK } from './published-rulebook.js';
import { DECLARABLE } from './read-rule.js';
import { CLOCK_STARTS, type Clock, type Condition, LEGAL_STATUSES, type Rule, WINDOWS } from './rule.js';
import { thresholdNumber } from './threshold-number.js';

export function published(id: string): Rule {
  const rule = PUBLISHED_RULEBOOK.rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}

/** A scheme's own number of training, sound as it stands. */
export const ownRule = (changes: Partial<Rule> = {}): Rule => ({
  ...published('eu-ai-act-51'),
  id: 'our-number',
  regime: 'Our scheme',
  statuses: [{ status: 'HOUSE' }],
  ...changes,
});

const text = fc
  .string({ minLength: 1, maxLength: 40, unit: fc.constantFrom('a', 'Z', '9', ' ', 'é', '人', '"', '\\', '😀') })
  .filter((one) => one.trim() !== '');
const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const optional = <Value>(name: string, value: fc.Arbitrary<Value>) =>
  fc.option(
    value.map((one) => ({ [name]: one })),
    { nil: {} },
  );

const conditions: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ type: fc.constant('DECLARED_MODALITY' as const), anyOf: fc.subarray([...DECLARABLE], { minLength: 1 }), words: text }),
  fc.record({ type: fc.constant('ATTESTED' as const), subject: fc.constantFrom('CLOSED_WEIGHTS', 'A', 'B2_C'), words: text }),
);

const clocks: fc.Arbitrary<Clock> = fc
  .tuple(
    fc.record({ duty: text, from: fc.constantFrom(...CLOCK_STARTS), words: text, verified: fc.boolean() }),
    fc.oneof(
      ...(['hours', 'days', 'workingDays', 'months'] as const).map((unit) => fc.integer({ min: 1, max: 100 }).map((n) => ({ [unit]: n }))),
      fc.constant({ quarterDays: ['01-15', '07-15'] }),
      fc.constant({}),
    ),
    fc.constantFrom({}, { on: 'CROSSING' as const }, { on: 'INCIDENT' as const, imminent: true }, { on: 'CHANGE' as const }),
  )
  .map(([clock, term, occasion]) => ({ ...clock, ...term, ...occasion }));

const numbers = fc
  .tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 30 }), fc.constantFrom('', '/3', '/7', '/1000'))
  .map(([mantissa, exponent, divisor]) => thresholdNumber(`${mantissa}e${exponent}${divisor}`));

/** Sound rules of training with everything that they can say. */
export const soundRules: fc.Arbitrary<Rule> = fc
  .tuple(
    fc.record({
      id: fc.constantFrom('a', 'our-rule', 'x-1-y'),
      version: fc.integer({ min: 1, max: 10_000 }),
      title: text,
      regime: text,
      jurisdiction: fc.constantFrom('EU', 'US', '-'),
      citation: text,
      statuses: fc.array(fc.record({ from: day, status: fc.constantFrom(...LEGAL_STATUSES) }), { maxLength: 4 }),
      scopes: fc.subarray([...SCOPE_KINDS], { minLength: 1 }),
      tiers: fc.subarray([...TIERS], { minLength: 1 }),
      number: numbers,
      comparison: fc.constantFrom('GREATER' as const, 'AT_LEAST' as const),
      window: fc.constantFrom(...WINDOWS),
      controlRule: fc.constantFrom('control' as const, 'ownership-25' as const),
      conditions: fc.array(conditions, { maxLength: 3 }),
      counts: text,
      duty: text,
      clocks: fc.array(clocks, { maxLength: 3 }),
      method: text,
      verified: fc.boolean(),
      note: fc.oneof(fc.constant(''), text),
    }),
    optional('effectiveFrom', day),
    optional('effectiveTo', day),
    optional('horizonDays', fc.integer({ min: 1, max: 365 })),
    optional('noticeDays', fc.integer({ min: 1, max: 365 })),
    optional('provider', fc.constantFrom('northwind', 'südwind')),
  )
  .map(([rule, ...more]): Rule => Object.assign({ kind: 'TRAINING' as const }, rule, ...more))
  .filter((rule) => problemsOfRule(rule).length === 0);
