import { LINK_STRENGTHS, type LinkConfirmation, type LinkEvidence, type LinkEvidenceKind, type LinkStrength } from './account-link.js';

/** How far each kind of evidence carries by itself. */
const USUAL: Record<LinkEvidenceKind, LinkStrength> = {
  DECLARED: 'WEAK',
  PAYMENT_TOKEN: 'FAIR',
  DOMAIN: 'WEAK',
  KEY: 'FAIR',
  ANALYST: 'FAIR',
};

export interface StatedEvidence {
  kind: LinkEvidenceKind;
  /** Absent: as strong as its kind and whoever confirmed it make it. */
  strength?: LinkStrength | undefined;
  confirmation: LinkConfirmation;
}

export type EvidenceRefusal = { code: 'ANALYST_EVIDENCE_NEEDS_A_PERSON' } | { code: 'STRONG_EVIDENCE_NEEDS_CONFIRMATION' };

/**
 * What a link rests on. A client that nobody stands behind cannot claim an analyst's judgement, nor strong evidence; a person's or a
 * signed word makes the evidence one step stronger than its kind alone.
 */
export function judgeEvidence({ kind, strength, confirmation }: StatedEvidence): LinkEvidence | { refused: EvidenceRefusal } {
  if (kind === 'ANALYST' && confirmation !== 'PERSON') return { refused: { code: 'ANALYST_EVIDENCE_NEEDS_A_PERSON' } };
  if (strength === 'STRONG' && confirmation === 'UNCONFIRMED') return { refused: { code: 'STRONG_EVIDENCE_NEEDS_CONFIRMATION' } };
  const step = LINK_STRENGTHS.indexOf(USUAL[kind]) + (confirmation === 'UNCONFIRMED' ? 0 : 1);
  return { kind, strength: strength ?? LINK_STRENGTHS[step]!, confirmation };
}
