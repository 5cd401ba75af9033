/**
 * What was judged about two records, and what holds of it.
 *
 *   (nothing) ──▶ SAME ◀──▶ DIFFERENT ◀──▶ UNSURE   : the latest judgement of a pair replaces the earlier ones, which stay as history
 *
 * A judgement has no valid time: it says who somebody always was.
 */
export const JUDGEMENTS = ['SAME', 'DIFFERENT', 'UNSURE'] as const;
export type Judgement = (typeof JUDGEMENTS)[number];

/** Somebody of the scheme, or the registry because strong identifiers agree. */
export type JudgementCause = 'STRONG_IDENTIFIER' | 'JUDGEMENT';

export interface PairJudgement {
  /** Records, left before right. */
  readonly left: string;
  readonly right: string;
  readonly judgement: Judgement;
  readonly cause: JudgementCause;
  /** The order in which judgements became known: rises, never twice the same. */
  readonly order: number;
  readonly knownAtMs: number;
}

/** A pair is named one way only. */
export function pairOf(one: string, other: string): { left: string; right: string } {
  return one < other ? { left: one, right: other } : { left: other, right: one };
}

/** The judgement that holds of each pair, as known at `knownAtMs` (included), in the order in which they became known. */
export function standingJudgements<Of extends PairJudgement>(judgements: Iterable<Of>, knownAtMs = Number.POSITIVE_INFINITY): Of[] {
  const latest = new Map<string, Of>();
  for (const one of judgements) {
    const key = `${one.left} ${one.right}`;
    if (one.knownAtMs <= knownAtMs && one.order > (latest.get(key)?.order ?? Number.NEGATIVE_INFINITY)) latest.set(key, one);
  }
  return [...latest.values()].sort((one, other) => one.order - other.order);
}
