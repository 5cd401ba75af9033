import { fromBinary } from '@bufbuild/protobuf';
import { casework } from '@tidemark/contracts';
import { CONTROL_RULES, type ControlRule, type OrderFact, type Scope } from '@tidemark/domain';

export interface OrderMessage {
  readonly sequence: bigint;
  readonly knownAtMs: number;
  /** Absent: the fact is about something else, and nothing here follows from it. */
  readonly fact?: OrderFact | undefined;
  /** That a model was evaluated, as people recorded it in a case. */
  readonly evaluation?: HeardEvaluation | undefined;
}

export interface HeardEvaluation {
  /** Of the fact: one evaluation is one for each scope that it counts for. */
  readonly id: string;
  readonly scope: Scope;
  readonly atMs: number;
  readonly passed: boolean;
  readonly recordedBy: string;
  /** Where it is told in full. */
  readonly case: string;
}

/** A fact of case.v1. Throws on one that cannot be read. */
export function readOrder(bytes: Uint8Array): OrderMessage {
  const message = fromBinary(casework.CaseFactSchema, bytes);
  const { sequence, knownAtMs, fact } = message;
  return { sequence, knownAtMs: Number(knownAtMs), fact: orderFactOf(fact), evaluation: evaluationOf(message) };
}

/** Scopes that a model is evaluated for; an account or a compute cluster has none. */
const EVALUATED = ['customer', 'party', 'group'];

function evaluationOf({ id, case: caseId, recordedBy, fact }: casework.CaseFact): HeardEvaluation | undefined {
  if (fact.case !== 'evaluation' || fact.value.scope === undefined || !EVALUATED.includes(fact.value.scope.kind)) return undefined;
  const { scope, atMs, passed } = fact.value;
  return { id, scope: scopeOf(scope), atMs: Number(atMs), passed, recordedBy, case: caseId };
}

function orderFactOf(fact: casework.CaseFact['fact']): OrderFact | undefined {
  if (fact.case === 'orderLifted') return { type: 'lifted', order: fact.value.order, atMs: Number(fact.value.atMs) };
  if (fact.case !== 'orderIssued') return undefined;
  const { order, provider, scope, fromMs } = fact.value;
  if (scope === undefined) throw new Error(`order ${order} is about nothing`);
  return { type: 'issued', order, provider, scope: scopeOf(scope), fromMs: Number(fromMs) };
}

function scopeOf({ kind, provider, id, controlRule }: casework.CaseScope): Scope {
  switch (kind) {
    case 'cluster':
    case 'account':
      return { kind, provider, id };
    case 'customer':
    case 'party':
      return { kind, id };
    case 'group':
      return { kind, id, controlRule: controlRuleOf(controlRule) };
    default:
      throw new Error(`an order about a scope of the kind ${kind}`);
  }
}

function controlRuleOf(name: string): ControlRule {
  const rule = CONTROL_RULES.find((one) => one === name);
  if (rule === undefined) throw new Error(`an order about a group by the rule ${name}`);
  return rule;
}
