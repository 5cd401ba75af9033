import { type CaseScope, type CaseState, EVALUATION_FLAG, scopeKeyOf } from '@tidemark/domain';
import { scopeOfFact } from './case-fact.js';
import type { FactsOf } from './facts-of.js';

/** A result that counts use anew from its day on; and that an incident was reported. */
export const factsOfEvaluations: FactsOf = ({ event, after }) => {
  switch (event.type) {
    case 'evaluation-recorded': {
      const { evaluation, evaluatedAt, passed } = event;
      return scopesOf(after).map((scope) => ({
        case: 'evaluation',
        value: { evaluation, scope: scopeOfFact(scope), atMs: BigInt(evaluatedAt), passed },
      }));
    }
    case 'incident-reported': {
      const { incident, kind, severity, discoveredAt } = event;
      return [{ case: 'incident', value: { incident, kind, severity, atMs: BigInt(discoveredAt) } }];
    }
    default:
      return [];
  }
};

/** It counts for the subject, and for whatever in the case an evaluation was due for. */
function scopesOf({ subject, flags }: CaseState): CaseScope[] {
  const due = [...flags.values()].filter(({ kind, withdrawn }) => kind === EVALUATION_FLAG && !withdrawn);
  return [...new Map([subject, ...due.map(({ scope }) => scope)].map((scope) => [scopeKeyOf(scope), scope])).values()];
}
