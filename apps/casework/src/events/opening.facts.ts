import { scopeOfFact } from './case-fact.js';
import type { FactsOf } from './facts-of.js';

export const factsOfOpening: FactsOf = ({ event, end }) => {
  switch (event.type) {
    case 'case-opened': {
      const { authority, matter, subject } = event;
      return [{ case: 'opened', value: { authority, matter, subject: scopeOfFact(subject), flags: [...end.flags.keys()] } }];
    }
    case 'case-moved':
      return [{ case: 'stage', value: { from: event.from, to: event.to, move: event.move } }];
    default:
      return [];
  }
};
