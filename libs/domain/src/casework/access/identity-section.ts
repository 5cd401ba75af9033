/** What of a customer record can be asked for, by section: nobody is shown more than the case needs. */
export const IDENTITY_SECTIONS = ['NAMES', 'IDENTIFIERS', 'ADDRESSES', 'CONTACTS', 'PAYMENT', 'OWNERS', 'DOCUMENTS', 'PURPOSE'] as const;
export type IdentitySection = (typeof IDENTITY_SECTIONS)[number];

/** Why identities are needed, in one word: the words beside it name no person. */
export const IDENTITY_PURPOSES = [
  'IDENTIFY_SUBJECT',
  'ESTABLISH_CONTROL',
  'SERVE_NOTICE',
  'ASSESS_INTENT',
  'CHECK_AGAINST_LISTS',
  'ANSWER_AUTHORITY',
  'IMMINENT_DANGER',
  'OTHER',
] as const;
export type IdentityPurpose = (typeof IDENTITY_PURPOSES)[number];
