import { scopeOfFact } from './case-fact.js';
import type { FactsOf } from './facts-of.js';

/** From when use is a breach of an order, and until when. */
export const factsOfOrders: FactsOf = ({ event }) => {
  switch (event.type) {
    case 'order-issued': {
      const { order, provider, scope, from } = event;
      return [{ case: 'orderIssued', value: { order, provider, scope: scopeOfFact(scope), fromMs: BigInt(from) } }];
    }
    case 'order-lifted':
      return [{ case: 'orderLifted', value: { order: event.order, provider: event.provider, atMs: BigInt(event.at) } }];
    default:
      return [];
  }
};
