/**
 * That an account is a customer's, from an instant on. Two times are kept: when it was true, [from, to), and when it was known. Facts are
 * never edited: a link that turns out to be wrong, or ends, gets an end as a fact of its own, which may lie in the past.
 */

export const LINK_EVIDENCE_KINDS = ['DECLARED', 'PAYMENT_TOKEN', 'DOMAIN', 'KEY', 'ANALYST'] as const;
export type LinkEvidenceKind = (typeof LINK_EVIDENCE_KINDS)[number];

export const LINK_STRENGTHS = ['WEAK', 'FAIR', 'STRONG'] as const;
export type LinkStrength = (typeof LINK_STRENGTHS)[number];

/** Who stands behind it: nobody but the client that said so, the provider by its signature, or a person. */
export type LinkConfirmation = 'UNCONFIRMED' | 'STATEMENT' | 'PERSON';

export interface LinkEvidence {
  readonly kind: LinkEvidenceKind;
  readonly strength: LinkStrength;
  readonly confirmation: LinkConfirmation;
}

export type LinkFact = LinkStated | LinkEnded;

export interface LinkStated {
  readonly type: 'linked';
  readonly link: string;
  readonly customer: string;
  readonly fromMs: number;
  /** Exclusive; absent: without a known end. */
  readonly toMs?: number;
  readonly evidence: LinkEvidence;
  readonly knownAtMs: number;
}

export interface LinkEnded {
  readonly type: 'unlinked';
  readonly link: string;
  /** From here on it holds no longer. The link's own start: it never held. */
  readonly atMs: number;
  readonly cause: LinkEndCause;
  readonly knownAtMs: number;
}

/** MISTAKEN: it was wrong, as opposed to over. */
export type LinkEndCause = 'ENDED' | 'TRANSFERRED' | 'MISTAKEN';

/** A link with what became of it. */
export interface AccountLink extends Omit<LinkStated, 'type'> {
  /** In the order in which they became known; each ends it earlier than the one before. */
  readonly ends: readonly LinkEnded[];
}

/** The end of a link as known at `knownAtMs`: Infinity when it has none. */
export function endOf(link: AccountLink, knownAtMs = Number.POSITIVE_INFINITY): number {
  const ends = link.ends.filter((end) => end.knownAtMs <= knownAtMs).map((end) => end.atMs);
  return Math.min(link.toMs ?? Number.POSITIVE_INFINITY, ...ends);
}

/** Whether it was known at `knownAtMs` that the link held at `asOfMs`. */
export function holdsAt(link: AccountLink, asOfMs: number, knownAtMs = Number.POSITIVE_INFINITY): boolean {
  return link.knownAtMs <= knownAtMs && link.fromMs <= asOfMs && asOfMs < endOf(link, knownAtMs);
}

const HOUR_MS = 3_600_000;

/**
 * The hours of use that follow from a link: an hour belongs to whoever the account is linked to at its start. So a link from 10:30 owns
 * the hours from 11:00, and one until 12:30 still owns the hour of 12:00. Both ends in ms, the second exclusive and absent when open; equal when it owns none.
 */
export function ownedHours(link: AccountLink, knownAtMs?: number): { fromMs: number; toMs?: number } {
  const end = endOf(link, knownAtMs);
  const fromMs = hourFrom(link.fromMs);
  return end === Number.POSITIVE_INFINITY ? { fromMs } : { fromMs, toMs: Math.max(fromMs, hourFrom(end)) };
}

const hourFrom = (ms: number): number => Math.ceil(ms / HOUR_MS) * HOUR_MS;
