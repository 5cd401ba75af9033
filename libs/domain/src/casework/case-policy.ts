/**
 * Figures of this house, not of any law: versioned data like the rulebook, so that a case says by which policy its clocks ran.
 * Days are calendar days, working days those of the case's jurisdiction.
 */
export interface CasePolicy {
  version: string;
  /** From the opening to the triage, working days. */
  triageWorkingDays: number;
  /** A provider says that it has read a request, working days; and answers it, when the request names no other time. */
  acknowledgeWorkingDays: number;
  answerWorkingDays: number;
  /** A customer's declaration, calendar days. */
  declarationDays: number;
  /** Identity is visible for at most this long after a grant, days. */
  accessDaysMax: number;
  /** A second person looks at a break-glass after at most this long, hours; the access itself lasts no longer. */
  breakGlassReviewHours: number;
  breakGlassHours: number;
  /** To answer a warning before an order, and to acknowledge the order, hours. */
  warningHours: number;
  orderAcknowledgeHours: number;
  /** To reply to a notice, and to appeal against a decision, calendar days. */
  replyDays: number;
  appealDays: number;
  /** To decide an appeal, calendar days. */
  appealDecisionDays: number;
  /** Another authority answers a referral or a request, calendar days. */
  referralAnswerDays: number;
  /** From an evaluation's becoming due to its result, calendar days. */
  evaluationDays: number;
  /** A case is kept for this long after it was closed, years, unless a rule or a hold keeps it longer. */
  retentionYears: number;
  snoozeDaysMax: number;
}

export const CASE_POLICY: CasePolicy = {
  version: '1',
  triageWorkingDays: 3,
  acknowledgeWorkingDays: 2,
  answerWorkingDays: 10,
  declarationDays: 30,
  accessDaysMax: 30,
  breakGlassReviewHours: 24,
  breakGlassHours: 24,
  warningHours: 72,
  orderAcknowledgeHours: 24,
  replyDays: 14,
  appealDays: 30,
  appealDecisionDays: 60,
  referralAnswerDays: 30,
  evaluationDays: 90,
  retentionYears: 7,
  snoozeDaysMax: 14,
};
