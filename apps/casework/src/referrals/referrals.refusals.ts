import type { RefusalRow } from '@tidemark/edge';

export const REFERRAL_REFUSALS = {
  REFERRAL_UNKNOWN: { status: 404, title: 'There is no such referral of your authority', remedy: 'See GET /v1/referrals.' },
  REFERRAL_TO_SELF: { status: 422, title: 'An authority does not refer to itself or ask itself', remedy: 'Name another authority.' },
  REFERRAL_RULE_MISSING: {
    status: 422,
    title: 'No rule lets anything of this case go to that authority',
    remedy: 'What no rule allows stays here; the rules stand in docs/reference/referrals.md.',
  },
  REFERRAL_SECTION_REFUSED: { status: 422, title: 'The rule does not let this go', remedy: 'Choose among the sections under "allowed".' },
  REFERRAL_STATEMENT: {
    status: 422,
    title: 'Statement and sections do not fit',
    remedy: 'Send a statement with the section STATEMENT, and only then.',
  },
  REFERRAL_IDENTITY_NOT_RELEASED: {
    status: 409,
    title: 'No identity is released to the case',
    remedy: 'Have an access granted and read what is to go, or leave IDENTITY out.',
  },
  REFERRAL_SETTLED: {
    status: 409,
    title: 'The referral is not at a point that allows this',
    remedy: 'Read it again: GET /v1/cases/{id}/referrals.',
  },
  REFERRAL_ERASED: {
    status: 410,
    title: 'What went was erased here',
    remedy: 'Its hash stays in the log; the other authority has what went.',
  },
  REFERRAL_NOT_SIGNED: {
    status: 409,
    title: 'There is no signed document',
    remedy: 'Only what goes to another installation is signed, and only once it went, was received or was answered.',
  },
  REFERRAL_TOO_LARGE: { status: 422, title: 'The bundle is too large', remedy: 'Leave a section out.' },
  REFERRAL_MALFORMED: {
    status: 422,
    title: 'The document is not of its format',
    remedy: 'The formats stand in docs/reference/referrals.md.',
  },
  REFERRAL_SIGNATURE_INVALID: {
    status: 422,
    title: 'The signature does not hold',
    remedy: 'Compare the key with GET /v1/authorities/{a}, and ask the sender for the document again.',
  },
  REFERRAL_SENDER_UNKNOWN: {
    status: 422,
    title: 'The sender is no authority with a key here',
    remedy: 'The operator registers it with its public key: PUT /v1/authorities/{a}.',
  },
  REFERRAL_NOT_FOR_US: { status: 422, title: 'The document is for another authority', remedy: 'Hand it to the authority that it names.' },
  REFERRAL_CONFLICT: {
    status: 409,
    title: 'Another document of this id came before',
    remedy: 'Ask the sender: an id belongs to one document.',
  },
  REFERRAL_DOCUMENT_EXPECTED: {
    status: 422,
    title: 'The other installation’s signed document is needed',
    remedy: 'Send the document as it came; your own word counts only for what was sent to you.',
  },
  REFERRAL_WORD_EXPECTED: {
    status: 422,
    title: 'Your own word is needed',
    remedy: 'A signed document answers what you sent; for what you received, say it yourself.',
  },
  AUTHORITY_REQUEST_UNKNOWN: {
    status: 404,
    title: 'There is no such request of your authority',
    remedy: 'See GET /v1/authority-requests.',
  },
  AUTHORITY_REQUEST_SETTLED: { status: 409, title: 'The request was answered before', remedy: 'Read it: GET /v1/authority-requests/{q}.' },
  AUTHORITY_REQUEST_UNMATCHED: {
    status: 409,
    title: 'There is no case that the request is about',
    remedy: 'Refuse it with a reason: POST /v1/authority-requests/{q}/refusal.',
  },
  AUTHORITY_REQUEST_ABOUT: {
    status: 422,
    title: 'It is not said what the request is about',
    remedy: 'Name exactly one of case, flag and subject, by its id.',
  },
} as const satisfies Record<string, RefusalRow>;
