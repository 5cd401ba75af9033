import fc from 'fast-check';
import { judgeOverCapacity } from './over-capacity.js';

const scope = { kind: 'cluster', provider: 'p', id: 'c' } as const;
const FULL = 3_600_000n;
const judge = (use: readonly (readonly [number, bigint])[], registeredAt: (hour: number) => number | undefined = () => 8) =>
  judgeOverCapacity({ scope, registeredAt, use: { hours: use.map(([hour]) => hour), acceleratorMs: use.map(([, ms]) => ms) } });

describe('use beyond registered capacity', () => {
  it('is none while the hardware can have done it, to the millisecond', () => {
    expect(judge([[100, 8n * FULL]])).toEqual([]);
    expect(judge([[100, 8n * FULL + 1n]])).toMatchObject([
      { kind: 'OVER_CAPACITY', rule: 'over-capacity', ruleVersion: 1, scope, n: 1, moment: { hour: 100, minute: 0 } },
    ]);
  });

  it('is one matter while excesses are at most a day apart', () => {
    const over = 9n * FULL;
    const found = judge([
      [100, over],
      [124, over],
      [130, 1n],
      [149, over],
    ]);
    expect(found.map(({ n, moment, detail }) => [n, moment.hour, detail.hoursOver, detail.lastHour])).toEqual([
      [1, 100, 2, 124],
      [2, 149, 1, 149],
    ]);
  });

  it('goes by what is registered for the hour, and says nothing where nothing is', () => {
    const registered = (hour: number) => (hour < 100 ? 8 : hour < 200 ? 16 : undefined);
    const use = [99, 100, 200].map((hour) => [hour, 9n * FULL] as const);
    expect(judge(use, registered).map(({ moment }) => moment.hour)).toEqual([99]);
  });

  it('begins an episode exactly where no excess was in the 24 hours before', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 1 }), (over) => {
        const hours = over.sort((a, b) => a - b);
        const begins = hours.filter((hour) => !hours.some((other) => other < hour && other >= hour - 24));
        expect(judge(hours.map((hour) => [hour, 9n * FULL] as const)).map(({ moment }) => moment.hour)).toEqual(begins);
      }),
    ));
});
