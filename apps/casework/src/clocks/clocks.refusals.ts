import type { RefusalRow } from '@tidemark/edge';

export const CLOCK_REFUSALS = {
  CALENDAR_UNKNOWN: {
    status: 404,
    title: 'There is no such calendar',
    remedy: 'Read which there are: GET /v1/working-calendars. Whatever has none of its own is counted by "-".',
  },
  CLOCK_UNKNOWN: { status: 404, title: 'The case has no such clock', remedy: 'Read its clocks: GET /v1/cases/{id}/clocks.' },
  CLOCK_NOT_OF_RULE: {
    status: 409,
    title: 'The clock is not a duty of a rule',
    remedy: 'Do what it waits for: it ends by itself with the step.',
  },
  CLOCK_OVER: {
    status: 409,
    title: 'The clock has ended',
    remedy: 'Nothing is left to be done. What was recorded wrongly is corrected: POST /v1/cases/{id}/corrections.',
  },
  CLOCK_NOT_YET: { status: 422, title: 'That moment is still to come', remedy: 'Record it when it was done.' },
  JURISDICTION_MALFORMED: { status: 422, title: 'That is no jurisdiction', remedy: 'ISO 3166-1 alpha-2 in capitals, EU, or "-".' },
} as const satisfies Record<string, RefusalRow>;
