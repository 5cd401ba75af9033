import {
  type Actor,
  acceptAnswer,
  acknowledgeRequest,
  answerRequest,
  askDeclaration,
  type CaseState,
  decideAccessEnd,
  decideAcknowledgement,
  decideBreakGlass,
  decideBreakGlassReview,
  decideDraft,
  decideEvaluationRequest,
  decideEvaluationResult,
  decideFulfilment,
  decideIdentityGrant,
  decideIdentityRequest,
  decideIssue,
  decideLift,
  decideLiftRequest,
  decideNote,
  decideOrderWithdrawal,
  decideSnooze,
  decideWarning,
  decideWarningAnswer,
  openAsks,
  ordersInForce,
  returnAnswer,
  sendRequest,
  withdrawDeclarationRequest,
  withdrawRequest,
} from '@tidemark/domain';
import type { Random } from '../storm/workload/random.js';
import { type Act, uuidOf, type Weighted, WHY } from './act.js';
import { CUSTOMER_RECORD, LEADS, NORTH, PROVIDER, REGULATORS } from './people.js';

const DAY = 86_400_000;
const TARGET = { provider: PROVIDER, scope: { kind: 'customer', provider: PROVIDER, id: CUSTOMER_RECORD } } as const;
const INSIDE = new Set([CUSTOMER_RECORD]);
const REACH = { customers: [CUSTOMER_RECORD], fields: ['NAMES' as const], inside: INSIDE };
const CONCERNED = { providers: [PROVIDER], customers: new Map([[CUSTOMER_RECORD, PROVIDER]]) };

const isOpenDuty = ({ kind, status }: { kind: string; status: string }) =>
  kind === 'RULE' && (status === 'running' || status === 'breached');

export const fulfil = (by: Actor, clock: string, daysAgo = 0): Act => ({
  name: 'fulfil',
  by,
  decide: (state, context) =>
    decideFulfilment(state, { clock, ...WHY, ...(daysAgo === 0 ? {} : { doneAt: context.now - daysAgo * DAY }) }, context),
});
export const withdrawAsk = (by: Actor, { id, kind }: { id: string; kind: string }): Act => ({
  name: 'withdraw request',
  by,
  decide: (state, context) => (kind === 'INFORMATION' ? withdrawRequest : withdrawDeclarationRequest)(state, id, WHY.reason, context),
});
export const reviewGlass = (by: Actor, grant: string): Act => ({
  name: 'review break-glass',
  by,
  decide: (state, context) => decideBreakGlassReview(state, { grant, verdict: 'JUSTIFIED', ...WHY }, context),
});
export const recordResult = (by: Actor, evaluation: string): Act => ({
  name: 'evaluation result',
  by,
  decide: (state, context) =>
    decideEvaluationResult(
      state,
      { evaluation, evaluatedAt: context.now, passed: true, evaluator: 'An institute', method: 'As published' },
      context,
    ),
});
export const withdrawDraft = (by: Actor, order: string): Act => ({
  name: 'withdraw order',
  by,
  decide: (state, context) => decideOrderWithdrawal(state, { order, ...WHY }, context),
});
export const askLift = (by: Actor, order: string, lift: string): Act => ({
  name: 'ask lift',
  by,
  decide: (state, context) => decideLiftRequest(state, { order, lift, ...WHY }, context),
});
export const lift = (by: Actor, order: string, lift: string): Act => ({
  name: 'lift',
  by,
  decide: (state, context) => decideLift(state, { order, lift, ...WHY }, context),
});

export const unreviewed = ({ access }: CaseState) =>
  [...access.grants.values()].filter(({ breakGlass, review }) => breakGlass && review === undefined);
export const openDuties = ({ clocks }: CaseState) => [...clocks.values()].filter(isOpenDuty);
export const openEvaluations = ({ evaluations }: CaseState) => [...evaluations.values()].filter(({ status }) => status === 'requested');

/** What else is done in a case: around the outcome, by regulators and by the provider. */
export const partActs = (state: CaseState, random: Random): Weighted[] => [
  ...deskActs(state, random),
  ...requestActs(state, random),
  ...orderActs(state, random),
  ...accessActs(state, random),
];

function deskActs(state: CaseState, random: Random): Weighted[] {
  const by = random.pick(REGULATORS);
  const snoozed = random.int(1, 20) * DAY;
  return [
    [1, { name: 'note', by, decide: (now, context) => decideNote(now, { note: uuidOf(random), text: 'Looked' }, context) }],
    [1, { name: 'snooze', by, decide: (now, context) => decideSnooze(now, { until: context.now + snoozed, ...WHY }, context) }],
    [
      0.5,
      {
        name: 'ask evaluation',
        by,
        decide: (now, context) => decideEvaluationRequest(now, { evaluation: uuidOf(random), ...WHY }, context),
      },
    ],
    ...openEvaluations(state).map(({ id }): Weighted => [1, recordResult(by, id)]),
    ...openDuties(state).map(({ id }): Weighted => [1, fulfil(by, id, random.pick([0, 0, 3, 12]))]),
  ];
}

