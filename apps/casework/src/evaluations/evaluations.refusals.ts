import type { RefusalRow } from '@tidemark/edge';

export const EVALUATION_REFUSALS = {
  EVALUATION_UNKNOWN: {
    status: 404,
    title: 'There is no such evaluation request in this case',
    remedy: 'See GET /v1/cases/{id}/evaluation-requests.',
  },
  EVALUATION_SETTLED: {
    status: 409,
    title: 'The evaluation request is settled',
    remedy: 'A result is never written over: ask for another evaluation.',
  },
  EVALUATION_ASKED_ALREADY: { status: 409, title: 'An evaluation is asked for already', remedy: 'Record its result first.' },
  EVALUATION_TIME: { status: 422, title: 'The evaluation is to be in the future', remedy: 'Record it when it was done.' },
  EVALUATION_FILE_UNKNOWN: {
    status: 422,
    title: 'The report is no file of this case',
    remedy: 'Attach it first: POST /v1/cases/{id}/attachments.',
  },
} as const satisfies Record<string, RefusalRow>;
