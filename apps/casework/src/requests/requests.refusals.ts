import type { RefusalRow } from '@tidemark/edge';

export const REQUEST_REFUSALS = {
  REQUEST_UNKNOWN: { status: 404, title: 'The case has no such request', remedy: 'Look at the id in the list of the case’s requests.' },
  REQUEST_NOT_IN_STATE: {
    status: 409,
    title: 'The request is not in a state that allows this',
    remedy: 'Read it: its status says what can be done.',
  },
  CASE_NOT_WORKED: {
    status: 409,
    title: 'The case is not being worked',
    remedy: 'Triage it first; a decided or closed case has to be reopened.',
  },
  PROVIDER_NOT_CONCERNED: {
    status: 422,
    title: 'The provider has nothing to do with the case',
    remedy: 'Ask one of the providers that the answer names: to others the question alone would tell of a case.',
  },
  DUE_INVALID: {
    status: 422,
    title: 'The time cannot be set',
    remedy: 'Give a moment ahead, within a year; or none, for the house’s own.',
  },
  TEMPLATE_UNKNOWN: {
    status: 422,
    title: 'There is no such template',
    remedy: 'GET /v1/request-templates lists them with their versions.',
  },
  QUESTIONS_INVALID: {
    status: 422,
    title: 'The questions cannot be asked so',
    remedy: 'Ask 1 to 50, each with an id of its own, from a template, of your own, or both.',
  },
  ANSWER_INVALID: {
    status: 422,
    title: 'The answer does not fit what was asked',
    remedy: '"problems" names each question and what is wrong. What you cannot answer takes "unavailable" with the reason.',
  },
  REMINDER_TOO_SOON: {
    status: 429,
    title: 'It was just reminded of',
    remedy: 'Wait a day; reminders also go by themselves before the due date.',
  },
  FILES_TOO_MANY: { status: 422, title: 'Too many files for one item', remedy: 'Send at most 100; combine small ones.' },
} as const satisfies Record<string, RefusalRow>;
