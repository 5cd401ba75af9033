import type { CaseEvent } from '../case-event.js';
import type { AuthorityId, Instant, PersonId } from '../case-vocabulary.js';
import { type Step, stepOf } from '../decisions/four-eyes.js';
import type { AuthorityKind } from './authority.js';
import type { AuthorityRequest } from './authority-request.js';
import { evolveAuthorityRequests } from './authority-request.js';
import type { ReferralOutcome, Sealed } from './referral-event.js';
import type { ReferralSection } from './referral-rule.js';

/**
 * Here:   proposed ──approve, by another person──▶ sent ──receipt──▶ received ──answer──▶ answered
 *            ├──refuse, by another person──▶ refused   └──answer──────────────────────────┘
 *            └──withdraw──▶ withdrawn ◀──nobody waits any more── sent, received
 * There:  arrived ──receipt──▶ acknowledged ──answer──▶ answered
 */
export interface Referral {
  id: string;
  side: 'SENT' | 'RECEIVED';
  /** The other authority. */
  other: AuthorityId;
  transport: AuthorityKind;
  rule: string;
  sections: readonly ReferralSection[];
  status: 'proposed' | 'refused' | 'withdrawn' | 'sent' | 'received' | 'arrived' | 'acknowledged' | 'answered';
  since: Instant;
  /** Of one that was proposed here. */
  proposed?: Step | undefined;
  words?: { reason: string; statement?: string; legalBasis: string } | undefined;
  decidedBy?: PersonId | undefined;
  sealed?: Sealed | undefined;
  /** What went or came, but for the identities: absent when its key was destroyed. */
  payload?: object | undefined;
  identity?: unknown;
  receipt?: { at: Instant; sealed?: Sealed | undefined } | undefined;
  answer?: { at: Instant; outcome: ReferralOutcome; words?: string | undefined; sealed?: Sealed | undefined } | undefined;
}

export interface ReferralsState {
  referrals: ReadonlyMap<string, Referral>;
  requests: ReadonlyMap<string, AuthorityRequest>;
  /** What identities were shown to the case, the latest of each customer: a referral can hand on no other. */
  released: ReadonlyMap<string, { customer: string; grant: string; released?: Readonly<Record<string, unknown>> | undefined }>;
}

export const NO_REFERRALS: ReferralsState = { referrals: new Map(), requests: new Map(), released: new Map() };

export function evolveReferrals(state: ReferralsState, event: CaseEvent): ReferralsState {
  const requests = evolveAuthorityRequests(state.requests, event);
  const referrals = evolveAll(state.referrals, event);
  const released = event.type === 'identity-read' ? withReleased(state.released, event) : state.released;
  return requests === state.requests && referrals === state.referrals && released === state.released
    ? state
    : { requests, referrals, released };
}

function evolveAll(state: ReferralsState['referrals'], event: CaseEvent): ReferralsState['referrals'] {
  switch (event.type) {
    case 'referral-proposed': {
      const { referral: id, to: other, transport, rule, sections, at, record: words } = event;
      const proposed = stepOf({ person: event.by, role: event.role, authority: event.authority, human: true }, at);
      return new Map(state).set(id, { id, side: 'SENT', other, transport, rule, sections, status: 'proposed', since: at, proposed, words });
    }
    case 'referral-received': {
      const { referral: id, from: other, transport, rule, sections, sealed, at, record, personal } = event;
      const came = { payload: record?.payload, identity: personal?.identity };
      return new Map(state).set(id, {
        id,
        side: 'RECEIVED',
        other,
        transport,
        rule,
        sections,
        status: 'arrived',
        since: at,
        sealed,
        ...came,
      });
    }
    default:
      return 'referral' in event ? changed(state, event.referral, changeOf(event)) : state;
  }
}

function changeOf(event: Extract<CaseEvent, { referral: string }>): Partial<Referral> {
  const { at: since } = event;
  switch (event.type) {
    case 'referral-approved': {
      const { sealed, by: decidedBy, record, personal } = event;
      return { status: 'sent', since, sealed, decidedBy, payload: record?.payload, identity: personal?.identity };
    }
    case 'referral-refused':
      return { status: 'refused', since, decidedBy: event.by };
    case 'referral-withdrawn':
      return { status: 'withdrawn', since };
    case 'referral-receipt-taken':
      return { status: 'received', since, receipt: { at: event.receivedAt } };
    case 'referral-acknowledged':
      return { status: 'acknowledged', since, receipt: { at: since, sealed: event.sealed } };
    case 'referral-answer-taken':
      return { status: 'answered', since, answer: { at: event.answeredAt, outcome: event.outcome, words: event.record?.words } };
    case 'referral-answered': {
      const { outcome, record, sealed } = event;
      return { status: 'answered', since, answer: { at: since, outcome, words: record?.words, sealed } };
    }
    default:
      return {};
  }
}

function changed(state: ReferralsState['referrals'], id: string, change: Partial<Referral>): ReferralsState['referrals'] {
  const referral = state.get(id);
  return referral === undefined ? state : new Map(state).set(id, { ...referral, ...change });
}

type IdentityRead = Extract<CaseEvent, { type: 'identity-read' }>;

const withReleased = (state: ReferralsState['released'], { customer, grant, personal }: IdentityRead): ReferralsState['released'] =>
  new Map(state).set(customer, { customer, grant, released: personal?.released });
