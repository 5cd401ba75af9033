import type { CustomerEvent } from '@tidemark/domain';

/**
 * What stays of an event when the person is erased: codes, levels, ids and times, chosen member by member. What is not named here is
 * destroyed with the key.
 */
export function factsOfEvent(event: CustomerEvent): Record<string, unknown> {
  switch (event.type) {
    case 'customer-onboarded':
      return { related: event.related };
    case 'profile-changed':
      return { fields: event.fields };
    case 'access-recorded':
      return { accesses: event.accesses.length };
    case 'customer-erased':
      return { rule: event.rule };
    case 'verification-started':
    case 'level-proposed':
    case 'level-refused':
    case 'verification-reopened':
    case 'verification-withdrawn':
      return { level: event.level };
    case 'level-attained':
      return { level: event.level, rules: event.rules, ...(event.proposedBy === undefined ? {} : { proposedBy: event.proposedBy }) };
    case 'level-downgraded':
    case 'level-lapsed':
      return { from: event.from, to: event.to };
    case 'document-sent':
      return { document: event.document.id, kind: event.document.kind, sha256: event.document.sha256 };
    case 'document-scanned':
      return { document: event.id, scan: event.scan };
    case 'document-decided':
      return { document: event.id, outcome: event.outcome };
    case 'intent-declared':
      return { version: event.declaration.version, trains: event.declaration.trains };
    case 'intent-assessed':
      return { judgement: event.assessment.judgement, declaration: event.assessment.declaration };
    case 'exemption-granted':
      return { exemption: event.exemption.id, kind: event.exemption.kind, toMs: event.exemption.toMs };
    case 'exemption-ended':
      return { exemption: event.id };
    case 'revalidation-asked':
    case 'revalidation-joined':
      return { ask: event.id, cause: event.ground.cause };
    case 'revalidation-done':
      return { ask: event.id, outcome: event.outcome };
    case 'customer-suspended':
    case 'customer-resumed':
    case 'customer-closed':
      return {};
    default:
      return event satisfies never;
  }
}
