import type { RefusalRow } from '@tidemark/edge';

export const CLOCK_REFUSALS = {
  CALENDAR_UNKNOWN: {
    status: 404,
    title: 'There is no such calendar',
    remedy: 'Read which there are: GET /v1/working-calendars. Whatever has none of its own is counted by "-".',
  },
  JURISDICTION_MALFORMED: { status: 422, title: 'That is no jurisdiction', remedy: 'ISO 3166-1 alpha-2 in capitals, EU, or "-".' },
} as const satisfies Record<string, RefusalRow>;
