import { scopeOfFact } from './case-fact.js';
import type { FactsOf } from './facts-of.js';

/** A result that counts use anew from its day on; and that an incident was reported. */
export const factsOfEvaluations: FactsOf = ({ event, after }) => {
  switch (event.type) {
    case 'evaluation-recorded': {
      const { evaluation, evaluatedAt, passed } = event;
      return [{ case: 'evaluation', value: { evaluation, scope: scopeOfFact(after.subject), atMs: BigInt(evaluatedAt), passed } }];
    }
    case 'incident-reported': {
      const { incident, kind, severity, discoveredAt } = event;
      return [{ case: 'incident', value: { incident, kind, severity, atMs: BigInt(discoveredAt) } }];
    }
    default:
      return [];
  }
};
