import { decideBreakGlass, decideBreakGlassReview } from '../access/decide-break-glass.js';
import { decideIdentityGrant, decideIdentityRequest } from '../access/decide-request.js';
import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseMove } from '../case-stage.js';
import type { CaseState } from '../case-state.js';
import { type Actor, CASEWORK, type CaseDecision } from '../case-vocabulary.js';
import { clocksSay } from '../clocks/run-clocks.js';
import { decideMove } from '../opening/decide-opening.js';
import { decideLift, decideLiftRequest } from '../orders/decide-lift.js';
import { decideDraft, decideIssue, decideOrderRefusal, decideOrderWithdrawal } from '../orders/decide-order.js';
import { decideWarning } from '../orders/decide-warning.js';
import { askErasure, orderErasure } from '../papers/decide-erasure.js';
import { askRelease, placeHold, releaseHold } from '../papers/decide-hold.js';
import { checkRegulatorReport, draftRegulatorReport } from '../papers/decide-report.js';
import { decideReferral, decideReferralApproval } from '../referrals/decide-referral.js';
import { recordDeclaration } from '../requests/decide-declaration.js';
import { askShare, orderShare } from '../requests/decide-share.js';
import { decideAdmission, decideAppeal, decideReview } from './decide-appeal.js';
import { decideAppealApproval, decideAppealProposal, decideAppealRefusal } from './decide-appeal-decision.js';
import { decideClose, decideReopening } from './decide-close.js';
import { decideCorrection } from './decide-correction.js';
import { CUSTOMER, decideNotice, decideReply } from './decide-notice.js';
import { decideApproval, decideProposal, decideRefusal, decideWithdrawal } from './decide-outcome.js';
import { because, DAY, STATEMENT } from './decisions.fixture.js';

/** What somebody can try in a case. */
export interface AloneCommand {
  /** Parts are walked deeply one by one, and all of them together less deeply. */
  part: string;
  name: string;
  /** Absent: the person who is alone, in every role at once. */
  actor?: Actor;
  decide: (state: CaseState, context: CaseContext) => CaseDecision<CaseEvent>;
}

/**
 * What takes two persons, by the event that stands in the log once it is so. No path of commands of one person may reach one of them. Break-glass is the
 * one thing that a person may do alone, and its review is not.
 */
export const TAKES_TWO: readonly ((event: CaseEvent) => boolean)[] = [
  ({ type }) => type === 'outcome-approved',
  ({ type }) => type === 'outcome-refused',
  (event) => event.type === 'case-moved' && event.to === 'decided',
  ({ type }) => type === 'appeal-decided',
  ({ type }) => type === 'appeal-decision-refused',
  ({ type }) => type === 'order-issued',
  ({ type }) => type === 'order-lifted',
  (event) => event.type === 'identity-granted' && !event.breakGlass,
  ({ type }) => type === 'break-glass-reviewed',
  ({ type }) => type === 'referral-approved',
  ({ type }) => type === 'declaration-share-ordered',
  ({ type }) => type === 'report-finalised',
  ({ type }) => type === 'hold-released',
  ({ type }) => type === 'person-erased',
];

const SUBJECT = { kind: 'customer', provider: 'north', id: 'c-1' } as const;
const inside = new Set(['c-1']);
const reach = { customers: ['c-1'], fields: ['NAMES'] } as const;
const move = (name: CaseMove): AloneCommand => ({
  part: 'course',
  name,
  decide: (state, context) => decideMove(state, { move: name, ...because }, context),
});
const version = (state: CaseState) => state.version;
const grounds = { rules: [], evidence: ['e-1'] };
/** Ids of what is proposed again count up, so that a second try is another one. */
const nth = (letter: string, known: { size: number }) => `${letter}-${known.size + 1}`;
const last = <Value>(known: ReadonlyMap<string, Value>): string => [...known.keys()].at(-1) ?? 'none';

const COURSE: readonly AloneCommand[] = [
  ...(['triage', 'investigate', 'await-information', 'propose', 'approve', 'refuse', 'decide-appeal', 'close'] as const)
    // What leads to a decision is no plain move: the routes offer the first three alone.
    .filter((name) => ['triage', 'investigate', 'await-information'].includes(name))
    .map(move),
  { part: 'course', name: 'close', decide: (state, context) => decideClose(state, because, context) },
  { part: 'course', name: 'reopen', decide: (state, context) => decideReopening(state, { ...because, evidence: ['e-2'] }, context) },
  {
    part: 'course',
    name: 'correct',
    decide: (state, context) =>
      decideCorrection(
        state,
        { correction: nth('x', { size: state.decisions.corrections.length }), entry: 1, evidence: [], wrong: 'a', correct: 'b' },
        context,
      ),
  },
];

