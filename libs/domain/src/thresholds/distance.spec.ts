import fc from 'fast-check';
import { fraction } from '../control/fraction.js';
import type { Rule } from '../rulebook/rule.js';
import { distancesOf } from './distance.js';
import type { TripleTotal } from './hour-vector.js';
import { ruleOf } from './judging.fixture.js';

const TERA = 10n ** 12n;
const distances = (totals: TripleTotal, rules: Rule[], answer: 'YES' | 'NO' | 'UNKNOWN' = 'YES') =>
  distancesOf({ totalsOf: () => totals, rules, conditionOf: () => answer });
const totals = { lower: 0n, expected: 40n, upper: 100n };
const rule = ruleOf({ id: 'hundred', number: '1e14' });

describe('distance to a number', () => {
  it('is told for each tier by its own total', () =>
    expect(distances(totals, [rule])).toMatchObject([
      { tier: 'POSSIBLE', total: 100n, remaining: fraction(0n), share: fraction(1n), isPassed: true },
      { tier: 'PROBABLE', total: 40n, remaining: fraction(60n * TERA), share: fraction(2n, 5n), isPassed: false },
      { tier: 'CERTAIN', total: 0n, remaining: fraction(100n * TERA), share: fraction(0n), isPassed: false },
    ]));

  it('equal to a number that must be passed has nothing to go and is not passed', () =>
    expect(distances(totals, [{ ...rule, comparison: 'GREATER' }])[0]).toMatchObject({ remaining: fraction(0n), isPassed: false }));

  it('of a third is exact', () =>
    expect(distances(totals, [ruleOf({ id: 'third', number: '1e14/3' })])[1]!.share).toEqual(fraction(120n, 100n)));

  it('of a band is that of the expected total', () =>
    expect(distances(totals, [{ ...rule, kind: 'BAND' }]).map(({ tier }) => tier)).toEqual(['PROBABLE']));

  it('says what it cannot judge in words, and never that it does not apply', () => {
    const conditional = { ...rule, conditions: [{ type: 'ATTESTED', subject: 'CLOSED_WEIGHTS', words: 'weights are closed' } as const] };
    expect(distances(totals, [conditional], 'UNKNOWN')[0]).toMatchObject({ notEvaluable: ['weights are closed'], notApplicable: [] });
    expect(distances(totals, [conditional], 'NO')[0]).toMatchObject({ notEvaluable: [], notApplicable: ['weights are closed'] });
  });

  it('passes over rules without a number of FLOP', () =>
    expect(distances(totals, [ruleOf({ id: 'none', kind: 'NO_NUMBER' }), { ...rule, kind: 'CAPACITY' }])).toEqual([]));

  it('what is left and what there is make the number, until it is passed', () =>
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 18n), fc.bigInt(1n, 10n ** 18n), fc.bigInt(1n, 99n), (total, amount, divisor) => {
        const number = { numerator: amount * TERA, denominator: divisor, printed: '' };
        const [, probable] = distances({ ...totals, expected: total }, [{ ...rule, number }]);
        const left = fraction(amount * TERA - total * TERA * divisor, divisor);
        expect(probable!.remaining).toEqual(left.numerator > 0n ? left : fraction(0n));
        expect(probable!.isPassed).toBe(left.numerator <= 0n);
      }),
    ));
});
