import fc from 'fast-check';
import { addExact } from './exact-total.js';

const MAX = 9_223_372_036_854_775_807n;

describe('addExact', () => {
  it('refuses a sum beyond 64 bits, on either side, and never wraps', () => {
    expect(addExact(MAX - 1n, 1n)).toEqual({ total: MAX });
    expect(addExact(MAX, 1n)).toEqual({ refused: { code: 'TOTAL_OVERFLOW', total: MAX, added: 1n } });
    expect(addExact(-MAX, -1n)).toEqual({ total: -MAX - 1n });
    expect(addExact(-MAX, -2n)).toEqual({ refused: { code: 'TOTAL_OVERFLOW', total: -MAX, added: -2n } });
  });

  it('adds exactly, or refuses, for any two totals', () => {
    const int64 = fc.bigInt({ min: -MAX - 1n, max: MAX });
    fc.assert(
      fc.property(int64, int64, (a, b) => {
        const fits = BigInt.asIntN(64, a + b) === a + b;
        const sum = addExact(a, b);
        return fits ? 'total' in sum && sum.total === a + b : 'refused' in sum;
      }),
    );
  });
});
