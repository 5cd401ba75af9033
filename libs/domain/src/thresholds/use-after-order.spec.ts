import { at, msAt, vectorOf } from './judging.fixture.js';
import { judgeUseAfterOrder } from './use-after-order.js';

const scope = { kind: 'customer', id: 'cus' } as const;
const hours = (from: string, count: number, tflop = 5n) => Array.from({ length: count }, (_, index) => [at(from) + index, tflop] as const);
const judge = (rows: Parameters<typeof vectorOf>[0], ...suspensions: [string, string?][]) =>
  judgeUseAfterOrder({
    scope,
    vector: vectorOf(rows),
    suspensions: suspensions.map(([from, to]) => ({ fromMs: msAt(from), toMs: to ? msAt(to) : Number.POSITIVE_INFINITY })),
  });

describe('use after a suspension order', () => {
  it('begins with the first hour that starts after the order', () => {
    const [found] = judge(hours('2026-03-01T08', 6), ['2026-03-01T10:30']);
    expect(found).toMatchObject({ kind: 'USE_AFTER_ORDER', rule: 'use-after-order', ruleVersion: 1, n: 1, atEntryIntoForce: false });
    expect(found!.moment).toEqual({ hour: at('2026-03-01T11'), minute: 0 });
    expect(found!.totals!.expected).toBe(20n);
    expect(found!.detail.hoursOfUse).toBe(3);
  });

  it('begins with the hour of the order itself when it starts on the hour', () =>
    expect(judge(hours('2026-03-01T08', 6), ['2026-03-01T10:00'])[0]!.moment.hour).toBe(at('2026-03-01T10')));

  it('is none in the hour that was running, after the customer is active again, or where all was corrected away', () => {
    expect(judge(hours('2026-03-01T08', 3), ['2026-03-01T10:30'])).toEqual([]);
    expect(judge(hours('2026-03-02T08', 3), ['2026-03-01T10:30', '2026-03-02T08:00'])).toEqual([]);
    expect(judge(hours('2026-03-01T12', 3, 0n), ['2026-03-01T10:30'])).toEqual([]);
  });

  it('counts the orders that were broken, and not those that were kept', () => {
    const use = [...hours('2026-03-01T12', 1), ...hours('2026-05-01T12', 1)];
    const found = judge(use, ['2026-03-01T10:30', '2026-03-05T00:00'], ['2026-04-01T00:00', '2026-04-05T00:00'], ['2026-05-01T00:00']);
    expect(found.map(({ n, moment }) => [n, moment.hour])).toEqual([
      [1, at('2026-03-01T12')],
      [2, at('2026-05-01T12')],
    ]);
  });

  it('counts orders and suspensions of the record together, in the order of time', () => {
    const span = (from: string, to?: string) => ({ fromMs: msAt(from), toMs: to ? msAt(to) : Number.POSITIVE_INFINITY });
    const found = judgeUseAfterOrder({
      scope,
      vector: vectorOf([...hours('2026-03-01T12', 1), ...hours('2026-05-01T12', 2)]),
      suspensions: [span('2026-05-01T00:00')],
      orders: [{ ...span('2026-03-01T10:30', '2026-03-05T00:00'), provider: 'north' }],
    });
    expect(found.map(({ n, moment }) => [n, moment.hour])).toEqual([
      [1, at('2026-03-01T12')],
      [2, at('2026-05-01T12')],
    ]);
    expect(found.map(({ detail }) => detail.suspendedToMs)).toEqual([msAt('2026-03-05T00:00'), undefined]);
  });

  it('of what stands over providers is the use at the provider of the order alone', () => {
    const group = { kind: 'group', id: 'p', controlRule: 'control' } as const;
    const at2 = (count: number) => vectorOf(hours('2026-03-01T12', count, 2n));
    const order = { fromMs: msAt('2026-03-01T10:30'), toMs: Number.POSITIVE_INFINITY };
    const found = judgeUseAfterOrder({
      scope: group,
      vector: vectorOf(hours('2026-03-01T11', 9)),
      suspensions: [],
      orders: [
        { ...order, provider: 'north', vector: at2(3) },
        { ...order, provider: 'south', vector: at2(0) },
      ],
    });
    expect(found).toMatchObject([
      { scope: group, n: 1, moment: { hour: at('2026-03-01T12') }, detail: { hoursOfUse: 3, provider: 'north' } },
    ]);
    expect(found[0]!.totals!.expected).toBe(2n);
  });
});
