import type { RefusalRow } from '@tidemark/edge';

export const DELEGATION_REFUSALS = {
  DELEGATION_TO_SELF: { status: 422, title: 'Nobody stands in for herself', remedy: 'Name another person.' },
  DELEGATION_PERIOD: {
    status: 422,
    title: 'The time of the delegation cannot be',
    remedy: 'Say from when to when, 92 days at most, in the future.',
  },
  DELEGATION_CIRCLE: {
    status: 409,
    title: 'The work would come back to whoever hands it over',
    remedy: 'Choose another deputy, or a time in which none of these delegations holds.',
  },
  DELEGATION_UNKNOWN: { status: 404, title: 'There is no such delegation of yours', remedy: 'List them: GET /v1/delegations.' },
  DELEGATION_OVER: { status: 409, title: 'The delegation is over', remedy: 'Nothing is to be done.' },
  DEPUTY_UNKNOWN: {
    status: 422,
    title: 'The deputy is not known as a regulator of your authority',
    remedy: 'Look at the id; the deputy has to be invited, or to have acted in a case.',
  },
} as const satisfies Record<string, RefusalRow>;
