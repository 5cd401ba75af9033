import { OrderBook, type OrderFact } from './order-book.js';
import type { Scope } from './scope.js';

const customer: Scope = { kind: 'customer', id: 'c' };
const group: Scope = { kind: 'group', id: 'p', controlRule: 'control' };
const issued = (order: string, scope: Scope, fromMs: number, provider = 'north'): OrderFact => ({
  type: 'issued',
  order,
  provider,
  scope,
  fromMs,
});

describe('orders by what they are about', () => {
  it('stand from their start until they are lifted, in the order of time', () => {
    const book = new OrderBook();
    expect(book.take(issued('b', customer, 20))).toEqual(customer);
    expect(book.take(issued('a', customer, 10))).toEqual(customer);
    expect(book.take({ type: 'lifted', order: 'a', atMs: 15 })).toEqual(customer);
    expect(book.of(customer)).toMatchObject([
      { fromMs: 10, toMs: 15 },
      { fromMs: 20, toMs: Number.POSITIVE_INFINITY },
    ]);
    expect(book.of({ kind: 'customer', id: 'other' })).toEqual([]);
  });

  it('about one group at several providers are several', () => {
    const book = new OrderBook();
    book.take(issued('a', group, 10));
    book.take(issued('b', group, 10, 'south'));
    expect(book.of(group).map(({ provider }) => provider)).toEqual(['north', 'south']);
    expect(book.scopes()).toEqual([group]);
  });

  it('are taken once each, and nothing is lifted that was not issued', () => {
    const book = new OrderBook();
    expect(book.take({ type: 'lifted', order: 'a', atMs: 15 })).toBeUndefined();
    book.take(issued('a', customer, 10));
    expect(book.take(issued('a', customer, 10))).toBeUndefined();
    book.take({ type: 'lifted', order: 'a', atMs: 15 });
    expect(book.take({ type: 'lifted', order: 'a', atMs: 99 })).toBeUndefined();
    expect(book.of(customer)).toMatchObject([{ toMs: 15 }]);
  });
});
