import type { RefusalRow } from '@tidemark/edge';

export const PAPER_REFUSALS = {
  CASE_VERSION_UNKNOWN: {
    status: 422,
    title: 'The log of the case has no such entry',
    remedy: 'Name a version from 1 to that of the case, or none for the case as it stands.',
  },
  FLAG_EVIDENCE_UNREACHABLE: {
    status: 503,
    title: 'The evidence of a flag cannot be had now',
    remedy: 'Ask again later: a dossier is made whole or not at all.',
  },
  FLAG_EVIDENCE_NOT_YOURS: {
    status: 403,
    title: 'The threshold monitor does not show you the evidence of a flag',
    remedy: 'Ask with a token that may read flags (scope oversight:read).',
  },
  DOSSIER_TOO_LARGE: {
    status: 422,
    title: 'The dossier would be larger than one archive may be',
    remedy: 'Take the files of the case one by one, and the log by its export.',
  },
} as const satisfies Record<string, RefusalRow>;
