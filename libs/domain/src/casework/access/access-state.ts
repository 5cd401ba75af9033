import type { CaseEvent } from '../case-event.js';
import type { Happened, Instant, PersonId } from '../case-vocabulary.js';
import type { Step } from '../decisions/four-eyes.js';
import type { AccessEndCause, BreakGlassVerdict, IdentityReach } from './access-event.js';
import type { IdentityPurpose, IdentitySection } from './identity-section.js';

/**
 *   asked ──grant, by another person──▶ granted     asked ──refuse, by another person──▶ refused     asked ──the case closes──▶ lapsed
 */
export interface IdentityRequest extends IdentityReach {
  id: string;
  purpose: IdentityPurpose;
  /** Absent: its key was destroyed. */
  words?: string | undefined;
  persons: readonly PersonId[];
  until: Instant;
  asked: Step;
  status: 'asked' | 'granted' | 'refused' | 'lapsed';
  answeredBy?: PersonId | undefined;
  answeredAt?: Instant | undefined;
  /** Of the answer. */
  reason?: string | undefined;
  grant?: string | undefined;
}

/** A grant is open from `from` until `until`, unless it was ended before. */
export interface IdentityGrant extends IdentityReach {
  id: string;
  request?: string | undefined;
  purpose: IdentityPurpose;
  persons: readonly PersonId[];
  from: Instant;
  until: Instant;
  breakGlass: boolean;
  granted: Step;
  reason?: string | undefined;
  ended?: { at: Instant; cause: AccessEndCause; by: PersonId; reason?: string | undefined } | undefined;
  /** Of a break-glass alone. */
  review?: { by: PersonId; at: Instant; verdict: BreakGlassVerdict; reason?: string | undefined } | undefined;
}

/** What was read, without what it says. */
export interface IdentityReading {
  /** 1, 2, 3, ... within the case. */
  number: number;
  grant: string;
  customer: string;
  fields: readonly IdentitySection[];
  by: PersonId;
  role: string;
  at: Instant;
  purpose?: string | undefined;
}

export interface AccessState {
  requests: ReadonlyMap<string, IdentityRequest>;
  grants: ReadonlyMap<string, IdentityGrant>;
  reads: readonly IdentityReading[];
}

export const NO_ACCESS: AccessState = { requests: new Map(), grants: new Map(), reads: [] };

/** By time as well as by what was said: access is over at its moment, also while the job that says so is down. */
export const isAccessOpen = ({ from, until, ended }: IdentityGrant, now: Instant): boolean =>
  ended === undefined && from <= now && now < until;

export function evolveAccess(state: AccessState, event: CaseEvent): AccessState {
  switch (event.type) {
    case 'identity-asked': {
      const { request: id, customers, fields, purpose, persons, until, record } = event;
      const asked = stepOf(event);
      return withRequest(state, { id, customers, fields, purpose, persons, until, asked, words: record?.purpose, status: 'asked' });
    }
    case 'identity-granted': {
      const { grant: id, request, customers, fields, purpose, persons, from, until, breakGlass, record } = event;
      const granted = stepOf(event);
      const grant = { id, request, customers, fields, purpose, persons, from, until, breakGlass, granted, reason: record?.reason };
      return answered(withGrant(state, grant), request, { ...answerOf(event), status: 'granted', grant: id });
    }
    case 'identity-refused':
      return answered(state, event.request, { ...answerOf(event), status: 'refused' });
    case 'identity-request-lapsed':
      return answered(state, event.request, { status: 'lapsed' });
    case 'break-glass-reviewed': {
      const { by, at, verdict, record } = event;
      return changedGrant(state, event.grant, { review: { by, at, verdict, reason: record?.reason } });
    }
    case 'identity-ended': {
      const { by, at, cause, record } = event;
      return changedGrant(state, event.grant, { ended: { at, cause, by, reason: record?.reason } });
    }
    case 'identity-read': {
      const { grant, customer, fields, by, role, at, record } = event;
      const number = state.reads.length + 1;
      return { ...state, reads: [...state.reads, { number, grant, customer, fields, by, role, at, purpose: record?.purpose }] };
    }
    default:
      return state;
  }
}

const stepOf = ({ by, role, authority, at }: Happened): Step => ({ person: by, role, authority, at });

const answerOf = ({ by, at, record }: Happened & { record?: { reason: string } }) => ({
  answeredBy: by,
  answeredAt: at,
  reason: record?.reason,
});

const withRequest = (state: AccessState, request: IdentityRequest): AccessState => ({
  ...state,
  requests: new Map(state.requests).set(request.id, request),
});

const withGrant = (state: AccessState, grant: IdentityGrant): AccessState => ({
  ...state,
  grants: new Map(state.grants).set(grant.id, grant),
});

function answered(state: AccessState, id: string | undefined, answer: Partial<IdentityRequest>): AccessState {
  const request = id === undefined ? undefined : state.requests.get(id);
  return request === undefined ? state : withRequest(state, { ...request, ...answer });
}

function changedGrant(state: AccessState, id: string, change: Partial<IdentityGrant>): AccessState {
  const grant = state.grants.get(id);
  return grant === undefined ? state : withGrant(state, { ...grant, ...change });
}
