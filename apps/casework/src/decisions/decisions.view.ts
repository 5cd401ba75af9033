import type { CaseState, OutcomeProposal, Settled, Step } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';

/** A proposal with its statement of reasons, how it ended, and what came into the case after it was made. */
export function proposalView(state: CaseState, { id, outcome, rules, evidence, statement, step, status, settled }: OutcomeProposal) {
  return {
    id,
    outcome,
    status,
    statement: statement === undefined ? { erased: true } : { ...statement, rules, evidence },
    proposed: stepView(step),
    ...(settled === undefined ? {} : { settled: settledView(settled) }),
    ...(status === 'proposed' ? { joinedSince: joinedSince(state, step.at) } : {}),
  };
}

export function proposalsView(state: CaseState) {
  const { proposals, outcome } = state.decisions;
  return {
    version: state.version,
    ...(outcome === undefined ? {} : { standing: { ...outcome, decidedAt: isoOf(outcome.decidedAt) } }),
    items: [...proposals.values()].map((proposal) => proposalView(state, proposal)),
  };
}
export type ProposalsView = ReturnType<typeof proposalsView>;

export const stepView = ({ person, role, at }: Step) => ({ by: person, role, at: isoOf(at) });

export const settledView = ({ at, ...settled }: Settled) => ({ ...settled, at: isoOf(at) });

/** What an approver has to have seen: flags that came after the proposal, and those that were withdrawn since it rests on them. */
const joinedSince = ({ flags }: CaseState, at: number) => ({
  flags: [...flags.values()].filter(({ joinedAt }) => joinedAt > at).map(({ id }) => id),
  withdrawn: [...flags.values()].filter(({ withdrawn }) => withdrawn).map(({ id }) => id),
});
