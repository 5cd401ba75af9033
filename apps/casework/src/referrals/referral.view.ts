import type { AuthorityRequest, Referral } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import type { ExchangeRow } from './referral-index.js';

/** As its authority reads it. Identities are never among it: they are read for a stated purpose alone. */
export function referralView(referral: Referral) {
  const { id, side, other, transport, rule, sections, status, since, proposed, words, decidedBy, payload, sealed, receipt, answer } =
    referral;
  const content = payload as { sections: object; matter: string; legalBasis: string } | undefined;
  return {
    id,
    side,
    other,
    transport,
    rule,
    sections,
    status,
    since: isoOf(since),
    ...(proposed === undefined ? {} : { proposedBy: proposed.person, proposedAt: isoOf(proposed.at) }),
    ...words,
    ...(decidedBy === undefined ? {} : { decidedBy }),
    ...(content === undefined ? {} : { matter: content.matter, legalBasis: content.legalBasis, content: content.sections }),
    ...(sealed === undefined ? {} : { hash: sealed.hash }),
    ...(receipt === undefined ? {} : { receivedAt: isoOf(receipt.at) }),
    ...(answer === undefined ? {} : { answer: { outcome: answer.outcome, words: answer.words, at: isoOf(answer.at) } }),
  };
}

export function authorityRequestView(request: AuthorityRequest) {
  const { id, side, other, transport, about, sections, status, askedAt, askedBy, purpose, legalBasis, answer } = request;
  const asked = {
    id,
    side: side === 'ASKED' ? 'SENT' : side,
    other,
    transport,
    about,
    sections,
    status,
    askedAt: isoOf(askedAt),
    askedBy,
    purpose,
    legalBasis,
  };
  const received = side === 'RECEIVED' ? { unmatched: request.unmatched } : {};
  if (answer === undefined) return { ...asked, ...received };
  const { at, reason, rule, sections: content } = answer;
  return { ...asked, ...received, answer: { at: isoOf(at), reason, ...(rule === undefined ? {} : { rule }), content } };
}

export const exchangeLine = ({ id, side, other, transport, caseId, status, atMs }: ExchangeRow) => ({
  id,
  side,
  other,
  transport,
  case: caseId,
  status,
  at: isoOf(atMs),
});
