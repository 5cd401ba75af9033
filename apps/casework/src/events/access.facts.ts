import type { FactsOf } from './facts-of.js';

/** The customer registry releases identities on nothing else than these. */
export const factsOfAccess: FactsOf = ({ event }) => {
  switch (event.type) {
    case 'identity-granted': {
      const { grant, customers, fields, persons, from, until, breakGlass } = event;
      const reach = { customers: [...customers], fields: [...fields], persons: [...persons] };
      return [{ case: 'accessGranted', value: { grant, ...reach, fromMs: BigInt(from), untilMs: BigInt(until), breakGlass } }];
    }
    case 'identity-ended':
      return [{ case: 'accessEnded', value: { grant: event.grant, atMs: BigInt(event.at), cause: event.cause } }];
    default:
      return [];
  }
};
