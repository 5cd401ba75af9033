/** Why something about a customer is not done. Expected, so a value; the edge maps each code to its answer in one table. */
export interface CustomerRefusal {
  readonly code: CustomerRefusalCode;
  readonly detail: string;
  /** The field of the request, as the caller wrote it: `identifiers[0].value`. */
  readonly field?: string;
  /** What goes into the answer beside the code: all problems of a profile, all that a level misses. Never personal content. */
  readonly members?: Readonly<Record<string, unknown>>;
}

export const CUSTOMER_REFUSAL_CODES = [
  'ACCOUNT_NUMBER_REFUSED',
  'ALREADY_IN_THAT_STANDING',
  'CARD_NUMBER_REFUSED',
  'COMPUTE_MALFORMED',
  'COUNTRY_UNKNOWN',
  'CUSTOMER_CLOSED',
  'CUSTOMER_ERASED',
  'CUSTOMER_EXISTS',
  'CUSTOMER_SUSPENDED',
  'DATE_MALFORMED',
  'DECLARATION_INCOMPLETE',
  'DOCUMENT_DECIDED',
  'DOCUMENT_EXISTS',
  'DOCUMENT_EXPIRED',
  'DOCUMENT_INFECTED',
  'DOCUMENT_UNKNOWN',
  'DOCUMENT_UNSCANNED',
  'EMAIL_MALFORMED',
  'EXEMPTION_ENDED',
  'EXEMPTION_EXISTS',
  'EXEMPTION_UNKNOWN',
  'EXPIRY_MISSING',
  'EXPIRY_PASSED',
  'FIELD_MALFORMED',
  'FIELD_MISSING',
  'FIELD_NOT_OF_KIND',
  'FIELD_TOO_LONG',
  'FIELD_UNKNOWN',
  'INTERVAL_EMPTY',
  'IP_MALFORMED',
  'KIND_FIXED',
  'LEGAL_FORM_MALFORMED',
  'LEI_MALFORMED',
  'LEVEL_BELOW_CURRENT',
  'NAME_MISSING',
  'NOT_CLOSED',
  'NOT_PROPOSED',
  'PHONE_MALFORMED',
  'PROPOSED_ALREADY',
  'REASON_MISSING',
  'REQUIREMENTS_MISSING',
  'RETENTION_NOT_OVER',
  'REVALIDATION_NOT_OPEN',
  'SAME_PERSON',
  'TOO_MANY',
  'VERIFICATION_NOT_OPEN',
  'VERIFICATION_OPEN',
] as const;
export type CustomerRefusalCode = (typeof CUSTOMER_REFUSAL_CODES)[number];

/** What a decision answers: the events that make it true, or why not. */
export type CustomerDecision<Event> = { readonly events: readonly Event[] } | { readonly refused: CustomerRefusal };

export function refuseCustomer(
  code: CustomerRefusalCode,
  detail: string,
  field?: string,
  members?: Readonly<Record<string, unknown>>,
): { refused: CustomerRefusal } {
  return { refused: { code, detail, ...(field === undefined ? {} : { field }), ...(members === undefined ? {} : { members }) } };
}

/** Every step of people's judgement says why: an empty reason proves nothing later. */
export function reasonFault(reason: string): { refused: CustomerRefusal } | undefined {
  return reason.trim() === '' ? refuseCustomer('REASON_MISSING', 'Say why: the reason is kept with the step.', 'reason') : undefined;
}
