/**
 * A match of a customer with an entry of a list, as a work item.
 *
 *   (none) ──scores──▶ OPEN ──decide──▶ FALSE_POSITIVE | CONFIRMED ──facts change, or a person reopens──▶ OPEN
 *
 * Only people close it. What a list or a customer does later can reopen it, or say that the two no longer score or that the entry is gone:
 * that is its standing, and leaves its state alone.
 */
export type MatchState = 'OPEN' | 'FALSE_POSITIVE' | 'CONFIRMED';
export type MatchStanding = 'MATCHES' | 'NO_LONGER_SCORES' | 'ENTRY_REMOVED';
export type MatchEventType =
  | 'RAISED'
  | 'REOPENED'
  | 'FACTS_CHANGED'
  | 'MATCHES_AGAIN'
  | 'NO_LONGER_SCORES'
  | 'ENTRY_REMOVED'
  | 'DECIDED'
  | 'REOPENED_BY_PERSON';

export interface MatchItem {
  readonly state: MatchState;
  readonly standing: MatchStanding;
  /** Mark of the facts that the score rests on. */
  readonly facts: string;
  /** Of those that were decided about last. */
  readonly decidedFacts?: string | undefined;
}

/** What becomes of a match; `event` is absent when nothing happened that anybody has to know. */
export interface MatchStep {
  readonly item: MatchItem;
  readonly event?: MatchEventType;
}

/** The two score as one, by these facts. */
export function whenFound(item: MatchItem | undefined, facts: string): MatchStep {
  if (item === undefined) return { item: { state: 'OPEN', standing: 'MATCHES', facts }, event: 'RAISED' };
  const found = { ...item, standing: 'MATCHES' as const, facts };
  if (item.state !== 'OPEN' && item.decidedFacts !== facts) return { item: { ...found, state: 'OPEN' }, event: 'REOPENED' };
  if (item.standing !== 'MATCHES') return { item: found, event: 'MATCHES_AGAIN' };
  return item.facts === facts ? { item: found } : { item: found, event: 'FACTS_CHANGED' };
}

/** The two do not score as one any more. */
export function whenNotFound(item: MatchItem, entryRemoved: boolean): MatchStep {
  const standing = entryRemoved ? 'ENTRY_REMOVED' : 'NO_LONGER_SCORES';
  return item.standing === standing ? { item } : { item: { ...item, standing }, event: standing };
}

export type MatchDecision = 'FALSE_POSITIVE' | 'CONFIRMED' | 'OPEN';
export type DecisionRefusal = 'MATCH_DECIDED' | 'MATCH_OPEN_ALREADY';

/** A person decides about an open match, or opens a decided one again. */
export function whenDecided(item: MatchItem, decision: MatchDecision): MatchStep | { refused: DecisionRefusal } {
  if (decision === 'OPEN') {
    if (item.state === 'OPEN') return { refused: 'MATCH_OPEN_ALREADY' };
    return { item: { ...item, state: 'OPEN', decidedFacts: undefined }, event: 'REOPENED_BY_PERSON' };
  }
  if (item.state !== 'OPEN') return { refused: 'MATCH_DECIDED' };
  return { item: { ...item, state: decision, decidedFacts: item.facts }, event: 'DECIDED' };
}
