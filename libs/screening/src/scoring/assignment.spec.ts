import fc from 'fast-check';
import { cheapestAssignment } from './assignment.js';

/** Every way to give each row a column, one by one. */
function cheapestByTrying(costs: readonly (readonly number[])[], taken: readonly number[] = []): number {
  const row = costs[taken.length];
  if (row === undefined) return 0;
  return Math.min(
    ...row.map((cost, column) => (taken.includes(column) ? Number.POSITIVE_INFINITY : cost + cheapestByTrying(costs, [...taken, column]))),
  );
}

describe('the cheapest assignment', () => {
  it('is what trying every one finds', () => {
    const size = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 2 }));
    const matrix = size.chain(([rows, more]) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: rows + more, maxLength: rows + more }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
    fc.assert(
      fc.property(matrix, (costs) => {
        const columns = costs[0]?.length ?? 0;
        const found = [...cheapestAssignment(Float64Array.from(costs.flat()), costs.length, columns)];
        expect(new Set(found).size).toBe(costs.length);
        expect(found.reduce((sum, column, row) => sum + (costs[row]?.[column] ?? Number.NaN), 0)).toBe(cheapestByTrying(costs));
      }),
    );
  });

  it('of nothing is nothing', () => expect([...cheapestAssignment(new Float64Array(), 0, 3)]).toEqual([]));
});
