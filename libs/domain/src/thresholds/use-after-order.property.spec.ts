import fc from 'fast-check';
import { HOUR_MS } from '../metering/hour-slots.js';
import { vectorOf } from './judging.fixture.js';
import { OrderBook, type OrderFact } from './order-book.js';
import { judgeUseAfterOrder } from './use-after-order.js';

const scope = { kind: 'party', id: 'p' } as const;
const PROVIDERS = ['north', 'south'];
const BASE = 480_000;

const orders = fc.array(
  fc.record({
    provider: fc.constantFrom(...PROVIDERS),
    from: fc.integer({ min: 0, max: 40 * 60 }),
    lastsMinutes: fc.option(fc.integer({ min: -30, max: 20 * 60 }), { nil: undefined }),
  }),
  { maxLength: 5 },
);
const use = fc.array(
  fc.record({ provider: fc.constantFrom(...PROVIDERS), hour: fc.integer({ min: 0, max: 48 }), amount: fc.bigInt({ min: 0n, max: 3n }) }),
  { maxLength: 40 },
);
const ms = (minutes: number): number => BASE * HOUR_MS + minutes * 60_000;

/** Word by word: for each order the first hour that begins while it holds and in which anything was used at its provider; in the order of their start. */
function naive(given: { provider: string; fromMs: number; toMs: number; order: string }[], used: Map<string, Map<number, bigint>>) {
  return given
    .toSorted((a, b) => a.fromMs - b.fromMs || (a.order < b.order ? -1 : 1))
    .flatMap(({ provider, fromMs, toMs }) => {
      const hours = [...used.get(provider)!]
        .filter(([hour, amount]) => amount > 0n && hour * HOUR_MS >= fromMs && hour * HOUR_MS < toMs)
        .map(([hour]) => hour);
      return hours.length === 0 ? [] : [{ hour: Math.min(...hours), hours: hours.length }];
    })
    .map((one, index) => ({ ...one, n: index + 1 }));
}

describe('use after orders, against its definition word by word', () => {
  it('is the same, in whatever order issuing and lifting are heard, and however often', () =>
    fc.assert(
      fc.property(orders, use, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (given, rows, luck) => {
        const made = given.map(({ provider, from, lastsMinutes }, at) => ({
          order: `o-${at}`,
          provider,
          fromMs: ms(from),
          toMs: lastsMinutes === undefined ? Number.POSITIVE_INFINITY : ms(from + lastsMinutes),
        }));
        const issued: OrderFact[] = made.map(({ order, provider, fromMs }) => ({ type: 'issued', order, provider, scope, fromMs }));
        const lifted: OrderFact[] = made
          .filter(({ toMs }) => Number.isFinite(toMs))
          .map(({ order, toMs }) => ({ type: 'lifted', order, atMs: toMs }));
        const book = new OrderBook();
        const shuffled = (facts: OrderFact[]) => facts.map((fact) => [luck.next().value!, fact] as const).sort(([a], [b]) => a - b);
        for (const [, fact] of [...shuffled(issued), ...shuffled([...lifted, ...issued]), ...shuffled(lifted)]) book.take(fact);

        const used = new Map(PROVIDERS.map((provider) => [provider, new Map<number, bigint>()]));
        for (const { provider, hour, amount } of rows) {
          const hours = used.get(provider)!;
          hours.set(BASE + hour, (hours.get(BASE + hour) ?? 0n) + amount);
        }
        const vectorAt = (provider: string) => vectorOf([...used.get(provider)!].sort(([a], [b]) => a - b));
        const judged = judgeUseAfterOrder({
          scope,
          vector: vectorOf([]),
          suspensions: [],
          orders: book.of(scope).map((order) => ({ ...order, vector: vectorAt(order.provider) })),
        });
        expect(judged.map(({ n, moment, detail }) => ({ n, hour: moment.hour, hours: detail.hoursOfUse }))).toEqual(naive(made, used));
      }),
    ));
});
