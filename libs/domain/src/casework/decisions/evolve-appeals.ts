import type { CaseEvent } from '../case-event.js';
import type { Appeal, AppealProposal, DecisionsState } from './decision-state.js';
import { settledBy } from './evolve-outcomes.js';

type EventOf<Type> = Extract<CaseEvent, { type: Type }>;

export function evolveAppeals(state: DecisionsState, event: CaseEvent): DecisionsState {
  switch (event.type) {
    case 'appeal-lodged':
      return { ...state, appeals: new Map(state.appeals).set(event.appeal, lodged(event)) };
    case 'appeal-admitted':
      return withAppeal(state, event.appeal, (appeal) => ({ ...appeal, status: 'open' }));
    case 'appeal-taken':
      return withAppeal(state, event.appeal, (appeal) => ({ ...appeal, status: 'taken', reviewer: event.by }));
    case 'appeal-decision-proposed':
      return withAppeal(state, event.appeal, (appeal) => ({ ...appeal, proposals: [...appeal.proposals, proposed(event)] }));
    case 'appeal-decision-refused':
      return withProposal(state, event, (proposal) => ({ ...proposal, status: 'refused', settled: settledBy(event) }));
    case 'appeal-decision-voided':
      return withProposal(state, event, (proposal) => ({ ...proposal, status: 'void', settled: settledBy(event, { cause: event.cause }) }));
    case 'appeal-decided':
      return decided(state, event);
    default:
      return state;
  }
}

function lodged({ appeal: id, notice, refusedAs, receivedAt, by, evidence, personal }: EventOf<'appeal-lodged'>): Appeal {
  const status = refusedAs === undefined ? 'open' : refusedAs === 'LATE' ? 'late' : 'waived';
  return { id, notice, status, receivedAt, by, evidence, grounds: personal?.grounds, proposals: [] };
}

function proposed(event: EventOf<'appeal-decision-proposed'>): AppealProposal {
  const { proposal: id, decision, outcome, corrects, rules, evidence, record, by: person, role, authority, at } = event;
  const words = { reasons: record?.reasons, correction: record?.correction };
  return { id, decision, outcome, corrects, rules, evidence, ...words, step: { person, role, authority, at }, status: 'proposed' };
}

function decided(state: DecisionsState, event: EventOf<'appeal-decided'>): DecisionsState {
  const { appeal, decision, outcome, at, approvedVersion } = event;
  const approved = withProposal(state, event, (proposal) => ({
    ...proposal,
    status: 'approved',
    settled: settledBy(event, { approvedVersion }),
  }));
  const after = withAppeal(approved, appeal, (one) => ({ ...one, status: 'decided', decision, decidedAt: at }));
  const standing = after.outcome;
  return standing === undefined
    ? after
    : { ...after, outcome: { ...standing, outcome: outcome ?? standing.outcome, decidedAt: at, appeal } };
}

function withAppeal(state: DecisionsState, id: string, change: (appeal: Appeal) => Appeal): DecisionsState {
  const appeal = state.appeals.get(id);
  return appeal === undefined ? state : { ...state, appeals: new Map(state.appeals).set(id, change(appeal)) };
}

const withProposal = (
  state: DecisionsState,
  { appeal, proposal }: { appeal: string; proposal: string },
  change: (proposal: AppealProposal) => AppealProposal,
): DecisionsState =>
  withAppeal(state, appeal, (one) => ({ ...one, proposals: one.proposals.map((each) => (each.id === proposal ? change(each) : each)) }));
