import { type ControlEdge, type ControlEnded, type ControlKind, type ControlStated, controlEndOf, hasShare } from './control-edge.js';
import type { Fraction } from './fraction.js';

export interface StateControl {
  readonly edge: string;
  readonly provider: string;
  readonly owner: string;
  readonly owned: string;
  readonly kind: ControlKind;
  readonly share?: Fraction | undefined;
  readonly fromMs: number;
  readonly toMs?: number | undefined;
  readonly nowMs: number;
}

export type ControlRefusal =
  | { code: 'OWNER_OF_ITSELF' }
  | { code: 'SHARE_MISSING' }
  | { code: 'SHARE_NOT_OF_THIS_KIND' }
  | { code: 'EDGE_INTERVAL_EMPTY' }
  /** `edge` is what stands in the way. */
  | { code: 'EDGE_OVERLAPS'; edge: ControlEdge }
  | { code: 'EDGE_ENDS_BEFORE_IT_STARTS'; edge: ControlEdge }
  /** The edge does not hold at that instant any more. */
  | { code: 'EDGE_ALREADY_ENDED'; edge: ControlEdge };

export type Decided<Fact> = { fact: Fact } | { refused: ControlRefusal };

/** `others`: the same provider's edges between the same two records, of every kind and time. */
export function decideStated(others: Iterable<ControlEdge>, command: StateControl): Decided<ControlStated> {
  const refused = whyNotStated(others, command);
  if (refused) return { refused };
  const { nowMs, share, toMs, ...rest } = command;
  return { fact: { type: 'stated', ...rest, ...(share && { share }), ...(toMs === undefined ? {} : { toMs }), knownAtMs: nowMs } };
}

function whyNotStated(others: Iterable<ControlEdge>, command: StateControl): ControlRefusal | undefined {
  const { owner, owned, kind, share, fromMs, toMs = Number.POSITIVE_INFINITY } = command;
  if (owner === owned) return { code: 'OWNER_OF_ITSELF' };
  if (hasShare(kind) && !share) return { code: 'SHARE_MISSING' };
  if (!hasShare(kind) && share) return { code: 'SHARE_NOT_OF_THIS_KIND' };
  if (toMs <= fromMs) return { code: 'EDGE_INTERVAL_EMPTY' };
  for (const edge of others) {
    const overlaps = fromMs < controlEndOf(edge) && edge.fromMs < toMs && controlEndOf(edge) > edge.fromMs;
    if (edge.kind === kind && overlaps) return { code: 'EDGE_OVERLAPS', edge };
  }
  return undefined;
}

/** At its own start: it never held. */
export function decideEnded(edge: ControlEdge, { atMs, nowMs }: { atMs: number; nowMs: number }): Decided<ControlEnded> {
  if (atMs < edge.fromMs) return { refused: { code: 'EDGE_ENDS_BEFORE_IT_STARTS', edge } };
  if (atMs >= controlEndOf(edge)) return { refused: { code: 'EDGE_ALREADY_ENDED', edge } };
  return { fact: { type: 'ended', edge: edge.edge, atMs, knownAtMs: nowMs } };
}
