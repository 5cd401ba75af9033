import type { CustomerRefusalCode } from '@tidemark/domain';
import { type RefusalRow, type RefusalTable } from '@tidemark/edge';

/** What the record of a customer refuses, with what the pure decisions refuse. */
export type CustomerRoomRefusal = CustomerRefusalCode | 'PROFILE_INVALID' | 'REFERENCE_TAKEN';

const field = (title: string, remedy: string): RefusalRow => ({ status: 422, title, remedy });
const conflict = (title: string, remedy: string): RefusalRow => ({ status: 409, title, remedy });

export const CUSTOMER_REFUSALS: RefusalTable<CustomerRoomRefusal> = {
  PROFILE_INVALID: field('The profile cannot be kept as it is', 'Mend every field under "problems" and send it again.'),
  REFERENCE_TAKEN: conflict('Another record of yours has this reference', 'Find it with GET /v1/customers?reference=.'),
  ACCOUNT_NUMBER_REFUSED: field('A number of a bank account is not kept', "Send the payment processor's token."),
  ALREADY_IN_THAT_STANDING: conflict('Nothing would change', 'Read the record for where it stands.'),
  CARD_NUMBER_REFUSED: field(
    'A number of a payment card is not kept',
    "Take it out; where a means of payment is meant, send the processor's token.",
  ),
  COMPUTE_MALFORMED: field('The amount cannot be read', 'Write a whole number below 10^40, in full or as "2.5e25".'),
  COUNTRY_UNKNOWN: field('There is no such country', 'Use two upper-case letters of ISO 3166-1, as "DE".'),
  CUSTOMER_CLOSED: conflict('The customer is closed', 'Onboard it again as a new record.'),
  CUSTOMER_ERASED: conflict('The person behind the record was erased', 'Onboard the customer again as a new record.'),
  CUSTOMER_EXISTS: conflict('The record exists already', 'Change it with PATCH /v1/customers/{id}.'),
  CUSTOMER_SUSPENDED: conflict('The customer is suspended', 'Resume it first, with POST /v1/customers/{id}/resume.'),
  DATE_MALFORMED: field('The date cannot be used', 'Write ISO 8601, a day that exists, not in the future where it tells of the past.'),
  DECLARATION_INCOMPLETE: field('The declaration lacks what it must say', 'Whoever means to train states modalities and computeFlop.'),
  DOCUMENT_DECIDED: conflict('The document is decided', 'Send another one that replaces it.'),
  DOCUMENT_EXISTS: conflict('The same document was sent before', 'See GET /v1/customers/{id}/documents.'),
  DOCUMENT_EXPIRED: field('The document has run out', 'Send one that still holds.'),
  DOCUMENT_INFECTED: field(
    'The scanner found something harmful',
    'Send a clean file: without scripts, forms that run, macros or embedded files.',
  ),
  DOCUMENT_UNKNOWN: { status: 404, title: 'There is no such document', remedy: 'See GET /v1/customers/{id}/documents.' },
  DOCUMENT_UNSCANNED: conflict('The file waits to be scanned', 'Try again when its scan says CLEAN.'),
  EMAIL_MALFORMED: field('The address is not one that mail can reach', 'Write it as "name@example.org".'),
  EXEMPTION_ENDED: conflict('It is over already', 'See GET /v1/customers/{id}/exemptions.'),
  EXEMPTION_EXISTS: conflict('There is one of this id', 'See GET /v1/customers/{id}/exemptions.'),
  EXEMPTION_UNKNOWN: { status: 404, title: 'There is no such attestation or exemption', remedy: 'See GET /v1/customers/{id}/exemptions.' },
  EXPIRY_MISSING: field('The end is missing', 'Say until when: nothing is exempt for ever.'),
  EXPIRY_PASSED: field('The end lies in the past', 'Give an end in the future.'),
  FIELD_MALFORMED: field('A field is not of its form', 'See the field and the detail.'),
  FIELD_MISSING: field('A field is missing', 'See the field and the detail.'),
  FIELD_NOT_OF_KIND: field('The field does not belong to this kind of person', 'Leave it out, or correct "kind".'),
  FIELD_TOO_LONG: field('The text is too long', 'Shorten it; put longer evidence into a document.'),
  FIELD_UNKNOWN: field('There is no such field', 'Look at the spelling: see /openapi.json.'),
  INTERVAL_EMPTY: field('The interval is empty', 'The end is exclusive and must be later than the start.'),
  IP_MALFORMED: field('The address is neither IPv4 nor IPv6', 'Write "192.0.2.1" or "2001:db8::1".'),
  KIND_FIXED: field('The kind of person does not change', 'Close this record and onboard another.'),
  LEGAL_FORM_MALFORMED: field('The legal form is not a code of ISO 20275', 'Use its four characters, as "2HBR".'),
  LEI_MALFORMED: field('The LEI is not one', 'Copy its 20 characters from the register; the last two check the rest.'),
  LEVEL_BELOW_CURRENT: conflict('The level is below the one that stands', 'Renew or raise the level; lower it with POST .../downgrade.'),
  NAME_MISSING: field('Nobody has no name', 'Give at least one name.'),
  NOT_CLOSED: conflict('The customer is served still', 'Close it first, with POST /v1/customers/{id}/close.'),
  NOT_PROPOSED: conflict('Nothing is proposed', 'Propose it first, with POST .../verifications/proposal.'),
  PHONE_MALFORMED: field('The number is not one that can exist', 'Write E.164, as "+4930123456".'),
  PROPOSED_ALREADY: conflict('It is proposed already', 'It waits for the decision of another person.'),
  REASON_MISSING: field('The reason is missing', 'Say why: it is kept with the step.'),
  REQUIREMENTS_MISSING: conflict('The level misses something', 'Bring what stands under "missing".'),
  RETENTION_NOT_OVER: conflict('The records must be kept still', 'Erase after the date under "until".'),
  REVALIDATION_NOT_OPEN: conflict('No re-validation is open', 'See GET /v1/customers/{id}/revalidations.'),
  SAME_PERSON: {
    status: 403,
    title: 'This takes another person',
    remedy: 'Have somebody else decide who took no part in the step before.',
  },
  TOO_MANY: field('Too many of one kind', 'See the limit in the detail.'),
  VERIFICATION_NOT_OPEN: conflict('No verification is open', 'Start one with POST /v1/customers/{id}/verifications.'),
  VERIFICATION_OPEN: conflict('A verification is open already', 'Decide or withdraw it first.'),
};
