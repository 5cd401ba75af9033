/**
 * What was ever said about one holding of one person in another.
 *
 *   stated ──▶ holds over [from, to) ──ended at an instant──▶ holds over [from, at)   (again, only ever earlier)
 *
 * Ends only shorten, and one provider's statement about the same two records and the same kind must find its time free: so at every known
 * time a provider says at most one thing about an instant.
 */
import type { Fraction } from './fraction.js';

export const CONTROL_KINDS = ['SHARES', 'VOTES', 'BOARD', 'CONTRACT', 'FAMILY', 'TRUST'] as const;
export type ControlKind = (typeof CONTROL_KINDS)[number];

/** Of these a share is stated; the others say by themselves that the owner controls. */
export const hasShare = (kind: ControlKind): boolean => kind === 'SHARES' || kind === 'VOTES';

export interface ControlStated {
  readonly type: 'stated';
  readonly edge: string;
  readonly provider: string;
  /** Customer records of the provider. */
  readonly owner: string;
  readonly owned: string;
  readonly kind: ControlKind;
  /** Where the kind has one. */
  readonly share?: Fraction;
  readonly fromMs: number;
  readonly toMs?: number;
  readonly knownAtMs: number;
}

export interface ControlEnded {
  readonly type: 'ended';
  readonly edge: string;
  readonly atMs: number;
  readonly knownAtMs: number;
}

export type ControlFact = ControlStated | ControlEnded;

export interface ControlEdge extends Omit<ControlStated, 'type'> {
  /** In the order in which they became known. */
  readonly ends: readonly Pick<ControlEnded, 'atMs' | 'knownAtMs'>[];
}

/** Exclusive; infinite without a known end. */
export function controlEndOf(edge: ControlEdge, knownAtMs = Number.POSITIVE_INFINITY): number {
  const ends = edge.ends.filter((end) => end.knownAtMs <= knownAtMs).map(({ atMs }) => atMs);
  return Math.min(edge.toMs ?? Number.POSITIVE_INFINITY, ...ends);
}

export const isStanding = (edge: ControlEdge, asOfMs: number, knownAtMs = Number.POSITIVE_INFINITY): boolean =>
  edge.knownAtMs <= knownAtMs && edge.fromMs <= asOfMs && asOfMs < controlEndOf(edge, knownAtMs);

/** Edges by id, in the order in which they were stated. Throws on an end without its edge, which no decision makes. */
export function evolveControl(edges: ReadonlyMap<string, ControlEdge>, fact: ControlFact): ReadonlyMap<string, ControlEdge> {
  return new Map(edges).set(fact.edge, edgeAfter(edges.get(fact.edge), fact));
}

function edgeAfter(edge: ControlEdge | undefined, fact: ControlFact): ControlEdge {
  if (fact.type === 'stated') {
    const { type: _, ...stated } = fact;
    return { ...stated, ends: [] };
  }
  if (!edge) throw new Error(`control edge ${fact.edge} ended that was never stated`);
  return { ...edge, ends: [...edge.ends, { atMs: fact.atMs, knownAtMs: fact.knownAtMs }] };
}
