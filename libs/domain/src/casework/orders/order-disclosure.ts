import type { CaseState } from '../case-state.js';

/** Which customer records a provider knows to be looked at, because of what it was served. */
export interface Disclosed {
  provider: string;
  customers: readonly string[];
}

/** By warnings and orders: what was told cannot be taken back. */
export const disclosedByOrders = ({ orders: { warnings, orders } }: CaseState): Disclosed[] => [
  ...[...warnings.values()].map(({ provider, customers }) => ({ provider, customers })),
  ...[...orders.values()].flatMap(({ provider, customers }) => (customers === undefined ? [] : [{ provider, customers }])),
];
