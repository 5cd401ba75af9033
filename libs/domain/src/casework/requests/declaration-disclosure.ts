import type { CaseState } from '../case-state.js';
import type { Disclosed } from '../orders/order-disclosure.js';

/** By requests for declarations that name a customer record. A request for information names none. */
export const disclosedByDeclarations = ({ requests: { declarations } }: CaseState): Disclosed[] =>
  [...declarations.values()].flatMap(({ provider, customer, item }) =>
    provider === undefined || customer === undefined || item === undefined ? [] : [{ provider, customers: [customer] }],
  );
