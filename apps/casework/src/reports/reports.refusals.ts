import type { RefusalRow } from '@tidemark/edge';

export const REPORT_REFUSALS = {
  REPORT_RULE_NOT_IN_CASE: {
    status: 422,
    title: 'No flag by this rule stands in the case',
    remedy: 'Name a rule by which a flag of the case was raised and not withdrawn.',
  },
  REPORT_RULE_UNKNOWN: {
    status: 422,
    title: 'The rulebook has no such rule',
    remedy: 'Read GET /v1/rules; a report is made of a published rule, in the version that flagged the case.',
  },
  REPORT_UNKNOWN: { status: 404, title: 'The case has no such report', remedy: 'Read GET /v1/cases/{id}/reports.' },
  REPORT_SETTLED: { status: 409, title: 'The report is no draft any more', remedy: 'Draft another: a final report is never changed.' },
  REPORT_WORDS_GONE: { status: 410, title: 'The words of the report are gone', remedy: 'Nothing: the key of the case was destroyed.' },
} as const satisfies Record<string, RefusalRow>;
