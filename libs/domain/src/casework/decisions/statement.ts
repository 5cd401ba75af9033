/** What a case can end with. MEASURES: an order or a condition follows, each under four eyes of its own. */
export const OUTCOMES = ['NO_ACTION', 'MONITORING', 'DUTY_APPLIES', 'MEASURES'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The customer has to do or bear something, so it is told and may appeal before the case can be closed. */
export const BURDENS: ReadonlySet<Outcome> = new Set(['DUTY_APPLIES', 'MEASURES']);

export interface RuleRef {
  rule: string;
  version: number;
}

/** On what a decision rests, in ids: flags, answers, files of the case. */
export interface Grounds {
  rules: readonly RuleRef[];
  evidence: readonly string[];
}

/** The words of a statement of reasons, written without names. */
export interface StatementWords {
  facts: string;
  considered: string;
  /** How the customer can answer, and how it can appeal: the dates stand in the notice. */
  rightToReply: string;
  rightToAppeal: string;
}

export const APPEAL_DECISIONS = ['UPHELD', 'UPHELD_IN_PART', 'REJECTED', 'REMITTED'] as const;
export type AppealDecision = (typeof APPEAL_DECISIONS)[number];

/** An entry of the log that was wrong, and what holds instead. The old entry stays. */
export interface CorrectionWords {
  wrong: string;
  correct: string;
}
