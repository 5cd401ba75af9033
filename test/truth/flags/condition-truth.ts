/** What usage cannot show: only a declaration or an attestation says so, and silence is no answer. */
import type { ConditionTruth } from './flag-truth.model.js';
import type { IdentityTruth } from './identity-truth.js';

export type Answer = 'YES' | 'NO' | 'UNKNOWN';

export function answerOf(condition: ConditionTruth, customers: string[], identity: IdentityTruth, nowMs: number): Answer {
  const answers = customers.map((customer) => answerOfCustomer(condition, customer, identity, nowMs));
  return answers.includes('YES') ? 'YES' : answers.includes('NO') ? 'NO' : 'UNKNOWN';
}

function answerOfCustomer(condition: ConditionTruth, customer: string, identity: IdentityTruth, nowMs: number): Answer {
  if (condition.type === 'ATTESTED') return identity.attests(customer, condition.subject, nowMs) ? 'YES' : 'UNKNOWN';
  const intent = identity.latestIntentOf(customer);
  // One that names no modality at all says nothing about them.
  if (!intent || intent.modalities.length === 0) return 'UNKNOWN';
  return condition.anyOf.some((modality) => intent.modalities.includes(modality)) ? 'YES' : 'NO';
}
