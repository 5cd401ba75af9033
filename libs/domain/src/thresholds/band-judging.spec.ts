import fc from 'fast-check';
import { VERIFICATION_LEVELS } from '../customers/customer-profile.js';
import { type BandInput, bandCrossings, judgeBands } from './band-judging.js';
import { at, ruleOf, vectorOf } from './judging.fixture.js';

const band = (id: string, number: string, level: 'NONE' | 'BASIC' | 'IDENTIFIED' | 'ENHANCED') =>
  ruleOf({ id, kind: 'BAND', number, level, scopes: ['account', 'customer', 'party'] });
// In TFLOP: 10, 100, 1000/3.
const BANDS = [band('billing', '1e13', 'NONE'), band('enhanced', '1e15/3', 'ENHANCED'), band('identity', '1e14', 'IDENTIFIED')];
const customer = { kind: 'customer', id: 'cus' } as const;
const account = { kind: 'account', provider: 'p', id: 'a' } as const;
const START = at('2026-03-01');
const judge = (totals: readonly bigint[], level: BandInput['level'], scope: BandInput['scope'] = customer) =>
  judgeBands({
    scope,
    level,
    rules: BANDS,
    vector: vectorOf(totals.map((total, index) => [START + index, 0n, total, total * 9n] as const)),
  });

describe('use above a band without the level', () => {
  it('is a flag from the number on, exactly', () => {
    expect(judge([99n], 'NONE')).toEqual([]);
    expect(judge([99n, 1n], 'NONE')).toMatchObject([
      {
        kind: 'UNVERIFIED_ABOVE_BAND',
        rule: 'identity',
        scope: customer,
        n: 1,
        moment: { hour: START + 1, minute: 59 },
        totals: { lower: 0n, expected: 100n, upper: 900n },
        detail: { level: 'NONE', required: 'IDENTIFIED' },
      },
    ]);
  });

  it('is one for each band whose level is not there', () => {
    expect(judge([400n], 'BASIC').map(({ rule }) => rule)).toEqual(['identity', 'enhanced']);
    expect(judge([400n], 'IDENTIFIED').map(({ rule }) => rule)).toEqual(['enhanced']);
    expect(judge([400n], 'ENHANCED')).toEqual([]);
  });

  it('knows thirds: 333 TFLOP are short of a third of 1e15, 334 are not', () => {
    expect(judge([333n], 'IDENTIFIED')).toEqual([]);
    expect(judge([334n], 'IDENTIFIED')).toHaveLength(1);
  });

  it('looks at accounts, customers and parties by their expected total; at the level as it is now', () =>
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 300n), { maxLength: 8 }), fc.constantFrom(...VERIFICATION_LEVELS), (totals, level) => {
        const total = totals.reduce((sum, hour) => sum + hour, 0n);
        const expected = [...(total >= 100n ? (['IDENTIFIED'] as const) : []), ...(total * 3n >= 1000n ? (['ENHANCED'] as const) : [])];
        const asked = expected.filter((required) => VERIFICATION_LEVELS.indexOf(level) < VERIFICATION_LEVELS.indexOf(required));
        expect(judge(totals, level).map(({ detail }) => detail.required)).toEqual(asked);
      }),
    ));
});

describe('an account that nobody is tied to', () => {
  it('is one flag, at the first band that asks for a level', () => {
    expect(judge([99n], 'UNLINKED', account)).toEqual([]);
    expect(judge([10_000n], 'UNLINKED', account)).toMatchObject([{ kind: 'UNLINKED_ABOVE_BAND', rule: 'identity', scope: account }]);
  });
});

it('a band with dates stands at its entry into force', () => {
  const rules = [{ ...BANDS[2]!, effectiveFrom: '2026-04-01' }];
  const vector = vectorOf([[START, 100n]]);
  const [found] = judgeBands({ scope: customer, vector, level: 'NONE', rules });
  expect(found).toMatchObject({ moment: { hour: at('2026-04-01'), minute: 0 }, atEntryIntoForce: true });
});

it('bands that ask for nothing are never crossed, nor are rules of other kinds or other scopes', () => {
  const vector = vectorOf([[START, 10n ** 9n]]);
  expect(bandCrossings({ scope: customer, vector, rules: BANDS }).map(({ rule }) => rule.id)).toEqual(['identity', 'enhanced']);
  const others = [ruleOf({ id: 'training', number: '1e13' }), { ...BANDS[2]!, scopes: ['party' as const] }];
  expect(bandCrossings({ scope: customer, vector, rules: others })).toEqual([]);
});
