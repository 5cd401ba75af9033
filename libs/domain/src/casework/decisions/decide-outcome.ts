import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { moveRefusal } from '../case-stage.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, refusal } from '../case-vocabulary.js';
import { moved } from '../opening/decide-opening.js';
import type { OutcomeProposal } from './decision-state.js';
import { fourEyes, mayPropose, mayPutAside, voidCauseOf } from './four-eyes.js';
import type { Grounds, Outcome, RuleRef, StatementWords } from './statement.js';

/**
 * What a case is to end with. Two persons stand behind every outcome: one proposes with a statement of reasons, another approves the very version
 * of the case that she read.
 *
 *   proposed ──approve, by another person──▶ approved (the case is decided)
 *      └──refuse, by another──┴──withdraw, by the proposer──┴──void, by a change of the persons──▶ the case is investigated on
 */
export interface ProposeOutcome extends Grounds {
  proposal: string;
  outcome: Outcome;
  statement: StatementWords;
}

export function decideProposal(state: CaseState, command: ProposeOutcome, context: CaseContext): CaseDecision<CaseEvent> {
  const { proposal, outcome, statement, rules, evidence } = command;
  const refused = mayPropose(context) ?? moveRefusal(state.stage, 'propose') ?? statementRefusal(state, command);
  if (refused) return refused;
  return {
    events: [
      { type: 'outcome-proposed', ...happened(context.actor, context.now), proposal, outcome, rules, evidence, record: statement },
      moved(state, { move: 'propose', reason: `Proposed: ${outcome}`, evidence }, context),
    ],
  };
}

/** Reasons that say nothing are none; and a rule that no flag of the case speaks of has to be named in them, not only listed. */
export function statementRefusal(state: CaseState, { outcome, statement, rules }: Omit<ProposeOutcome, 'proposal'>) {
  const missing = Object.entries(statement).find(([, words]) => words.trim() === '');
  if (missing) return refusal('STATEMENT_INCOMPLETE', `The statement of reasons lacks "${missing[0]}".`, { field: missing[0] });
  if (outcome === 'DUTY_APPLIES' && rules.length === 0)
    return refusal('RULE_MISSING', 'A duty applies by a rule: name it with its version.');
  const other = rules.find((cited) => !isJudgedBy(state, cited) && [...state.flags.values()].some((flag) => flag.rule === cited.rule));
  if (other === undefined) return undefined;
  return refusal('RULE_VERSION_OTHER', `No flag of this case was judged by version ${other.version} of ${other.rule}.`, {
    rule: other.rule,
  });
}

/** Whether a flag of the case was judged by this very version. */
export const isJudgedBy = ({ flags }: Pick<CaseState, 'flags'>, { rule, version }: RuleRef): boolean =>
  [...flags.values()].some((flag) => flag.rule === rule && flag.ruleVersion === version);

export interface ApproveOutcome {
  proposal: string;
  /** Of the case, as the approver read it: what joined after it was proposed stood in it. */
  readVersion: number;
  reason: string;
}

export function decideApproval(
  state: CaseState,
  { proposal: id, readVersion, reason }: ApproveOutcome,
  context: CaseContext,
): CaseDecision<CaseEvent> {
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const found = pendingProposal(state, id);
  if ('refused' in found) return found;
  const refused = moveRefusal(state.stage, 'approve') ?? fourEyes(found.step, context) ?? staleRefusal(state, readVersion);
  if (refused) return refused;
  const { outcome, evidence } = found;
  return {
    events: [
      {
        type: 'outcome-approved',
        ...happened(context.actor, context.now),
        proposal: id,
        outcome,
        approvedVersion: readVersion,
        record: { reason },
      },
      moved(state, { move: 'approve', reason, evidence }, context),
    ],
  };
}

/** The edge asks for it by If-Match; said here again, because it is what an approval means. */
export const staleRefusal = (state: CaseState, readVersion: number) =>
  readVersion === state.version ? undefined : refusal('PRECONDITION_FAILED', `The case is at version ${state.version}.`);

export function decideRefusal(
  state: CaseState,
  { proposal: id, reason }: { proposal: string; reason: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const found = pendingProposal(state, id);
  if ('refused' in found) return found;
  const refused = moveRefusal(state.stage, 'refuse') ?? mayPutAside(found.step, context);
  if (refused) return refused;
  return {
    events: [
      { type: 'outcome-refused', ...happened(context.actor, context.now), proposal: id, record: { reason } },
      moved(state, { move: 'refuse', reason }, context),
    ],
  };
}

export function decideWithdrawal(
  state: CaseState,
  { proposal: id, reason }: { proposal: string; reason: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  const found = pendingProposal(state, id);
  if ('refused' in found) return found;
  if (found.step.person !== context.actor.person) return refusal('NOT_THE_PROPOSER', 'Only who proposed it can withdraw it.');
  const refused = moveRefusal(state.stage, 'withdraw');
  if (refused) return refused;
  return {
    events: [
      { type: 'outcome-withdrawn', ...happened(context.actor, context.now), proposal: id, record: { reason } },
      moved(state, { move: 'withdraw', reason }, context),
    ],
  };
}

/** What became void by a change of the persons, as casework says it the moment it is known. None: all counts. */
export function decideVoid(state: CaseState, context: CaseContext, approver?: string): CaseDecision<CaseEvent> {
  return { events: [...voidOutcome(state, context, approver), ...voidAppealDecisions(state, context, approver)] };
}

function voidOutcome(state: CaseState, context: CaseContext, approver?: string): CaseEvent[] {
  const pending = [...state.decisions.proposals.values()].find(({ status }) => status === 'proposed');
  if (pending === undefined || state.stage !== 'proposed') return [];
  const cause = voidCauseOf(pending.step, approver, context.people, context.now);
  if (cause === undefined) return [];
  return [
    { type: 'outcome-voided', ...happened(context.actor, context.now), proposal: pending.id, cause },
    moved(state, { move: 'void', reason: `The proposal no longer counts: ${cause}` }, context),
  ];
}

const voidAppealDecisions = (state: CaseState, context: CaseContext, approver?: string): CaseEvent[] =>
  [...state.decisions.appeals.values()].flatMap((appeal) =>
    appeal.proposals.flatMap((proposal): CaseEvent[] => {
      const cause = proposal.status === 'proposed' ? voidCauseOf(proposal.step, approver, context.people, context.now) : undefined;
      if (cause === undefined) return [];
      return [{ type: 'appeal-decision-voided', ...happened(context.actor, context.now), appeal: appeal.id, proposal: proposal.id, cause }];
    }),
  );

function pendingProposal(state: CaseState, id: string): OutcomeProposal | ReturnType<typeof refusal> {
  const proposal = state.decisions.proposals.get(id);
  if (proposal === undefined) return refusal('PROPOSAL_UNKNOWN', 'Nothing of that id was proposed in this case.');
  if (proposal.status === 'void') return refusal('PROPOSAL_VOID', 'The persons behind it changed since it was proposed.');
  if (proposal.status !== 'proposed') return refusal('PROPOSAL_SETTLED', `It was ${proposal.status} before.`);
  return proposal;
}
