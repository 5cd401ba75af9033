import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { moveRefusal } from '../case-stage.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, refusal } from '../case-vocabulary.js';
import { meetClocks } from '../clocks/run-clocks.js';
import { moved } from '../opening/decide-opening.js';
import { appealUnderWay, mayJudge } from './decide-appeal.js';
import { entryRefusal } from './decide-correction.js';
import { staleRefusal } from './decide-outcome.js';
import type { Appeal, AppealProposal } from './decision-state.js';
import { fourEyes, mayPutAside } from './four-eyes.js';
import type { AppealDecision, CorrectionWords, Grounds, Outcome } from './statement.js';

export interface ProposeAppealDecision extends Grounds {
  appeal: string;
  proposal: string;
  decision: AppealDecision;
  /** The outcome from now on: with UPHELD and UPHELD_IN_PART, and with no other. */
  outcome?: Outcome | undefined;
  reasons: string;
  correction?: (CorrectionWords & { entry: number }) | undefined;
}

/** By whoever took the appeal. */
export function decideAppealProposal(state: CaseState, command: ProposeAppealDecision, context: CaseContext): CaseDecision<CaseEvent> {
  const appeal = appealUnderWay(state, command.appeal);
  if ('refused' in appeal) return appeal;
  const refused = mayJudge(state, appeal.id, context) ?? reviewerRefusal(appeal, context) ?? contentRefusal(state, command);
  if (refused) return refused;
  const { proposal, decision, outcome, rules, evidence, reasons, correction } = command;
  const words = correction && { correction: { wrong: correction.wrong, correct: correction.correct } };
  return {
    events: [
      {
        type: 'appeal-decision-proposed',
        ...happened(context.actor, context.now),
        appeal: appeal.id,
        proposal,
        decision,
        ...(outcome === undefined ? {} : { outcome }),
        ...(correction === undefined ? {} : { corrects: correction.entry }),
        rules,
        evidence,
        record: { reasons, ...words },
      },
    ],
  };
}

function reviewerRefusal({ reviewer, proposals }: Appeal, { actor }: CaseContext) {
  if (reviewer !== actor.person) return refusal('NOT_THE_REVIEWER', 'Whoever took the appeal proposes its decision.');
  return proposals.some(({ status }) => status === 'proposed')
    ? refusal('APPEAL_TAKEN', 'A decision on it is proposed: it has to be approved or refused first.')
    : undefined;
}

function contentRefusal(state: CaseState, { decision, outcome, reasons, correction }: ProposeAppealDecision) {
  if (reasons.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const changes = decision === 'UPHELD' || decision === 'UPHELD_IN_PART';
  if (changes && outcome === undefined) return refusal('APPEAL_OUTCOME', 'Say what the outcome is from now on.', { field: 'outcome' });
  if (!changes && outcome !== undefined) return refusal('APPEAL_OUTCOME', `${decision} changes no outcome.`, { field: 'outcome' });
  return correction && entryRefusal(state, correction.entry);
}

export interface SettleAppealDecision {
  appeal: string;
  proposal: string;
  reason: string;
}

/** By another person who had no part in the case either: with it the appeal is decided, and its outcome stands. */
export function decideAppealApproval(
  state: CaseState,
  command: SettleAppealDecision & { readVersion: number; correction: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  if (command.reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const found = pendingDecision(state, command);
  if ('refused' in found) return found;
  const { decision, outcome, evidence, step } = found;
  const move = decision === 'REMITTED' ? 'remit' : 'decide-appeal';
  const refused =
    moveRefusal(state.stage, move) ??
    fourEyes(step, context) ??
    mayJudge(state, command.appeal, context) ??
    staleRefusal(state, command.readVersion);
  if (refused) return refused;
  const { appeal, proposal, reason, readVersion: approvedVersion } = command;
  return {
    events: [
      {
        type: 'appeal-decided',
        ...happened(context.actor, context.now),
        appeal,
        proposal,
        decision,
        ...(outcome === undefined ? {} : { outcome }),
        approvedVersion,
        record: { reason },
      },
      ...corrected(found, command.correction, context),
      ...meetClocks(state, context, ({ kind, subject }) => kind === 'APPEAL_DECISION' && subject === appeal),
      moved(state, { move, reason, evidence }, context),
    ],
  };
}

function corrected({ corrects: entry, correction: words, evidence }: AppealProposal, id: string, context: CaseContext): CaseEvent[] {
  if (entry === undefined) return [];
  const record = words === undefined ? {} : { record: words };
  return [{ type: 'entry-corrected', ...happened(context.actor, context.now), correction: id, entry, evidence, ...record }];
}

export function decideAppealRefusal(state: CaseState, command: SettleAppealDecision, context: CaseContext): CaseDecision<CaseEvent> {
  const { appeal, proposal, reason } = command;
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const found = pendingDecision(state, command);
  if ('refused' in found) return found;
  const refused = mayPutAside(found.step, context) ?? mayJudge(state, appeal, context);
  if (refused) return refused;
  return {
    events: [{ type: 'appeal-decision-refused', ...happened(context.actor, context.now), appeal, proposal, record: { reason } }],
  };
}

function pendingDecision(state: CaseState, { appeal, proposal: id }: SettleAppealDecision): AppealProposal | ReturnType<typeof refusal> {
  const found = appealUnderWay(state, appeal);
  if ('refused' in found) return found;
  const proposal = found.proposals.find((one) => one.id === id);
  if (proposal === undefined) return refusal('PROPOSAL_UNKNOWN', 'Nothing of that id was proposed on this appeal.');
  if (proposal.status === 'void') return refusal('PROPOSAL_VOID', 'The persons behind it changed since it was proposed.');
  return proposal.status === 'proposed' ? proposal : refusal('PROPOSAL_SETTLED', `It was ${proposal.status} before.`);
}
