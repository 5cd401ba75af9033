import type { RefusalRow } from '@tidemark/edge';

const unprocessable = (title: string, remedy: string): RefusalRow => ({ status: 422, title, remedy });
const conflict = (title: string, remedy: string): RefusalRow => ({ status: 409, title, remedy });
const denied = (title: string, remedy: string): RefusalRow => ({ status: 403, title, remedy });

/** Why an identity is not asked for, granted or shown inside a case. */
export const IDENTITY_REFUSALS = {
  IDENTITY_REACH_EMPTY: unprocessable('Nothing was asked for', 'Name the customers and the sections that are needed.'),
  IDENTITY_OUTSIDE_CASE: unprocessable(
    'A customer is not inside this case',
    'Only customer records that the subject or a flag of the case covers can be named: the answer names the others in "outside".',
  ),
  ACCESS_END_PAST: unprocessable('The end of the access has passed', 'Ask anew, with an end that is to come.'),
  ACCESS_TOO_LONG: unprocessable('The access would last too long', 'Ask for at most the days in "daysMax", and again when they are over.'),
  READER_OF_ANOTHER_AUTHORITY: unprocessable('A person works for another authority', 'Name persons of your own authority.'),
  GRANT_WIDER_THAN_ASKED: unprocessable(
    'More would be granted than was asked',
    'Grant what was asked for, or less; more has to be asked for anew.',
  ),
  IDENTITY_REQUEST_UNKNOWN: {
    status: 404,
    title: 'The case has no such request',
    remedy: 'Read its requests: GET /v1/cases/{id}/identity-requests.',
  },
  IDENTITY_REQUEST_ANSWERED: conflict('The request was answered, or lapsed with the case', 'Ask anew.'),
  IDENTITY_GRANT_UNKNOWN: {
    status: 404,
    title: 'The case has no such grant',
    remedy: 'Read its grants: GET /v1/cases/{id}/identity-grants.',
  },
  ACCESS_ENDED_BEFORE: conflict('The access had ended', 'Nothing is left to be done: the answer names the cause.'),
  NOT_BREAK_GLASS: conflict(
    'There is nothing to review',
    'Only a break-glass is reviewed: whatever else was opened, another person granted.',
  ),
  BREAK_GLASS_REVIEWED: conflict('The break-glass was reviewed', 'Read the grant for who reviewed it, and how.'),
  BREAK_GLASS_UNREVIEWED: conflict(
    'An earlier break-glass of yours waits for its review',
    'Have the one in "grant" reviewed, or let somebody else look: nobody goes on for days without a second person.',
  ),
  IDENTITY_NOT_GRANTED: denied('No grant of this case opens this customer to you', 'Ask for it: POST /v1/cases/{id}/identity-requests.'),
  ACCESS_ENDED: denied('Your access has ended', 'Ask for it anew: POST /v1/cases/{id}/identity-requests.'),
  FIELDS_NOT_GRANTED: denied('A section was not granted', 'Ask for the sections of one grant, or have more granted.'),
  IDENTITY_ERASED: {
    status: 410,
    title: 'The person was erased',
    remedy: 'There is nobody behind this record any more: only facts about it stay.',
  },
  GRANT_NOT_HEARD: {
    status: 503,
    title: 'The customer registry has not heard of the grant yet',
    remedy: 'Ask again in a moment: what was granted is on its way.',
    retryAfterSeconds: 2,
  },
  REGISTRY_UNAVAILABLE: {
    status: 503,
    title: 'The customer registry cannot be reached',
    remedy: 'Ask again in a moment. Nothing was shown.',
    retryAfterSeconds: 5,
  },
} as const satisfies Record<string, RefusalRow>;
