import { type RefusalRow } from '@tidemark/edge';

/** Every way in which links and resellers are refused. */
export const LINK_REFUSALS = {
  LINK_INTERVAL_EMPTY: { status: 422, title: 'The time of the link is empty', remedy: '"to" is exclusive and must be later than "from".' },
  ACCOUNT_ALREADY_LINKED: {
    status: 409,
    title: 'The account is linked at some instant of this time already',
    remedy: 'End the standing link first, also in the past, or pass the account on with POST /v1/links/transfers.',
  },
  LINK_UNKNOWN: { status: 404, title: 'There is no such link of yours', remedy: 'See GET /v1/links.' },
  LINK_ENDS_BEFORE_IT_STARTS: {
    status: 422,
    title: 'The link would end before it starts',
    remedy: 'End it at its own start to say that it never held.',
  },
  LINK_ALREADY_ENDED: {
    status: 409,
    title: 'The link does not hold at that instant any more',
    remedy: 'A link can end earlier, never later: state a new link for the rest of the time.',
  },
  ACCOUNT_NOT_LINKED_TO_CUSTOMER: {
    status: 409,
    title: 'The account is not that customer’s at that instant',
    remedy: 'See GET /v1/links?account= for whose it is, and when.',
  },
  TRANSFER_TO_ITSELF: { status: 422, title: 'The account would pass to whom it has', remedy: 'Name two customers.' },
  CUSTOMER_ERASED: {
    status: 409,
    title: 'The person behind this customer record was erased',
    remedy: 'Onboard the customer again; nothing new can be said about an erased record.',
  },
  ACCOUNT_MALFORMED: {
    status: 422,
    title: 'The account is not an id',
    remedy: 'Use 1 to 128 characters in NFC, without control or format characters, without space at the ends.',
  },
  ANALYST_EVIDENCE_NEEDS_A_PERSON: {
    status: 422,
    title: 'An analyst’s judgement is a person’s',
    remedy: 'Sign in as the analyst, or name the evidence that the client has.',
  },
  STRONG_EVIDENCE_NEEDS_CONFIRMATION: {
    status: 422,
    title: 'Nobody stands behind evidence that is said to be strong',
    remedy: 'Have a person state the link, or send the provider’s signed statement.',
  },
  STATEMENT_KEY_UNKNOWN: {
    status: 422,
    title: 'The statement is signed with a key that is not registered',
    remedy: 'Have one of your people register it with PUT /v1/links/statement-keys/{id}.',
  },
  STATEMENT_NOT_GENUINE: {
    status: 422,
    title: 'The signature does not belong to this statement',
    remedy: 'Sign the canonical JSON of docs/reference/links.md, with exactly the account, customer and times of the request.',
  },
  STATEMENT_KEY_TAKEN: {
    status: 409,
    title: 'The id belongs to another key, or to one that was revoked',
    remedy: 'Register the new key under a new id.',
  },
  PUBLIC_KEY_NOT_ED25519: {
    status: 422,
    title: 'The public key is not an Ed25519 key',
    remedy: 'Give an Ed25519 public key as SPKI PEM, or its 32 raw bytes in base64.',
  },
  RESELLER_INTERVAL_EMPTY: { status: 422, title: 'The time ends before it starts', remedy: '"to" must not be earlier than "from".' },
  SUB_ACCOUNT_IS_RESELLER_ITSELF: {
    status: 422,
    title: 'A reseller’s account cannot be its own sub-account',
    remedy: 'Leave it out of subAccounts.',
  },
  SUB_ACCOUNT_TAKEN: {
    status: 409,
    title: 'The sub-account is another reseller’s at some instant of this time',
    remedy: 'End or shorten that declaration first: an account has one reseller at a time.',
  },
  SUB_ACCOUNTS_IN_A_CIRCLE: {
    status: 409,
    title: 'Resellers would sell to each other in a circle',
    remedy: 'Leave out the account that stands above this one.',
  },
  RESELLER_UNKNOWN: { status: 404, title: 'No such account was declared a reseller’s', remedy: 'See GET /v1/resellers.' },
  SUGGESTION_UNKNOWN: { status: 404, title: 'There is no such suggestion', remedy: 'See GET /v1/links/suggestions.' },
  SUGGESTION_START_MISSING: {
    status: 422,
    title: 'A confirmation does not say since when',
    remedy: 'Give "from": the account is the customer’s from there on.',
  },
  SUGGESTION_DECIDED: {
    status: 409,
    title: 'The suggestion was decided already',
    remedy: 'A decided suggestion stays decided: state or end the link itself.',
  },
} as const satisfies Record<string, RefusalRow>;

export type LinkRefusalCode = keyof typeof LINK_REFUSALS;