const OUTCOMES: readonly AloneCommand[] = [
  {
    part: 'outcomes',
    name: 'propose',
    decide: (state, context) =>
      decideProposal(
        state,
        { proposal: nth('p', state.decisions.proposals), outcome: 'MONITORING', statement: STATEMENT, ...grounds },
        context,
      ),
  },
  ...(['approve', 'refuse', 'withdraw'] as const).map((name): AloneCommand => {
    const decided = { approve: decideApproval, refuse: decideRefusal, withdraw: decideWithdrawal }[name];
    return {
      part: 'outcomes',
      name,
      decide: (state, context) =>
        decided(state, { proposal: last(state.decisions.proposals), readVersion: version(state), ...because }, context),
    };
  }),
];

const letter = (state: CaseState, context: CaseContext) => ({
  appeal: nth('a', state.decisions.appeals),
  grounds: 'No',
  receivedAt: context.now,
  evidence: ['e-1'],
});
const lastDecision = (state: CaseState) => [...state.decisions.appeals.values()].at(-1)?.proposals.at(-1)?.id ?? 'none';
const onAppeal = (state: CaseState) => ({ appeal: last(state.decisions.appeals), proposal: lastDecision(state), ...because });

const APPEALS: readonly AloneCommand[] = [
  {
    part: 'appeals',
    name: 'give notice',
    decide: (state, context) =>
      decideNotice(
        state,
        { notice: nth('n', state.decisions.notices), through: 'EMAIL', to: 'a@b', language: 'en', code: 'c', codeHash: 'h' },
        context,
      ),
  },
  { part: 'appeals', name: 'appeal', actor: CUSTOMER, decide: (state, context) => decideAppeal(state, letter(state, context), context) },
  { part: 'appeals', name: 'record an appeal', decide: (state, context) => decideAppeal(state, letter(state, context), context) },
  {
    part: 'appeals',
    name: 'record a waiver',
    decide: (state, context) =>
      decideReply(
        state,
        { reply: nth('r', state.decisions.replies), kind: 'APPEAL_WAIVED', text: 'No', receivedAt: context.now, evidence: ['e-1'] },
        context,
      ),
  },
  { part: 'appeals', name: 'admit', decide: (state, context) => decideAdmission(state, onAppeal(state), context) },
  { part: 'appeals', name: 'take', decide: (state, context) => decideReview(state, onAppeal(state), context) },
  ...(['UPHELD', 'REJECTED', 'REMITTED'] as const).map(
    (decision): AloneCommand => ({
      part: 'appeals',
      name: `propose ${decision}`,
      decide: (state, context) => {
        const proposals = [...state.decisions.appeals.values()].flatMap((appeal) => appeal.proposals);
        const outcome = decision === 'UPHELD' ? ({ outcome: 'NO_ACTION' } as const) : {};
        const proposal = nth('q', { size: proposals.length });
        return decideAppealProposal(state, { ...onAppeal(state), proposal, decision, ...outcome, reasons: 'So', ...grounds }, context);
      },
    }),
  ),
  {
    part: 'appeals',
    name: 'approve the decision',
    decide: (state, context) =>
      decideAppealApproval(state, { ...onAppeal(state), readVersion: version(state), correction: 'x-9' }, context),
  },
  { part: 'appeals', name: 'refuse the decision', decide: (state, context) => decideAppealRefusal(state, onAppeal(state), context) },
];

const lastOrder = (state: CaseState) => last(state.orders.orders);
const onLift = (state: CaseState) => ({
  order: lastOrder(state),
  lift: last(state.orders.orders.get(lastOrder(state))?.lifts ?? new Map()),
  ...because,
});
const target = { provider: 'north', scope: SUBJECT } as const;

const ORDERS: readonly AloneCommand[] = [
  {
    part: 'orders',
    name: 'warn',
    decide: (state, context) =>
      decideWarning(
        state,
        { warning: nth('w', state.orders.warnings), item: 'i', customers: [], ...target, ...because, text: 'Stop' },
        context,
      ),
  },
  ...[undefined, 'Now'].map(
    (imminence): AloneCommand => ({
      part: 'orders',
      name: imminence === undefined ? 'draft' : 'draft at once',
      decide: (state, context) =>
        decideDraft(state, { order: nth('o', state.orders.orders), ...target, ...because, text: 'Stop', imminence }, context),
    }),
  ),
  {
    part: 'orders',
    name: 'issue',
    decide: (state, context) => decideIssue(state, { order: lastOrder(state), item: 'i', customers: [], ...because }, context),
  },
  {
    part: 'orders',
    name: 'refuse the draft',
    decide: (state, context) => decideOrderRefusal(state, { order: lastOrder(state), ...because }, context),
  },
  {
    part: 'orders',
    name: 'withdraw the draft',
    decide: (state, context) => decideOrderWithdrawal(state, { order: lastOrder(state), ...because }, context),
  },
  {
    part: 'orders',
    name: 'ask to lift',
    decide: (state, context) => {
      const order = state.orders.orders.get(lastOrder(state));
      return decideLiftRequest(state, { order: order?.id ?? 'none', lift: nth('l', order?.lifts ?? new Map()), ...because }, context);
    },
  },
  { part: 'orders', name: 'lift', decide: (state, context) => decideLift(state, onLift(state), context) },
];

