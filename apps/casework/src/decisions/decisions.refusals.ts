import type { RefusalRow } from '@tidemark/edge';

export const DECISION_REFUSALS = {
  STATEMENT_INCOMPLETE: {
    status: 422,
    title: 'The statement of reasons is incomplete',
    remedy: 'Say the facts, what was considered, and how the customer can reply and appeal.',
  },
  RULE_MISSING: { status: 422, title: 'A duty applies by a rule', remedy: 'Name the rule and its version in the statement of reasons.' },
  RULE_VERSION_OTHER: {
    status: 422,
    title: 'No flag of the case was judged by this version of the rule',
    remedy: 'Name the version that a flag of the case says.',
  },
  CITED_RULE_UNKNOWN: {
    status: 422,
    title: 'A rule that is cited does not exist, or not in this version',
    remedy: 'Name a rule and a version of GET /v1/rules, or of a flag of the case.',
  },
  PROPOSAL_UNKNOWN: { status: 404, title: 'There is no such proposal in this case', remedy: 'List them: GET /v1/cases/{id}/proposals.' },
  PROPOSAL_SETTLED: { status: 409, title: 'The proposal was settled before', remedy: 'Read the case again; a new proposal may be made.' },
  NOT_THE_PROPOSER: {
    status: 403,
    title: 'Only the proposer can withdraw a proposal',
    remedy: 'A lead who did not propose it can refuse it.',
  },
  CASE_NOT_DONE: {
    status: 409,
    title: 'Something of the case still stands open',
    remedy: 'Settle what "open" names: lift, withdraw, answer, give notice, or wait for the end of the time to appeal.',
  },
  DUTY_UNKNOWN: {
    status: 422,
    title: 'No such duty waits',
    remedy: 'Name clocks of kind RULE or EVALUATION that run or were breached, each once.',
  },
  EVIDENCE_MISSING: { status: 422, title: 'Evidence is required', remedy: 'Name what it rests on: a flag, an answer, a file.' },
  ENTRY_UNKNOWN: { status: 422, title: 'The log has no such entry', remedy: 'Read the log: GET /v1/cases/{id}/log.' },
} as const satisfies Record<string, RefusalRow>;
