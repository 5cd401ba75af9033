import type { RefusalRow } from '@tidemark/edge';

/** What the desk of a case refuses. */
export const DESK_REFUSALS = {
  NOTE_EMPTY: { status: 422, title: 'The note says nothing', remedy: 'Write what the next person has to know.' },
  DESK_FULL: {
    status: 409,
    title: 'Nothing more fits on this desk',
    remedy: 'Close the case, and open one that is related to it for what goes on.',
  },
  MENTION_REF_INVALID: {
    status: 422,
    title: 'The mention points nowhere',
    remedy: 'Name an id, or for "url" an address that begins with https:// or http://.',
  },
  SNOOZE_TIME_INVALID: {
    status: 422,
    title: 'A case cannot be snoozed until then',
    remedy: 'Name a moment in the future, not further than the policy allows.',
  },
} as const satisfies Record<string, RefusalRow>;
