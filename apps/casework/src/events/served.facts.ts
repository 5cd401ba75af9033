import type { CaseState } from '@tidemark/domain';
import { SERVED_PARTS, type ServedNow } from '../served/served-now.js';
import type { CaseFactContent } from './case-fact.js';
import type { FactsOf } from './facts-of.js';

/** What a provider is served, and how that goes on: all it is ever told of a case. */
export const factsOfServed: FactsOf = ({ event, before, after }) => {
  const earlier = servedOf(before);
  const changes = [...servedOf(after).values()].flatMap((item) => factsOfItem(item, earlier.get(item.id)));
  if (event.type !== 'request-reminded') return changes;
  const { item, provider, dueAt } = event;
  return [...changes, served({ id: item, provider, dueAtMs: dueAt }, 'REMINDER')];
};

function factsOfItem(item: ServedNow, earlier: ServedNow | undefined): CaseFactContent[] {
  if (earlier === undefined) return [served(item, item.kind)];
  if (earlier.status === item.status) return [];
  const settled: CaseFactContent = { case: 'settled', value: { item: item.id, provider: item.provider, status: item.status } };
  // The end of an order is news of its own: from now on the customer may be served again.
  return item.status === 'lifted' ? [settled, served(item, 'ORDER_LIFTED')] : [settled];
}

const served = ({ id, provider, dueAtMs }: Pick<ServedNow, 'id' | 'provider' | 'dueAtMs'>, kind: string): CaseFactContent => ({
  case: 'served',
  value: { item: id, provider, kind, ...(dueAtMs === undefined ? {} : { dueAtMs: BigInt(dueAtMs) }) },
});

const servedOf = (state: CaseState): ReadonlyMap<string, ServedNow> =>
  new Map(SERVED_PARTS.flatMap((part) => part(state)).map((item) => [item.id, item]));
