import { IDENTITY_SECTIONS, type IdentitySection } from '@tidemark/domain';
import { isUuid, type Refused, refuse } from '@tidemark/edge';
import type { CaseGrant } from './case-grants.port.js';
import type { ReleaseRefusal } from './release.refusals.js';

/** What somebody wants to see for a case. */
export interface WantedRelease {
  grant: string;
  caseId: string;
  customer: string;
  fields: readonly IdentitySection[];
  purpose: string;
}

/** Why this person is not shown this now; undefined: she is. The registry judges by its own clock and by what it heard itself. */
export function releaseRefusal(
  grant: CaseGrant | undefined,
  { caseId, customer, fields }: Pick<WantedRelease, 'caseId' | 'customer' | 'fields'>,
  { person, nowMs }: { person: string | undefined; nowMs: number },
): Refused<ReleaseRefusal> | undefined {
  // Whose grant it is, and that it is there, is told to nobody else. What begins later was granted by a clock that is ahead of this one.
  if (grant === undefined || person === undefined || grant.caseId !== caseId || !grant.persons.includes(person) || grant.fromMs > nowMs)
    return refuse('RELEASE_NOT_GRANTED', 'The registry knows no such grant to you.');
  if (grant.endedAtMs !== undefined || grant.untilMs <= nowMs) return refuse('RELEASE_ENDED', 'The access has ended.');
  if (!grant.customers.includes(customer)) return refuse('RELEASE_NOT_COVERED', 'The grant does not name this customer.');
  const more = fields.filter((field) => !grant.fields.includes(field));
  return more.length === 0 ? undefined : refuse('RELEASE_NOT_COVERED', `The grant does not open ${more.join(', ')}.`);
}

/** What came over the wire, or why it cannot be read. */
export function readWanted(given: {
  grant: string;
  case: string;
  customer: string;
  fields: readonly string[];
  purpose: string;
}): WantedRelease | Refused<ReleaseRefusal> {
  const purpose = given.purpose.trim().normalize('NFC');
  const fields = [...new Set(given.fields)].filter((field): field is IdentitySection => IDENTITY_SECTIONS.includes(field as never));
  if (!isUuid(given.customer)) return refuse('RELEASE_MALFORMED', 'The customer is no id.');
  if (fields.length === 0 || given.fields.some((field) => !fields.includes(field as never)))
    return refuse('RELEASE_MALFORMED', `Sections are ${IDENTITY_SECTIONS.join(', ')}.`);
  if (purpose.length < 3 || purpose.length > 200) return refuse('RELEASE_MALFORMED', 'State the purpose in 3 to 200 characters.');
  return { grant: given.grant, caseId: given.case, customer: given.customer, fields, purpose };
}
