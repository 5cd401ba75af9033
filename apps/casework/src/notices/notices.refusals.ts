import type { RefusalRow } from '@tidemark/edge';

export const NOTICE_REFUSALS = {
  NOTHING_DECIDED: {
    status: 409,
    title: 'There is nothing to give notice of',
    remedy: 'Give notice once an outcome or an appeal was decided.',
  },
  WORDS_ERASED: { status: 409, title: 'The words that this needs were erased', remedy: 'Nothing brings them back: decide anew.' },
  NOTICE_CHANNEL_INCOMPLETE: {
    status: 422,
    title: 'The way of the notice is not fully said',
    remedy: 'Name the provider for PROVIDER and BOTH, and the address for EMAIL and BOTH.',
  },
  NOTICE_PROVIDER_OTHER: {
    status: 422,
    title: 'The case is about no customer of that provider',
    remedy: 'Name a provider that serves the customer: any other would learn of the case.',
  },
  NOTICE_UNKNOWN: {
    status: 404,
    title: 'There is no such notice, or the code is another',
    remedy: 'Copy both from the notice: the code goes into the header Notice-Code.',
  },
  NOTICE_PAUSED: { status: 429, title: 'Too many wrong codes', remedy: 'Wait a quarter of an hour.' },
  NOTICE_FULL: {
    status: 409,
    title: 'No more is taken by the code of this notice',
    remedy: 'Write to the authority another way: what comes is written down with the day on which it came.',
  },
  NOTICE_FORWARDED: { status: 409, title: 'The notice was handed over before', remedy: 'Nothing is to be done.' },
  RECEIVED_IN_FUTURE: { status: 422, title: 'It cannot have come after now', remedy: 'Say when it came.' },
  DECISION_NOT_STANDING: {
    status: 409,
    title: 'The decision no longer stands',
    remedy: 'Wait for the new notice: against that decision an appeal can be made.',
  },
} as const satisfies Record<string, RefusalRow>;
