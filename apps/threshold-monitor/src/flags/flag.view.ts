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

/** As people read it; the database keeps no order of its own. */
const IN_ORDER = [
  ...['id', 'kind', 'tier', 'scope', 'sentence', 'rule', 'ruleVersion', 'rulebookVersion', 'legalStatus', 'n', 'number', 'moment'],
  ...['momentMs', 'atEntryIntoForce', 'totals', 'projection', 'members', 'covers', 'assumptions', 'ledgerPosition', 'identitySequence'],
  ...['previousFlag', 'projectedFlag', 'leadTimeMs'],
];
/** May be long, and are for whoever asks why. */
const FOR_WHY = new Set(['detail', 'explanation', 'versions']);

/** What a flag says and never changes. */
export function saidBy({ id, content }: Pick<StoredFlag, 'id' | 'content'>): FlagContent {
  const said: Record<string, unknown> = { ...content, id, moment: isoOf(Number(content.momentMs)) };
  const others = Object.keys(said).filter((name) => !IN_ORDER.includes(name) && !FOR_WHY.has(name));
  return Object.fromEntries([...IN_ORDER, ...others].flatMap((name) => (said[name] === undefined ? [] : [[name, said[name]]])));
}

export const factView = ({ sequence, knownAtMs, type, detail }: FlagFact): FlagFactView => ({
  sequence: sequence.toString(),
  knownAt: isoOf(knownAtMs),
  type,
  detail: type === 'raised' ? {} : { ...detail },
});
