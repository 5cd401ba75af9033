import type { RefusalRow } from '@tidemark/edge';

/** What every call about a case can be refused with. */
export const CASE_REFUSALS = {
  CASE_UNKNOWN: {
    status: 404,
    title: 'There is no such case of your authority',
    remedy: 'Look at the id: only cases of your own authority can be named.',
  },
  ITEM_UNKNOWN: {
    status: 404,
    title: 'Nothing of that id was served on your organisation',
    remedy: 'Read what was served: GET /v1/served.',
  },
  CASE_MOVE_ILLEGAL: {
    status: 409,
    title: 'The case is not in a stage that allows this',
    remedy: 'The answer names the stages from which it can be done.',
  },
  PERSON_REQUIRED: { status: 403, title: 'Only a person can do this', remedy: 'Sign in as a person: machines never decide.' },
  SAME_PERSON: { status: 403, title: 'This takes another person', remedy: 'Ask somebody who did not take the step that this one checks.' },
  OWN_ANALYST: {
    status: 403,
    title: 'The subject’s own analyst cannot take this step',
    remedy: 'Ask somebody who did not work on this customer.',
  },
  PROPOSAL_VOID: {
    status: 409,
    title: 'What was proposed no longer counts',
    remedy: 'Have it proposed again, by persons whose roles did not change meanwhile.',
  },
  REASON_MISSING: { status: 422, title: 'A reason is required', remedy: 'Say why, in words that name no person.' },
} as const satisfies Record<string, RefusalRow>;
