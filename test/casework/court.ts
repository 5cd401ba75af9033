import {
  type Actor,
  APPEAL_DECISIONS,
  type CaseState,
  decideAppeal,
  decideAppealApproval,
  decideAppealProposal,
  decideAppealRefusal,
  decideApproval,
  decideClose,
  decideMove,
  decideNotice,
  decideProposal,
  decideRefusal,
  decideReopening,
  decideReply,
  decideReview,
  decideWithdrawal,
  OUTCOMES,
  type Outcome,
} from '@tidemark/domain';
import type { Random } from '../storm/workload/random.js';
import { type Act, uuidOf, type Weighted, WHY } from './act.js';
import { FRESH, LEADS, REGULATORS } from './people.js';

const EU_RULE = { rule: 'eu-ai-act-51', version: 1 };
const STATEMENT = {
  facts: 'What was found',
  considered: 'What spoke against it',
  rightToReply: 'By the notice',
  rightToAppeal: 'By the notice',
};

export const move = (by: Actor, how: 'triage' | 'investigate' | 'await-information'): Act => ({
  name: how,
  by,
  decide: (state, context) => decideMove(state, { move: how, ...WHY }, context),
});

export const propose = (by: Actor, proposal: string, outcome: Outcome): Act => ({
  name: 'propose',
  by,
  decide: (state, context) =>
    decideProposal(
      state,
      { proposal, outcome, statement: STATEMENT, rules: outcome === 'DUTY_APPLIES' ? [EU_RULE] : [], evidence: [] },
      context,
    ),
});

export const approve = (by: Actor, proposal: string): Act => ({
  name: 'approve',
  by,
  decide: (state, context) => decideApproval(state, { proposal, readVersion: state.version, ...WHY }, context),
});

export const serveNotice = (by: Actor, notice: string): Act => ({
  name: 'notice',
  by,
  decide: (state, context) =>
    decideNotice(state, { notice, through: 'EMAIL', to: 'customer@example.test', language: 'en', code: notice, codeHash: notice }, context),
});

/** With every duty that still waits settled as done: as somebody does who closes a case. */
export const close = (by: Actor): Act => ({
  name: 'close',
  by,
  decide: (state, context) => decideClose(state, { ...WHY, duties: [] }, context),
});

export const takeAppeal = (by: Actor, appeal: string): Act => ({
  name: 'take appeal',
  by,
  decide: (state, context) => decideReview(state, { appeal }, context),
});

export const proposeOnAppeal = (by: Actor, appeal: string, proposal: string, decision: (typeof APPEAL_DECISIONS)[number]): Act => ({
  name: 'propose on appeal',
  by,
  decide: (state, context) => {
    const outcome = decision === 'UPHELD' || decision === 'UPHELD_IN_PART' ? { outcome: 'MONITORING' as const } : {};
    return decideAppealProposal(state, { appeal, proposal, decision, ...outcome, reasons: 'As heard', rules: [], evidence: [] }, context);
  },
});

export const approveOnAppeal = (by: Actor, appeal: string, proposal: string, correction: string): Act => ({
  name: 'approve on appeal',
  by,
  decide: (state, context) => decideAppealApproval(state, { appeal, proposal, readVersion: state.version, correction, ...WHY }, context),
});

export const pendingProposal = ({ decisions }: CaseState) => [...decisions.proposals.values()].find(({ status }) => status === 'proposed');
export const pendingAppeal = ({ decisions }: CaseState) =>
  [...decisions.appeals.values()].find(({ status }) => status === 'open' || status === 'taken');

/** What can be done about the outcome, wherever the case stands. */
export function outcomeActs(state: CaseState, random: Random): Weighted[] {
  const anybody = random.pick(REGULATORS);
  const proposal = pendingProposal(state)?.id ?? 'none';
  switch (state.stage) {
    case 'open':
    case 'reopened':
      return [[6, move(anybody, 'triage')]];
    case 'triaged':
      return [[6, move(anybody, 'investigate')]];
    case 'waiting':
      return [
        [3, move(anybody, 'investigate')],
        [1, propose(anybody, uuidOf(random), random.pick(OUTCOMES))],
      ];
    case 'investigating':
      return [
        [1, move(anybody, 'await-information')],
        [4, propose(anybody, uuidOf(random), random.pick(OUTCOMES))],
      ];
    case 'proposed':
      return [
        [6, approve(random.pick(LEADS), proposal)],
        [2, { name: 'refuse', by: random.pick(LEADS), decide: (now, context) => decideRefusal(now, { proposal, ...WHY }, context) }],
        [1, { name: 'withdraw', by: anybody, decide: (now, context) => decideWithdrawal(now, { proposal, ...WHY }, context) }],
      ];
    case 'decided':
      return decidedActs(random, anybody);
    case 'appealed':
      return appealActs(state, random);
    case 'closed':
      return [[1, reopen(random.pick(LEADS))]];
    default:
      return state.stage satisfies never;
  }
}

const reopen = (by: Actor): Act => ({
  name: 'reopen',
  by,
  decide: (state, context) => decideReopening(state, { ...WHY, evidence: ['flag-1'] }, context),
});

function decidedActs(random: Random, anybody: Actor): Weighted[] {
  const received = (now: number) => ({ receivedAt: now - random.int(0, 3) * 86_400_000, evidence: ['letter-1'] });
  return [
    [4, serveNotice(anybody, uuidOf(random))],
    [4, close(anybody)],
    [1, reopen(random.pick(LEADS))],
    [
      1,
      {
        name: 'reply',
        by: anybody,
        decide: (state, context) =>
          decideReply(
            state,
            { reply: uuidOf(random), kind: random.chance(0.5) ? 'REPLY' : 'APPEAL_WAIVED', text: 'We see', ...received(context.now) },
            context,
          ),
      },
    ],
    [
      3,
      {
        name: 'appeal',
        by: anybody,
        decide: (state, context) =>
          decideAppeal(state, { appeal: uuidOf(random), grounds: 'It is not so', ...received(context.now) }, context),
      },
    ],
  ];
}

function appealActs(state: CaseState, random: Random): Weighted[] {
  const { id = 'none', proposals = [], reviewer } = pendingAppeal(state) ?? {};
  const pending = proposals.find(({ status }) => status === 'proposed')?.id ?? 'none';
  const judge = random.pick(FRESH);
  const taker = FRESH.find(({ person }) => person === reviewer) ?? judge;
  return [
    [3, takeAppeal(random.chance(0.3) ? random.pick(REGULATORS) : judge, id)],
    [4, proposeOnAppeal(taker, id, uuidOf(random), random.pick(APPEAL_DECISIONS))],
    [4, approveOnAppeal(judge, id, pending, uuidOf(random))],
    [
      1,
      {
        name: 'refuse on appeal',
        by: judge,
        decide: (now, context) => decideAppealRefusal(now, { appeal: id, proposal: pending, ...WHY }, context),
      },
    ],
  ];
}
