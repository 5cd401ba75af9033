import { type ControlEdge, controlEndOf } from '../control/control-edge.js';
import { compare, type Fraction, HALF, toNumber } from '../control/fraction.js';
import { votesOf } from '../control/holding-graph.js';
import { type Holding, holdingsAt } from '../control/holdings.js';
import { HOUR_MS } from '../metering/hour-slots.js';
import { type Hours, hourFrom } from './hours.js';

/** What one party holds in another, by votes, over hours in which that is one and the same. */
export interface HoldingSegment {
  readonly hours: Hours;
  readonly votes: Fraction;
  /** The same as a double. */
  readonly roughly: number;
  /** By a control edge, or by more than half of the votes: nobody else's are needed. */
  readonly isEnough: boolean;
}

/** All that one party ever holds in another. Segments are disjoint, and rise. */
export interface HeldParty {
  readonly owned: string;
  readonly segments: readonly HoldingSegment[];
}

/** `edges`: all of which the owner is the owner. */
export function holdingSegments(edges: Iterable<ControlEdge>, partyOf: (record: string) => string): HeldParty[] {
  const pairs = new Map<string, ControlEdge[]>();
  for (const edge of edges) {
    const owned = partyOf(edge.owned);
    if (owned === partyOf(edge.owner) || hourFrom(edge.fromMs) >= hourFrom(controlEndOf(edge))) continue;
    const statements = pairs.get(owned);
    if (statements) statements.push(edge);
    else pairs.set(owned, [edge]);
  }
  return Array.from(pairs, ([owned, statements]) => ({ owned, segments: segmentsOf(statements, partyOf) }));
}

function segmentsOf(edges: readonly ControlEdge[], partyOf: (record: string) => string): HoldingSegment[] {
  const instants = new Set(edges.flatMap((edge) => [hourFrom(edge.fromMs), hourFrom(controlEndOf(edge))]));
  const hours = [...instants, Number.POSITIVE_INFINITY].sort((one, other) => one - other);
  return hours.slice(0, -1).flatMap((from, index) => {
    if (from === Number.POSITIVE_INFINITY) return [];
    const [holding] = holdingsAt(edges, { asOfMs: from * HOUR_MS, partyOf }).holdings;
    return holding ? segmentOf(holding, [from, hours[index + 1]!]) : [];
  });
}

function segmentOf(holding: Holding, hours: Hours): HoldingSegment[] {
  const votes = votesOf(holding);
  const isEnough = holding.control.length > 0 || compare(votes, HALF) > 0;
  return isEnough || votes.numerator > 0n ? [{ hours, votes, roughly: toNumber(votes), isEnough }] : [];
}
