import type { Happened, Instant } from '../case-vocabulary.js';

/** FLAG: a flag says that it is due. PERSON: somebody asked for it. */
export const EVALUATION_CAUSES = ['FLAG', 'PERSON'] as const;
export type EvaluationCause = (typeof EVALUATION_CAUSES)[number];

export type EvaluationEvent =
  | (Happened & {
      type: 'evaluation-requested';
      evaluation: string;
      cause: EvaluationCause;
      /** With FLAG. */
      flag?: string | undefined;
      record?: { reason: string };
    })
  /** The flag that asked for it was withdrawn; without `flag`: it was settled without a result, as the case was closed. */
  | (Happened & { type: 'evaluation-no-longer-due'; evaluation: string; flag?: string | undefined })
  | (Happened & {
      type: 'evaluation-recorded';
      evaluation: string;
      /** When it was done, which may be long before it was recorded. */
      evaluatedAt: Instant;
      passed: boolean;
      /** A file of the case. */
      report?: string | undefined;
      record?: { method: string };
      personal?: { evaluator: string };
    });
