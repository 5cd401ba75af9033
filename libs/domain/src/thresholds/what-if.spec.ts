import fc from 'fast-check';
import { fraction } from '../control/fraction.js';
import { METERING_POLICY_V1 } from '../metering/metering-policy.js';
import { at, vectorOf } from './judging.fixture.js';
import { scanCrossings } from './scan-crossings.js';
import { unscaled, whatIf, withPrior } from './what-if.js';

const TERA = 10n ** 12n;
const terms = (tflop: bigint, own: { comparison?: 'GREATER' | 'AT_LEAST'; windowHours?: number } = {}) => ({
  number: { numerator: tflop * TERA, denominator: 1n },
  comparison: 'AT_LEAST' as const,
  ...own,
});
const START = at('2026-03-01');
const { priorPpm } = METERING_POLICY_V1;

function scaled(...input: Parameters<typeof withPrior>) {
  const answer = withPrior(...input);
  if ('refused' in answer) throw new Error(answer.refused.code);
  return answer;
}

describe('what if the number, comparison or window were others', () => {
  const vector = vectorOf([0, 1, 2].map((hour) => [START + hour, 0n, 50n, 90n] as const));

  it('is what the rule would have found', () => {
    expect(whatIf(unscaled(vector), terms(100n)).crossings).toMatchObject({
      POSSIBLE: [{ moment: { hour: START + 1, minute: 6 } }],
      PROBABLE: [{ moment: { hour: START + 1, minute: 59 }, totals: { expected: fraction(100n), upper: fraction(180n) } }],
      CERTAIN: [],
    });
    expect(whatIf(unscaled(vector), terms(100n, { comparison: 'GREATER' })).crossings.PROBABLE).toMatchObject([
      { moment: { hour: START + 2, minute: 0 } },
    ]);
    expect(whatIf(unscaled(vector), terms(100n, { windowHours: 1 })).crossings.PROBABLE).toEqual([]);
    expect(whatIf(unscaled(vector), terms(100n, { windowHours: 2 })).totals.expected).toEqual(fraction(100n));
    expect(whatIf(unscaled(vector), terms(100n, { windowHours: 2 }), START + 3).totals.expected).toEqual(fraction(50n));
  });

  it('by the same number is what there is', () =>
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 40n), { maxLength: 30 }), fc.bigInt(1n, 300n), (hourly, tflop) => {
        const any = vectorOf(hourly.map((amount, hour) => [START + hour, 0n, amount, amount * 2n] as const));
        const asked = whatIf(unscaled(any), terms(tflop)).crossings;
        const found = scanCrossings(any, 'expected', terms(tflop));
        expect(asked.PROBABLE.map(({ n, moment }) => ({ n, moment }))).toEqual(found.map(({ n, moment }) => ({ n, moment })));
      }),
    ));

  it('of nobody is nothing', () => expect(whatIf(unscaled(vectorOf([])), terms(1n)).totals.upper).toEqual(fraction(0n)));
});

describe('what if the prior utilisation were another', () => {
  const vector = vectorOf([
    [START, 0n, 100n, 400n],
    [START + 1, 0n, 70n, 300n],
  ]);
  const onPrior = vectorOf([[START + 1, 70n]]);

  it('scales what rests on it and nothing else, in exact parts', () => {
    const half = whatIf(scaled(vector, onPrior, { priorPpm, ppm: 500_000 }), terms(200n));
    expect(half.totals).toEqual({ lower: fraction(0n), expected: fraction(200n), upper: fraction(700n) });
    expect(half.crossings.PROBABLE).toMatchObject([{ moment: { hour: START + 1, minute: 59 } }]);
    const third = whatIf(scaled(vector, onPrior, { priorPpm, ppm: 300_000 }), terms(160n, { comparison: 'GREATER' }));
    expect(third.totals.expected).toEqual(fraction(160n));
    expect(third.crossings.PROBABLE).toEqual([]);
  });

  it('of nothing takes it away', () =>
    expect(whatIf(scaled(vector, onPrior, { priorPpm, ppm: 0 }), terms(1n)).totals.expected).toEqual(fraction(100n)));

  it('is refused where an hour would not fit, and thrown where the parts are not of the vector', () => {
    const huge = vectorOf([[START, 2n ** 62n]]);
    expect(withPrior(huge, huge, { priorPpm, ppm: 500_000 })).toMatchObject({ refused: { code: 'TOTAL_OVERFLOW' } });
    expect(() => withPrior(vector, vectorOf([[START + 5, 1n]]), { priorPpm, ppm: 1 })).toThrow('was not used');
  });

  it('is expected - part + part x p / prior, for any', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.bigInt(0n, 50n), fc.bigInt(0n, 50n)), { maxLength: 20 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (hourly, ppm) => {
          const whole = vectorOf(hourly.map(([measured, part], hour) => [START + hour, 0n, measured + part, 1_000n] as const));
          const parts = vectorOf(hourly.map(([, part], hour) => [START + hour, part] as const));
          const sum = (of: (one: [bigint, bigint]) => bigint) => hourly.reduce((total, one) => total + of(one), 0n);
          const { totals } = whatIf(scaled(whole, parts, { priorPpm, ppm }), terms(1n));
          const expected = fraction(sum(([measured]) => measured) * 350_000n + sum(([, part]) => part) * BigInt(ppm), 350_000n);
          expect(totals.expected).toEqual(expected);
        },
      ),
    ));
});
