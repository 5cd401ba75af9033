import { type RefusalRow } from '@tidemark/edge';

/** Read by the scheme alone: no provider ever gets one of these. */
export const PARTY_REFUSALS = {
  PARTY_UNKNOWN: { status: 404, title: 'There is no such party', remedy: 'See GET /v1/parties.' },
  PARTY_RECORD_UNKNOWN: {
    status: 404,
    title: 'One of the records is unknown, or was not resolved yet',
    remedy: 'Look at the ids; a record that was onboarded this moment is resolved within a second.',
  },
  PARTY_RECORD_ERASED: {
    status: 409,
    title: 'The person behind one of the records was erased',
    remedy: 'Nothing new can be judged about an erased record; its party stays as it is.',
  },
  PARTY_PAIR_OF_ONE: { status: 422, title: 'A record is the same as itself', remedy: 'Name two records.' },
  PARTY_REASON_MISSING: { status: 422, title: 'A judgement needs a reason', remedy: 'Say in 3 to 2000 characters what it rests on.' },
  CANDIDATE_UNKNOWN: { status: 404, title: 'There is no such candidate', remedy: 'See GET /v1/parties/candidates.' },
  CANDIDATE_DECIDED: {
    status: 409,
    title: 'The candidate was decided, or is gone',
    remedy: 'Judge the two records anew with POST /v1/parties/judgements: the latest judgement holds.',
  },
  SCHEME_OFF: {
    status: 409,
    title: 'This installation serves one provider for itself: a party is a customer record here',
    remedy: 'Set TIDEMARK_SCHEME=on where several providers share an installation.',
  },
} as const satisfies Record<string, RefusalRow>;

export type PartyRefusalCode = keyof typeof PARTY_REFUSALS;
