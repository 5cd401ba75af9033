import { type CaseState, type Disclosed, disclosedByDeclarations, disclosedByNotices, disclosedByOrders } from '@tidemark/domain';
import type { FactsOf } from './facts-of.js';

/** Every part that serves something about customers has its line here: what it served names them to their provider. */
const DISCLOSING: readonly ((state: CaseState) => readonly Disclosed[])[] = [
  disclosedByOrders,
  disclosedByDeclarations,
  disclosedByNotices,
];

/** The first time that a provider learns of a record of its own that it is looked at. */
export const factsOfDisclosure: FactsOf = ({ before, after }) => {
  const known = disclosed(before);
  return [...disclosed(after)].flatMap(([provider, customers]) => {
    const news = [...customers].filter((customer) => !known.get(provider)?.has(customer));
    return news.length === 0 ? [] : [{ case: 'disclosed' as const, value: { provider, customers: news } }];
  });
};

function disclosed(state: CaseState): Map<string, Set<string>> {
  const customersOf = new Map<string, Set<string>>();
  for (const { provider, customers } of DISCLOSING.flatMap((part) => part(state)))
    customersOf.set(provider, new Set([...(customersOf.get(provider) ?? []), ...customers]));
  return customersOf;
}
