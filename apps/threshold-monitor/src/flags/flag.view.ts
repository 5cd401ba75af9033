import { isoOf } from '../ask/window.js';
import type { FlagFactView, FlagView, OneFlagView } from './flags.dto.js';
import type { FlagContent, FlagFact, StoredFlag } from './flags.port.js';

/** A flag as a list shows it: what it said when it was raised, and how it stands. */
export function flagView({ id, content, raisedAtMs, status, momentMs, endedAtMs }: StoredFlag): FlagView {
  return {
    ...saidBy({ id, content }),
    raisedAt: isoOf(raisedAtMs),
    status,
    currentMoment: isoOf(momentMs),
    ...(endedAtMs === undefined ? {} : { endedAt: isoOf(endedAtMs) }),
  } as FlagView;
}

export const oneFlagView = (flag: StoredFlag, facts: readonly FlagFact[]): OneFlagView => ({
  ...flagView(flag),
  history: facts.map(factView),
});

/** What a flag says and never changes. The explanation, and what it rests on, may be long: they are for whoever asks why. */
export function saidBy({ id, content }: Pick<StoredFlag, 'id' | 'content'>): FlagContent {
  const { detail: _, explanation: __, versions: ___, ...said } = content;
  return { ...said, id, moment: isoOf(Number(content.momentMs)) };
}

export const factView = ({ sequence, knownAtMs, type, detail }: FlagFact): FlagFactView => ({
  sequence: sequence.toString(),
  knownAt: isoOf(knownAtMs),
  type,
  detail: type === 'raised' ? {} : { ...detail },
});