function requestActs(state: CaseState, random: Random): Weighted[] {
  const by = random.pick(REGULATORS);
  const ask = { provider: PROVIDER, concerned: CONCERNED, customer: CUSTOMER_RECORD, ...WHY, await: random.chance(0.3) };
  const due = (now: number) => (random.chance(0.3) ? { dueAt: now + random.int(1, 40) * DAY } : {});
  const answered = [...state.requests.information.values()].filter(({ status }) => status === 'answered');
  const questions = [{ id: 'q-1', kind: 'TEXT' as const, required: true, text: 'What for?' }];
  return [
    [
      2,
      {
        name: 'request',
        by,
        decide: (now, context) =>
          sendRequest(now, { ...ask, ...due(context.now), request: uuidOf(random), item: uuidOf(random), questions }, context),
      },
    ],
    [
      0.5,
      {
        name: 'ask declaration',
        by,
        decide: (now, context) =>
          askDeclaration(now, { ...ask, ...due(context.now), declaration: uuidOf(random), item: uuidOf(random) }, context),
      },
    ],
    ...openAsks(state).flatMap((open): Weighted[] => [
      [0.5, withdrawAsk(by, open)],
      ...(open.kind === 'INFORMATION' ? answersOf(open) : []),
    ]),
    ...answered.flatMap(({ id }): Weighted[] => [
      [2, { name: 'accept', by, decide: (now, context) => acceptAnswer(now, id, WHY.reason, context) }],
      [1, { name: 'return', by, decide: (now, context) => returnAnswer(now, id, { missing: 'The rest', ...WHY }, context) }],
    ]),
  ];
}

const answersOf = ({ id, item }: { id: string; item: string }): Weighted[] => [
  [1, { name: 'acknowledge', by: NORTH, item, decide: (now, context) => acknowledgeRequest(now, id, context) }],
  [
    2,
    {
      name: 'answer',
      by: NORTH,
      item,
      decide: (now, context) =>
        answerRequest(now, id, { answers: [{ question: 'q-1', text: 'For ships' }], sha256: 'f'.repeat(64) }, context),
    },
  ],
];

function orderActs(state: CaseState, random: Random): Weighted[] {
  if (['open', 'closed'].includes(state.stage)) return [];
  const by = random.pick(REGULATORS);
  const words = { ...WHY, text: 'Stop it' };
  const drafts = [...state.orders.orders.values()].filter(({ status }) => status === 'drafted');
  const warnings = [...state.orders.warnings.values()].filter(({ status }) => status === 'served');
  const imminence = random.chance(0.2) ? { imminence: 'Nobody can wait' } : {};
  const served = () => ({ item: uuidOf(random), customers: [CUSTOMER_RECORD] });
  return [
    [
      0.5,
      {
        name: 'warn',
        by,
        decide: (now, context) => decideWarning(now, { ...TARGET, ...served(), ...words, warning: uuidOf(random) }, context),
      },
    ],
    [
      0.5,
      {
        name: 'draft order',
        by,
        decide: (now, context) => decideDraft(now, { ...TARGET, ...words, ...imminence, order: uuidOf(random) }, context),
      },
    ],
    ...warnings.map(
      ({ id, item }): Weighted => [
        0.5,
        {
          name: 'answer warning',
          by: NORTH,
          item,
          decide: (now, context) => decideWarningAnswer(now, { warning: id, text: 'Do not' }, context),
        },
      ],
    ),
    ...drafts.flatMap(({ id }): Weighted[] => [
      [
        2,
        { name: 'issue', by: random.pick(LEADS), decide: (now, context) => decideIssue(now, { order: id, ...served(), ...WHY }, context) },
      ],
      [0.5, withdrawDraft(by, id)],
    ]),
    ...ordersInForce(state).flatMap((order): Weighted[] => [
      ...(order.status === 'issued' && order.item !== undefined
        ? [
            [
              2,
              {
                name: 'acknowledge order',
                by: NORTH,
                item: order.item,
                decide: (now, context) => decideAcknowledgement(now, { order: order.id }, context),
              },
            ] as Weighted,
          ]
        : []),
      [1, askLift(by, order.id, uuidOf(random))],
      ...[...order.lifts.values()]
        .filter(({ status }) => status === 'asked')
        .map((asked): Weighted => [2, lift(random.pick(LEADS), order.id, asked.id)]),
    ]),
  ];
}

function accessActs(state: CaseState, random: Random): Weighted[] {
  if (['open', 'closed', 'decided'].includes(state.stage)) return [];
  const by = random.pick(REGULATORS);
  const until = random.int(1, 30) * DAY;
  const asked = [...state.access.requests.values()].filter(({ status }) => status === 'asked');
  const granted = [...state.access.grants.values()].filter(({ ended }) => ended === undefined);
  return [
    [
      0.7,
      {
        name: 'ask identity',
        by,
        decide: (now, context) =>
          decideIdentityRequest(
            now,
            { ...REACH, request: uuidOf(random), purpose: 'IDENTIFY_SUBJECT', words: 'To know', until: context.now + until },
            context,
          ),
      },
    ],
    [
      0.2,
      {
        name: 'break glass',
        by,
        decide: (now, context) => decideBreakGlass(now, { ...REACH, grant: uuidOf(random), danger: 'At once' }, context),
      },
    ],
    ...asked.map(
      ({ id }): Weighted => [
        1,
        {
          name: 'grant',
          by: random.pick(LEADS),
          decide: (now, context) => decideIdentityGrant(now, { request: id, grant: uuidOf(random), ...WHY, inside: INSIDE }, context),
        },
      ],
    ),
    ...granted.map(
      ({ id }): Weighted => [
        0.3,
        { name: 'end access', by, decide: (now, context) => decideAccessEnd(now, { grant: id, ...WHY }, context) },
      ],
    ),
    ...unreviewed(state).map(({ id }): Weighted => [2, reviewGlass(random.pick(LEADS), id)]),
  ];
}
