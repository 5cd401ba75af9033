import { type CaseState, openAsks, ordersInForce } from '@tidemark/domain';
import type { Random } from '../storm/workload/random.js';
import { type Act, uuidOf } from './act.js';
import {
  approve,
  approveOnAppeal,
  close,
  move,
  pendingAppeal,
  pendingProposal,
  propose,
  proposeOnAppeal,
  serveNotice,
  takeAppeal,
} from './court.js';
import {
  askLift,
  fulfil,
  lift,
  openDuties,
  openEvaluations,
  recordResult,
  reviewGlass,
  unreviewed,
  withdrawAsk,
  withdrawDraft,
} from './parts.js';
import { newcomer, personOf } from './people.js';

/** Somebody who never had anything to do with the case: an authority is larger than those who worked on it. */
const somebody = (random: Random) => newcomer(uuidOf(random));

/** What somebody does next who wants the case closed, and does nothing else. Undefined: she waits for a day. */
export function diligentAct(state: CaseState, random: Random): Act | undefined {
  return unfinished(state, random) ?? towardsTheEnd(state, random);
}

function unfinished(state: CaseState, random: Random): Act | undefined {
  const by = somebody(random);
  const [ask] = openAsks(state);
  if (ask !== undefined) return withdrawAsk(by, ask);
  const [glass] = unreviewed(state);
  if (glass !== undefined) return reviewGlass(by, glass.id);
  const [evaluation] = openEvaluations(state);
  if (evaluation !== undefined) return recordResult(by, evaluation.id);
  const [duty] = openDuties(state);
  if (duty !== undefined) return fulfil(by, duty.id);
  const draft = [...state.orders.orders.values()].find(({ status }) => status === 'drafted');
  if (draft !== undefined) return withdrawDraft(by, draft.id);
  const [order] = ordersInForce(state);
  const asked = [...(order?.lifts.values() ?? [])].find(({ status }) => status === 'asked');
  if (asked !== undefined) return lift(by, order!.id, asked.id);
  return order && askLift(by, order.id, uuidOf(random));
}

function towardsTheEnd(state: CaseState, random: Random): Act | undefined {
  const by = somebody(random);
  const proposal = pendingProposal(state);
  switch (state.stage) {
    case 'open':
    case 'reopened':
      return move(by, 'triage');
    case 'triaged':
      return move(by, 'investigate');
    case 'waiting':
    case 'investigating':
      return propose(by, uuidOf(random), 'NO_ACTION');
    case 'proposed':
      return approve(by, proposal!.id);
    case 'appealed':
      return onAppeal(state, random);
    case 'decided':
      return isTold(state) ? close(by) : serveNotice(by, uuidOf(random));
    case 'closed':
      return undefined;
    default:
      return state.stage satisfies never;
  }
}

function onAppeal(state: CaseState, random: Random): Act {
  const { id, reviewer, proposals } = pendingAppeal(state)!;
  const pending = proposals.find(({ status }) => status === 'proposed');
  if (pending !== undefined) return approveOnAppeal(somebody(random), id, pending.id, uuidOf(random));
  // Whoever took it may have taken part since: a newcomer takes it over.
  return reviewer?.startsWith('new-')
    ? proposeOnAppeal(personOf(reviewer), id, uuidOf(random), 'REJECTED')
    : takeAppeal(somebody(random), id);
}

/** Notice was given of what holds. */
function isTold({ decisions: { outcome, notices } }: CaseState): boolean {
  const decision = outcome?.appeal ?? outcome?.proposal;
  return [...notices.values()].some((notice) => notice.decision === decision);
}
