import { type AccessState, evolveAccess, NO_ACCESS } from './access/access-state.js';
import type { CaseEvent } from './case-event.js';
import type { CaseStage } from './case-stage.js';
import type { AuthorityId, CaseFlag, CaseId, CaseScope, Instant, Matter, PersonId, Severity } from './case-vocabulary.js';
import type { ClocksState } from './clocks/case-clock.js';
import { evolveClocks } from './clocks/evolve-clocks.js';
import { type DecisionsState, evolveDecisions, NO_DECISIONS } from './decisions/decision-state.js';
import { type DeskState, EMPTY_DESK, evolveDesk } from './desk/desk-state.js';
import { type EvaluationsState, evolveEvaluations, NO_EVALUATIONS } from './evaluations/evaluation-state.js';
import { evolveIncidents, type IncidentsState, NO_INCIDENTS } from './incidents/incident-state.js';
import { evolveOpening } from './opening/evolve-opening.js';
import { evolveOrders, NO_ORDERS, type OrdersState } from './orders/order-state.js';
import { evolvePapers, NO_PAPERS, type PapersState } from './papers/paper-state.js';
import { evolveReferrals, NO_REFERRALS, type ReferralsState } from './referrals/referral-state.js';
import { evolveRequests, NO_REQUESTS, type RequestsState } from './requests/request-state.js';

/** A case as its log says it stands. Every part reads every event and keeps what is its own. */
export interface CaseState {
  id: CaseId;
  /** Events folded in: the version that ETags name. 0: there is no such case. */
  version: number;
  authority: AuthorityId;
  matter: Matter;
  subject: CaseScope;
  stage: CaseStage;
  stageSince: Instant;
  severity: Severity;
  /** As whoever opened it said; LOW: a flag did, and its gravity goes with it. */
  severityGiven: Severity;
  openedAt: Instant;
  /** For the case's own house clocks: of the regime that opened it. */
  jurisdiction: string;
  flags: ReadonlyMap<string, CaseFlag & { joinedAt: Instant; reason: string; withdrawn: boolean }>;
  /** Other cases that touch this one, with the reason. */
  related: ReadonlyMap<CaseId, string>;
  /** Every person who acted in it, with the kinds of what they did. */
  participants: ReadonlyMap<PersonId, ReadonlySet<CaseEvent['type']>>;
  clocks: ClocksState;
  desk: DeskState;
  decisions: DecisionsState;
  access: AccessState;
  requests: RequestsState;
  orders: OrdersState;
  incidents: IncidentsState;
  referrals: ReferralsState;
  evaluations: EvaluationsState;
  papers: PapersState;
}

export const NO_CASE: CaseState = {
  id: '',
  version: 0,
  authority: '',
  matter: 'OTHER',
  subject: { kind: 'customer', id: '' },
  stage: 'open',
  stageSince: 0,
  severity: 'LOW',
  severityGiven: 'LOW',
  openedAt: 0,
  jurisdiction: '-',
  flags: new Map(),
  related: new Map(),
  participants: new Map(),
  clocks: new Map(),
  desk: EMPTY_DESK,
  decisions: NO_DECISIONS,
  access: NO_ACCESS,
  requests: NO_REQUESTS,
  orders: NO_ORDERS,
  incidents: NO_INCIDENTS,
  referrals: NO_REFERRALS,
  evaluations: NO_EVALUATIONS,
  papers: NO_PAPERS,
};

export function evolveCase(state: CaseState, event: CaseEvent): CaseState {
  const opened = evolveOpening(state, event);
  return {
    ...opened,
    version: state.version + 1,
    participants: withParticipant(state.participants, event),
    clocks: evolveClocks(state.clocks, event),
    desk: evolveDesk(state.desk, event),
    decisions: evolveDecisions(state.decisions, event),
    access: evolveAccess(state.access, event),
    requests: evolveRequests(state.requests, event),
    orders: evolveOrders(state.orders, event),
    incidents: evolveIncidents(state.incidents, event),
    referrals: evolveReferrals(state.referrals, event),
    evaluations: evolveEvaluations(state.evaluations, event),
    papers: evolvePapers(state.papers, event),
  };
}

export const foldCase = (events: readonly CaseEvent[], from: CaseState = NO_CASE): CaseState => events.reduce(evolveCase, from);

function withParticipant(participants: CaseState['participants'], { by, type, role }: CaseEvent): CaseState['participants'] {
  if (role === 'casework' || participants.get(by)?.has(type)) return participants;
  return new Map(participants).set(by, new Set([...(participants.get(by) ?? []), type]));
}
