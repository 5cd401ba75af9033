import type { RefusalRow } from '@tidemark/edge';

export const QUEUE_REFUSALS = {
  SUBJECT_INCOMPLETE: {
    status: 400,
    title: 'A subject is a kind and an id',
    remedy: 'Send subjectKind and subjectId together, and subjectProvider where the kind belongs to a provider.',
  },
} as const satisfies Record<string, RefusalRow>;
