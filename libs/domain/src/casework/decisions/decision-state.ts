import type { CaseEvent } from '../case-event.js';
import type { Instant, PersonId } from '../case-vocabulary.js';
import type { NoticeThrough, ReplyKind, VoidCause } from './decision-event.js';
import { evolveAppeals } from './evolve-appeals.js';
import { evolveNotices } from './evolve-notices.js';
import { evolveOutcomes } from './evolve-outcomes.js';
import type { Step } from './four-eyes.js';
import type { NoticeText } from './notice-text.js';
import type { AppealDecision, CorrectionWords, Grounds, Outcome, StatementWords } from './statement.js';
import { NO_PART, type TakenPart, withPart } from './took-part.js';

export type ProposalStatus = 'proposed' | 'approved' | 'refused' | 'withdrawn' | 'void';

/** How a proposal ended. `reason` is absent when it was erased, or when nobody gave one. */
export interface Settled {
  at: Instant;
  by: PersonId;
  reason?: string | undefined;
  cause?: VoidCause | undefined;
  /** Of an approval: the version of the case that was approved. */
  approvedVersion?: number | undefined;
}

export interface OutcomeProposal extends Grounds {
  id: string;
  outcome: Outcome;
  /** Absent: erased. */
  statement?: StatementWords | undefined;
  step: Step;
  status: ProposalStatus;
  settled?: Settled | undefined;
}

/** What was decided and holds: until the case is reopened. */
export interface StandingOutcome {
  outcome: Outcome;
  decidedAt: Instant;
  /** Whose statement of reasons it rests on; and the appeal that changed or confirmed it. */
  proposal: string;
  appeal?: string | undefined;
}

/** What a notice of it names: the appeal that was decided, or the proposal that was approved. */
export const decisionOf = ({ proposal, appeal }: StandingOutcome): string => appeal ?? proposal;

export interface Notice {
  id: string;
  decision: string;
  kind: 'DECISION' | 'APPEAL_DECISION';
  through: NoticeThrough;
  provider?: string | undefined;
  item?: string | undefined;
  language: string;
  codeHash: string;
  servedAt: Instant;
  by: PersonId;
  replyUntil: Instant;
  appealUntil?: Instant | undefined;
  text?: NoticeText | undefined;
  /** The code itself, for the served item and the mail; absent: erased. */
  code?: string | undefined;
  to?: string | undefined;
  forwardedAt?: Instant | undefined;
}

export interface Reply {
  id: string;
  notice?: string | undefined;
  kind: ReplyKind;
  receivedAt: Instant;
  late: boolean;
  /** Who wrote it down: `customer` itself, or a person. */
  by: PersonId;
  evidence: readonly string[];
  text?: string | undefined;
}

export interface AppealProposal extends Grounds {
  id: string;
  decision: AppealDecision;
  outcome?: Outcome | undefined;
  corrects?: number | undefined;
  reasons?: string | undefined;
  correction?: CorrectionWords | undefined;
  step: Step;
  status: ProposalStatus;
  settled?: Settled | undefined;
}

/**
 *   lodged in time ──▶ open ──take──▶ taken ──propose, approve by another who took no part──▶ decided
 *   lodged late ──▶ late ──admit, by a lead──▶ open
 */
export interface Appeal {
  id: string;
  notice?: string | undefined;
  status: 'late' | 'waived' | 'open' | 'taken' | 'decided';
  receivedAt: Instant;
  by: PersonId;
  evidence: readonly string[];
  grounds?: string | undefined;
  reviewer?: PersonId | undefined;
  proposals: readonly AppealProposal[];
  decision?: AppealDecision | undefined;
  decidedAt?: Instant | undefined;
}

export interface Correction {
  id: string;
  entry: number;
  at: Instant;
  by: PersonId;
  evidence: readonly string[];
  words?: CorrectionWords | undefined;
}

export interface DecisionsState {
  proposals: ReadonlyMap<string, OutcomeProposal>;
  outcome?: StandingOutcome | undefined;
  notices: ReadonlyMap<string, Notice>;
  replies: ReadonlyMap<string, Reply>;
  appeals: ReadonlyMap<string, Appeal>;
  corrections: readonly Correction[];
  /** Who took part in the case, and in which of its appeals. */
  takenPart: TakenPart;
}

export const NO_DECISIONS: DecisionsState = {
  proposals: new Map(),
  notices: new Map(),
  replies: new Map(),
  appeals: new Map(),
  corrections: [],
  takenPart: NO_PART,
};

export function evolveDecisions(state: DecisionsState, event: CaseEvent): DecisionsState {
  const takenPart = withPart(state.takenPart, event);
  const before = takenPart === state.takenPart ? state : { ...state, takenPart };
  return evolveAppeals(evolveNotices(evolveOutcomes(before, event), event), event);
}