const ACCESS: readonly AloneCommand[] = [
  {
    part: 'access',
    name: 'ask for identities',
    decide: (state, context) =>
      decideIdentityRequest(
        state,
        {
          request: nth('r', state.access.requests),
          purpose: 'IDENTIFY_SUBJECT',
          words: 'To know',
          until: context.now + DAY,
          inside,
          ...reach,
        },
        context,
      ),
  },
  {
    part: 'access',
    name: 'grant',
    decide: (state, context) =>
      decideIdentityGrant(
        state,
        { request: last(state.access.requests), grant: nth('g', state.access.grants), inside, ...because },
        context,
      ),
  },
  {
    part: 'access',
    name: 'break the glass',
    decide: (state, context) =>
      decideBreakGlass(state, { grant: nth('g', state.access.grants), danger: 'Fire', inside, ...reach }, context),
  },
  {
    part: 'access',
    name: 'review it',
    decide: (state, context) =>
      decideBreakGlassReview(state, { grant: last(state.access.grants), verdict: 'JUSTIFIED', ...because }, context),
  },
];

const elsewhere = { id: 'elsewhere', name: 'Elsewhere', kind: 'TENANT', jurisdictions: ['EU'] } as const;
const content = {
  ...{ language: 'en', signer: { role: 'head' }, models: [], compute: [], data: [], performance: [], safety: [] },
  ...{ incidentMonitoring: 'Yes', societalImpact: 'Some' },
};
const concerned = { customers: new Map([['c-1', 'north']]), providers: ['north'] };
const lastShare = (state: CaseState) => last(state.requests.declarations.get('d-1')?.shares ?? new Map());

const LEAVING: readonly AloneCommand[] = [
  {
    part: 'leaving',
    name: 'propose a referral',
    decide: (state, context) =>
      decideReferral(
        state,
        {
          referral: nth('f', state.referrals.referrals),
          to: elsewhere,
          sections: ['SUBJECT_PSEUDONYM'],
          legalBasis: 'An agreement',
          ...because,
        },
        context,
      ),
  },
  {
    part: 'leaving',
    name: 'send it',
    decide: (state, context) =>
      decideReferralApproval(
        state,
        { referral: last(state.referrals.referrals), payload: { sections: {} }, sealed: { hash: 'h' } },
        context,
      ),
  },
  {
    part: 'leaving',
    name: 'record a declaration',
    decide: (state, context) =>
      recordDeclaration(state, { declaration: 'd-1', isFurther: false, concerned, content, sha256: 'h', ...because }, context),
  },
  {
    part: 'leaving',
    name: 'ask to share it',
    decide: (state, context) =>
      askShare(
        state,
        { share: 's-1', declaration: 'd-1', auditor: 'otto', purpose: 'Audit', until: context.now + DAY, ...because },
        context,
      ),
  },
  { part: 'leaving', name: 'share it', decide: (state, context) => orderShare(state, 'd-1', lastShare(state), 'So', context) },
];

const reportOf = {
  ...{ regime: { rule: 'eu', ruleVersion: 1, regime: 'eu' }, crossings: [{}] },
} as unknown as Parameters<typeof draftRegulatorReport>[1]['content'];

const PAPERS: readonly AloneCommand[] = [
  {
    part: 'papers',
    name: 'draft a report',
    decide: (state, context) =>
      draftRegulatorReport(state, { report: nth('t', state.papers.reports), content: reportOf, sha256: 'h' }, context),
  },
  {
    part: 'papers',
    name: 'make it final',
    decide: (state, context) => checkRegulatorReport(state, last(state.papers.reports), context),
  },
  {
    part: 'papers',
    name: 'hold',
    decide: (state, context) => placeHold(state, { hold: nth('h', state.papers.holds), ...because }, context),
  },
  {
    part: 'papers',
    name: 'ask to release',
    decide: (state, context) => askRelease(state, { hold: last(state.papers.holds), request: 'z-1', ...because }, context),
  },
  {
    part: 'papers',
    name: 'release',
    decide: (state, context) => releaseHold(state, { hold: last(state.papers.holds), request: 'z-1' }, context),
  },
  {
    part: 'papers',
    name: 'ask to erase',
    decide: (state, context) => askErasure(state, { request: nth('y', state.papers.erasureRequests), ...because }, context),
  },
  { part: 'papers', name: 'erase', decide: (state, context) => orderErasure(state, last(state.papers.erasureRequests), context) },
];

/** Clocks fire: nobody decides by waiting. How far time has gone on stands in the state that is walked. */
export const TIME_PASSES: AloneCommand = {
  part: 'course',
  name: 'a month passes',
  actor: CASEWORK,
  decide: (state, context) => ({ events: clocksSay(state, context) }),
};

/** Whoever adds something that takes two persons adds its commands here, and its event to TAKES_TWO. */
export const ALONE_COMMANDS: readonly AloneCommand[] = [
  ...COURSE,
  TIME_PASSES,
  ...OUTCOMES,
  ...APPEALS,
  ...ORDERS,
  ...ACCESS,
  ...LEAVING,
  ...PAPERS,
];
