import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from '@tidemark/persistence';
import type { Contents, FacilityFact, FactKind, ThingName } from './facility-fact.js';
import type { FacilityFacts } from './facility-facts.port.js';

/** Who records, and when. */
export interface Recording {
  by: string;
  nowMs: number;
}

export interface Recorded<Kind extends FactKind = FactKind> {
  /** `unchanged`: the same was known already, and nothing was written. */
  outcome: 'created' | 'changed' | 'unchanged';
  fact: FacilityFact<Kind>;
}

/** The next fact about a thing, or the standing one when it says the same already: repeating a request is always safe. */
export function nextFact<Kind extends FactKind>(
  standing: FacilityFact<Kind> | undefined,
  thing: ThingName<Kind>,
  content: Contents[Kind],
  { by, nowMs }: Recording,
): Recorded<Kind> {
  if (standing === undefined) {
    return { outcome: 'created', fact: { ...thing, version: 1, content, recordedAtMs: nowMs, recordedBy: by } };
  }
  if (isDeepStrictEqual(standing.content, content)) return { outcome: 'unchanged', fact: standing };
  // A clock that was set back must not make a correction look older than what it corrects.
  const recordedAtMs = Math.max(nowMs, standing.recordedAtMs);
  return { outcome: 'changed', fact: { ...thing, version: standing.version + 1, content, recordedAtMs, recordedBy: by } };
}

/** Records what is said about a thing, if it is news. The transaction must be open for the provider. */
export async function recordFact<Kind extends FactKind>(
  facts: FacilityFacts,
  tx: Transaction,
  thing: ThingName<Kind>,
  content: Contents[Kind],
  recording: Recording,
): Promise<Recorded<Kind>> {
  const recorded = nextFact(await facts.latest(tx, thing), thing, content, recording);
  if (recorded.outcome !== 'unchanged') await facts.append(tx, recorded.fact);
  return recorded;
}
