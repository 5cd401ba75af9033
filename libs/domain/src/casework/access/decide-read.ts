import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, type CaseRefusal, happened, type Instant, type PersonId, refusal } from '../case-vocabulary.js';
import { type IdentityGrant, isAccessOpen } from './access-state.js';
import type { IdentitySection } from './identity-section.js';

export interface WantedIdentity {
  customer: string;
  /** Absent: all that the grant opens. */
  fields?: readonly IdentitySection[] | undefined;
  /** Absent: whichever grant opens it. */
  grant?: string | undefined;
}

/** The grant by which this person may see this now, and what of it; else why not. */
export function grantForReading(
  { access }: CaseState,
  { customer, fields, grant: named }: WantedIdentity,
  { person, human, now }: { person: PersonId; human: boolean; now: Instant },
): { grant: IdentityGrant; fields: readonly IdentitySection[] } | { refused: CaseRefusal } {
  if (!human) return refusal('PERSON_REQUIRED', 'Only a person can do this.');
  const mine = [...access.grants.values()].filter(
    ({ id, persons, customers }) => (named === undefined || id === named) && persons.includes(person) && customers.includes(customer),
  );
  if (mine.length === 0) return refusal('IDENTITY_NOT_GRANTED', 'No grant of this case opens this customer to you.');
  const open = mine.filter((grant) => isAccessOpen(grant, now));
  if (open.length === 0) return refusal('ACCESS_ENDED', 'Your access to this customer has ended.');
  // The latest, and of those that were made at once the widest: what was asked for last is what is worked on.
  const fitting = open
    .filter((grant) => (fields ?? []).every((field) => grant.fields.includes(field)))
    .sort((one, other) => other.from - one.from || other.fields.length - one.fields.length);
  const [grant] = fitting;
  if (grant === undefined) return refusal('FIELDS_NOT_GRANTED', 'No open grant covers all of these sections for you.');
  return { grant, fields: fields ?? grant.fields };
}

/** What was released goes into the log before anybody is shown it. Decided again: access may have ended while the registry answered. */
export function decideRead(
  state: CaseState,
  { released, purpose, ...wanted }: WantedIdentity & { purpose: string; released: Readonly<Partial<Record<IdentitySection, unknown>>> },
  { now, actor }: CaseContext,
): CaseDecision<CaseEvent> {
  const found = grantForReading(state, wanted, { ...actor, now });
  if ('refused' in found) return found;
  const { grant, fields } = found;
  return {
    events: [
      {
        type: 'identity-read',
        ...happened(actor, now),
        grant: grant.id,
        customer: wanted.customer,
        fields,
        record: { purpose },
        personal: { released },
      },
    ],
  };
}
