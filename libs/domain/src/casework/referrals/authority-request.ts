import type { CaseEvent } from '../case-event.js';
import type { AuthorityId, Instant, PersonId } from '../case-vocabulary.js';
import type { AuthorityKind } from './authority.js';
import type { BundleSections } from './referral-bundle.js';
import type { AskedAbout, Sealed } from './referral-event.js';
import type { ReferralSection } from './referral-rule.js';

/** open ──a person answers──▶ answered, or refused with a reason. Until then nobody outside can tell which it will be, nor why it would. */
export interface AuthorityRequest {
  id: string;
  side: 'ASKED' | 'RECEIVED';
  other: AuthorityId;
  transport: AuthorityKind;
  about: AskedAbout;
  sections: readonly ReferralSection[];
  /** Of one that was received: nothing here is what it is about. */
  unmatched: boolean;
  askedAt: Instant;
  askedBy: PersonId;
  purpose?: string | undefined;
  legalBasis?: string | undefined;
  sealed?: Sealed | undefined;
  status: 'open' | 'answered' | 'refused';
  answer?: AuthorityAnswer | undefined;
}

export interface AuthorityAnswer {
  at: Instant;
  by: PersonId;
  rule?: string | undefined;
  reason?: string | undefined;
  sections?: BundleSections | undefined;
  sealed?: Sealed | undefined;
}

type Requests = ReadonlyMap<string, AuthorityRequest>;

export function evolveAuthorityRequests(state: Requests, event: CaseEvent): Requests {
  switch (event.type) {
    case 'authority-asked': {
      const { request: id, to: other, transport, about, sections, at: askedAt, by: askedBy, sealed, record } = event;
      const words = { purpose: record?.purpose, legalBasis: record?.legalBasis, sealed };
      const asked = { id, side: 'ASKED', other, transport, about, sections, unmatched: false, askedAt, askedBy, status: 'open' } as const;
      return new Map(state).set(id, { ...asked, ...words });
    }
    case 'authority-request-received': {
      const { request: id, from: other, transport, about, sections, unmatched, at: askedAt, by: askedBy, record } = event;
      const words = { purpose: record?.purpose, legalBasis: record?.legalBasis };
      const asked = { id, side: 'RECEIVED', other, transport, about, sections, unmatched, askedAt, askedBy, status: 'open' } as const;
      return new Map(state).set(id, { ...asked, ...words });
    }
    case 'authority-answer-taken':
    case 'authority-request-answered': {
      const request = state.get(event.request);
      if (request === undefined) return state;
      const { at, by, record } = event;
      const own = event.type === 'authority-request-answered' ? { rule: event.rule, sealed: event.sealed } : {};
      const answer = { at, by, reason: record?.reason, sections: record?.sections, ...own };
      return new Map(state).set(request.id, { ...request, status: event.outcome === 'ANSWERED' ? 'answered' : 'refused', answer });
    }
    default:
      return state;
  }
}
