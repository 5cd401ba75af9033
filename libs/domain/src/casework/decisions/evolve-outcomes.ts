import type { CaseEvent } from '../case-event.js';
import type { Happened } from '../case-vocabulary.js';
import type { DecisionsState, OutcomeProposal, ProposalStatus, Settled } from './decision-state.js';

export function evolveOutcomes(state: DecisionsState, event: CaseEvent): DecisionsState {
  switch (event.type) {
    case 'outcome-proposed': {
      const { proposal: id, outcome, rules, evidence, record: statement, by: person, role, authority, at } = event;
      const step = { person, role, authority, at };
      return {
        ...state,
        proposals: new Map(state.proposals).set(id, { id, outcome, rules, evidence, statement, step, status: 'proposed' }),
      };
    }
    case 'outcome-approved': {
      const { proposal, outcome, at, approvedVersion } = event;
      return { ...settled(state, event, 'approved', { approvedVersion }), outcome: { outcome, decidedAt: at, proposal } };
    }
    case 'outcome-refused':
      return settled(state, event, 'refused');
    case 'outcome-withdrawn':
      return settled(state, event, 'withdrawn');
    case 'outcome-voided':
      return settled(state, event, 'void', { cause: event.cause });
    case 'entry-corrected': {
      const { correction: id, entry, at, by, evidence, record: words } = event;
      return { ...state, corrections: [...state.corrections, { id, entry, at, by, evidence, words }] };
    }
    case 'case-moved':
      return event.to === 'reopened' ? { ...state, outcome: undefined } : state;
    default:
      return state;
  }
}

/** How something that was proposed ended, as the event that ended it says. */
export const settledBy = ({ at, by, ...event }: Happened & { record?: { reason: string } }, more: Partial<Settled> = {}): Settled => ({
  at,
  by,
  reason: event.record?.reason,
  ...more,
});

function settled(
  state: DecisionsState,
  event: Happened & { proposal: string; record?: { reason: string } },
  status: ProposalStatus,
  more: Partial<Settled> = {},
): DecisionsState {
  const proposal = state.proposals.get(event.proposal);
  if (proposal === undefined) return state;
  const after: OutcomeProposal = { ...proposal, status, settled: settledBy(event, more) };
  return { ...state, proposals: new Map(state.proposals).set(proposal.id, after) };
}
